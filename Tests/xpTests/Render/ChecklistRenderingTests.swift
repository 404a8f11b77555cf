import Checklist
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct ChecklistRenderingTests {
  private let report = ChecklistReport(
    experiment: "20261120_215603_mlp_baseline",
    policy: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: "2026-11-01"),
    judgments: [
      Judgment(
        id: "folder-name", title: "Folder naming convention followed", verdict: .pass,
        reason: "20261120_215603_mlp_baseline", evidence: [.entry(.sha256("registered"))]),
      Judgment(
        id: "checkpoints", title: "Best + last checkpoints saved", verdict: .pass,
        reason: "best.pt, last.pt: as recorded, written during the run", evidence: [.file("best.pt"), .file("last.pt")],
        note: "best.pt unchanged since 2026-11-20T22:57:30.000+01:00, not read again"),
      Judgment(
        id: "epoch-metrics", title: "Per-epoch metrics CSV present", verdict: .fail,
        reason: "metrics.csv lacks epoch 7, 9–12 of 20 (training.epochs); no column val_acu (did you mean val_auc?)",
        evidence: [.file("metrics.csv", line: 7)],
        remedy: "let the script write one row an epoch, and name its columns in xp.toml, [metrics]"),
      Judgment(
        id: "code", title: "Git commit & branch recorded", verdict: .unknown, reason: "not a git repository",
        evidence: [.entry(.sha256("registered"))],
        remedy: "keep the project in git: git init, git add, git commit; then register again"),
      Judgment(
        id: "diagnostics", title: "Correlation / interpretability metrics logged", verdict: .notApplicable,
        reason: "not declared: [metrics] diagnostics is empty"),
    ])

  @Test func textIsGolden() throws {
    try expectGolden(ChecklistText.render(report, width: 80, style: .plain), "checklist/checklist.txt")
  }

  @Test func markdownIsGolden() throws { try expectGolden(ChecklistMarkdown.render(report), "checklist/checklist.md") }

  @Test func jsonIsGolden() throws { try expectGolden(ChecklistJSON.render([report]), "checklist/checklist.json") }

  @Test func noLineIsWiderThanTheTerminal() {
    for line in ChecklistText.render(report, width: 60, style: .plain).split(separator: "\n") {
      #expect(Terminal.width(String(line)) <= 60, "\(line)")
    }
  }

  @Test func aVerdictIsSaidInAWordWithoutColour() {
    let text = ChecklistText.render(report, width: 80, style: .plain)
    #expect(!text.contains("\u{1B}"))
    for verdict in Verdict.allCases { #expect(text.contains(" \(verdict.rawValue) ")) }
    #expect(text.hasSuffix("fail: 2 pass, 1 fail, 1 unknown, 1 not applicable\n"))
  }

  @Test func textFromOutsideBreaksNeitherTableNorTerminal() {
    var hostile = report
    hostile.judgments[0].reason = "a|b\n<script>\u{1B}[2J"
    hostile.judgments[0].title = "x|y\n# z"
    let rows = ChecklistMarkdown.table(hostile).split(separator: "\n")
    #expect(rows.count == report.judgments.count + 2)
    #expect(!ChecklistMarkdown.render(hostile).contains("<script>"))
    #expect(!ChecklistText.render(hostile, width: 80, style: .plain).contains("\u{1B}"))
  }

  @Test func noExperimentAtAllIsUnknown() {
    #expect(ChecklistJSON.render([]).contains("\"outcome\": \"unknown\""))
  }
}

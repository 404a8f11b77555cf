import Foundation
import Provenance
import TestSupport
import Testing

@testable import Checklist
@testable import xp

@Suite struct ReadmeGoldenTests {
  @Test func theDocumentsConfigsAreToldAsTheDocumentsTellThem() throws {
    for (name, title) in [
      ("20251101_230515_gainakt2exp_final_hyperparameter_validation", "final_hyperparameter_validation"),
      ("20251101_192741_gainakt2exp_tolerance_test", "tolerance_test"),
    ] {
      let path = Built.root + "/experiments/gainakt2exp/experiments/\(name)/config.json"
      let config = Config(try #require(JSONReader.read(FileReading.bytes(of: path)).object))
      let policy = documentPolicy
      var registration = try SampleExperiment.registration(config, policy: policy, model: "gainakt2exp", title: title)
      registration.imported = true
      let record = try SampleExperiment.record(name: name, registration: registration)
      let report = ReadmeSources(
        record: record, config: config, policy: policy, environment: .unknown("imported: nobody looked at it"),
        judgment: nil, metrics: .none("no metric file is here"), folder: "experiments/\(name)"
      ).report()
      let text = try page(report)
      try expectGolden(text, "readme/\(title).md")
      if title == "final_hyperparameter_validation" {
        #expect(text.contains("Snapshot MD5: `5d4c1b259dc8ae0277fd1ce352dbd27e`"))
      }
    }
  }

  private static let documents = Built.root + "/../shared/reference/documents"

  /// Every row of the published documents' tables of values stands in the README as it stands there.
  @Test(.enabled(if: FileStatus.of(documents) != nil, "skipped: the published documents are not beside the project"))
  func noRowOfThePublishedTablesIsMissing() throws {
    for (document, golden) in [
      ("experiment-final-validation.md", "final_hyperparameter_validation.md"),
      ("experiment-tolerance-test.md", "tolerance_test.md"),
    ] {
      let rendered = try FileReading.text(of: Built.root + "/Tests/xpTests/Golden/readme/" + golden).split(separator: "\n")
      let published = try FileReading.text(of: Self.documents + "/" + document).split(separator: "\n")
      let rows = published.filter { $0.wholeMatch(of: /\| [a-z_]+\.[a-z0-9_]+ \| .* \|/) != nil }
      #expect(rows.count >= 37)
      #expect(rows.filter { !rendered.contains($0) } == [])
    }
  }

  private var documentPolicy: Policy {
    var policy = Policy()
    policy.updated = "2025-10-30"
    policy.config.groups = [
      "runtime", "hardware", "seeds", "training", "experiment", "data", "interpretability", "alignment", "global_alignment",
      "refinement", "evaluation",
    ]
    policy.config.ignored = [
      "evaluation.device", "evaluation.run_dir", "training.auto_shifted_eval", "training.config", "training.experiment_id",
    ]
    policy.readme.literals = .python
    policy.readme.highlights = [
      EnvironmentState.Variable(name: "alignment", value: "enable, weight, warmup, adaptive, min_corr, share_cap/decay"),
      EnvironmentState.Variable(name: "data", value: "dataset, fold"),
    ]
    policy.readme.tables = [
      Policy.ReadmeRules.Table(title: "Semantic Flag Snapshot", keys: ["alignment", "global_alignment", "refinement"]),
      Policy.ReadmeRules.Table(title: "Core Interpretability & Constraints", keys: ["interpretability"]),
      Policy.ReadmeRules.Table(title: "Evaluation Snapshot", keys: ["evaluation"], digest: .pythonMD5),
    ]
    return policy
  }

  @Test func aFullRunTellsBestAndLastWithTheirSources() throws {
    let text = try page(fullReport())
    try expectGolden(text, "readme/full.md")
    #expect(text.contains("Best is the row with the highest `val_accuracy`: `metrics.csv:15`; last row: `metrics.csv:21`."))
  }

  @Test func aRunWithoutADeclaredMetricHasNoBest() throws {
    var report = try fullReport()
    guard case .rows(var rows) = report.metrics else { return }
    rows.best = nil
    rows.primary = nil
    report.metrics = .rows(rows)
    let text = ReadmeMarkdown(report: report).body
    #expect(text.contains("Which row is best is not known: no primary metric is declared"))
    #expect(!text.contains("| Best |"))
  }

  /// An attempt whose process somebody waited for.
  private var measured: Attempt {
    var attempt = SampleExperiment.attempt()
    (attempt.number, attempt.recorder) = (2, .xp)
    attempt.process = ProcessFacts(
      pid: 4711, duration: 83.25, user: 312.5, system: 0.25, peakMemory: 1_476_395_008, read: .known(812),
      written: .unknown("the system does not count"),
      accelerators: [
        .init(index: 0, peakMemory: 20_480, peakUtilisation: 97), .init(index: 1, peakMemory: nil, peakUtilisation: nil),
      ])
    return attempt
  }

  private func fullReport() throws -> ReadmeReport {
    let name = "20261104_142640_mlp_wider_layers"
    let record = try SampleExperiment.record(
      name: name, registration: SampleExperiment.full(), attempts: [SampleExperiment.attempt(), measured])
    func row(_ epoch: Int, _ line: Int, _ accuracy: Double, _ loss: Double) -> MetricRows.Row {
      MetricRows.Row(
        step: .number(Number(epoch)), place: "metrics.csv:\(line)",
        values: [("val_accuracy", .number(Number(accuracy))), ("train_loss", .number(Number(loss)))], literals: .json)
    }
    let metrics = MetricRows(
      primary: "val_accuracy", direction: .max, best: row(14, 15, 0.9706, 0.081), last: row(20, 21, 0.9559, 0.052))
    let accuracy = MetricCurve(
      metric: "val_accuracy", split: "", source: "metrics.csv", counter: "epoch", steps: [1, 2, 3], values: [0.5, 0.9706, 0.9559])
    let figures = FigureFiles([Figure(title: "accuracy", counter: "epoch", curves: [accuracy])])
    let judgment = ReadmeReport.Judgment(
      time: SampleExperiment.time,
      rows: [
        ReadmeReport.ChecklistRow(
          title: "Folder naming convention followed", verdict: .pass, reason: "the name is the recorded one"),
        ReadmeReport.ChecklistRow(title: "Raw stdout log saved", verdict: .fail, reason: "stdout.log is empty"),
        ReadmeReport.ChecklistRow(title: "Environment versions captured", verdict: .unknown, reason: "no program is recorded"),
        ReadmeReport.ChecklistRow(
          title: "Correlation / interpretability metrics logged", verdict: .notApplicable, reason: "not declared"),
      ])
    return ReadmeSources(
      record: record, config: SampleExperiment.config, policy: Policy(), environment: .known(SampleExperiment.environment),
      judgment: judgment, metrics: .rows(metrics), figures: figures.reports, usedBy: ["20261105_080000_mlp_evaluation"],
      folder: "experiments/\(name)"
    ).report()
  }

  @Test func hostileValuesActNowhere() throws {
    let report = hostileReport
    let text = try page(report)
    try expectGolden(text, "readme/hostile.md")
    #expect(!text.unicodeScalars.contains { HostileText.acts($0) && $0 != "\n" })
    let outside = text.replacing("<!-- xp", with: "").replacing("<!-- /xp", with: "").replacing("<!-- -->", with: "")
    // Code spans and blocks show their text; everywhere else a bracket is an entity.
    #expect(!outside.split(separator: "\n").contains { $0.hasPrefix("<") })
    #expect(ReadmePage(text).isUntouched)
  }

  private var hostileReport: ReadmeReport {
    let bad = "a|b `c` <script>alert(1)</script> [x](http://e.org)\n# H\u{1B}[31m\u{202E}*b* _i_ ~~s~~ &amp; \\| -->"
    let line = ReadmeReport.Line(bad, bad)
    let row = MetricRows.Row(step: bad, place: bad, values: [line])
    let proofs = ReadmeReport.Proofs(
      config: SampleExperiment.digest("c"), semantic: SampleExperiment.digest("s"), seeds: SampleExperiment.digest("e"),
      seedPlaces: [line], environment: nil, code: nil, data: [line], journal: bad, entry: SampleExperiment.digest("j"))
    var report = ReadmeReport(
      name: bad, model: bad, shortTitle: bad, title: bad + "!", purpose: bad, tags: [bad], rehearsal: true, imported: true,
      registered: SampleExperiment.time, registeredLocally: SampleExperiment.time.local,
      judgment: ReadmeReport.Judgment(
        time: SampleExperiment.time, rows: [ReadmeReport.ChecklistRow(title: bad, verdict: .fail, reason: bad)]),
      groups: [ReadmeReport.Group(name: bad, highlights: bad, keys: 1, digest: nil)],
      overrides: [Override(key: bad, old: bad, new: bad, origin: bad)],
      tables: [
        ReadmeReport.Table(
          title: bad, heading: "Key", rows: [line],
          digests: [
            ReadmeReport.GroupDigest(group: bad, digest: SampleExperiment.digest("g")),
            ReadmeReport.GroupDigest(group: bad, digest: SampleExperiment.digest("h")),
          ])
      ],
      policy: ReadmeReport.PolicyFacts(ignored: [line], schemaVersion: bad, updated: bad, digest: SampleExperiment.digest("p")),
      metrics: .rows(MetricRows(primary: bad, direction: .min, best: row, last: row)), environment: [line],
      uses: [Use(experiment: bad, artifact: bad, input: bad, digest: SampleExperiment.digest("u"))], usedBy: [bad],
      attempts: [
        ReadmeReport.AttemptLine(
          number: 1, state: bad, recorder: bad, started: bad, ended: bad, duration: bad, exit: bad, host: bad)
      ],
      reproduction: ReadmeReport.Reproduction(
        folder: "experiments/it's", argv: ["echo", bad], directory: bad, secretVariables: [bad], tree: nil, treeUnknown: bad,
        commit: "c0ffee", branch: bad, remotes: [CodeState.Remote(name: bad, url: bad)],
        changes: [CodeState.Change(path: bad, kind: .added)], data: [bad]),
      notCaptured: [NotCaptured(path: bad, reason: .secret, detail: bad)],
      findings: [Finding(subject: bad, message: bad, place: bad)], proofs: proofs)
    report.figures = [
      ReadmeReport.FigureFile(
        path: "README.figures/loss.svg", alternative: bad, sources: [bad], digest: SampleExperiment.digest("f"))
    ]
    report.resources = [
      ReadmeReport.ResourceLine(attempt: 1, processor: bad, memory: bad, read: bad, written: bad, accelerators: bad)
    ]
    return report
  }

  private func page(_ report: ReadmeReport) throws -> String {
    try ReadmePage.text(body: ReadmeMarkdown(report: report).body, inputs: report.inputs(), existing: nil)
  }
}

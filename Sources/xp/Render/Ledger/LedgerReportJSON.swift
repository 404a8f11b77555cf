import Provenance

/// A verification as `schemas/ledger-verify.v1.schema.json` describes it.
enum LedgerReportJSON {
  static func render(_ report: LedgerReport) -> String {
    let counts = report.counts
    var looked = Object([
      ("entries", number(counts.entries)), ("journals", number(counts.journals)), ("files", number(counts.files)),
      ("captured_trees", number(counts.capturedTrees)), ("checkpoints", number(counts.checkpoints)),
    ])
    looked["artifacts"] = counts.artifacts.map(number)
    looked["released"] = counts.artifacts.map { _ in number(counts.released) }
    let outcome = report.holds.map { $0 ? "pass" : "fail" } ?? "unknown"
    return JSONWriter.pretty([
      "format": .string(LedgerReport.format), "outcome": .string(outcome), "ledger": .string(report.ledger),
      "root": .string(report.root.digest.description), "looked_at": .object(looked), "well": .array(report.well.map(range)),
      "findings": .array(report.findings.map(finding)), "more_findings": number(report.untold),
    ])
  }

  private static func finding(_ finding: LedgerFinding) -> Value {
    var object = Object([
      ("kind", .string(finding.kind.rawValue)), ("part", .string(finding.part.rawValue)), ("place", .string(finding.place)),
      ("message", .string(finding.message)),
    ])
    object["entries"] = finding.entries.map(range)
    return .object(object)
  }

  private static func range(_ range: ClosedRange<Int>) -> Value {
    ["first": number(range.lowerBound), "last": number(range.upperBound)]
  }

  private static func number(_ number: Int) -> Value { .number(Number(number)) }
}

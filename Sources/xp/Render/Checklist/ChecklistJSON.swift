import Checklist
import Provenance

/// Checklists as `schemas/checklist.v1.schema.json` describes them.
enum ChecklistJSON {
  static func render(_ reports: [ChecklistReport]) -> String {
    let outcome: Verdict =
      if reports.contains(where: { $0.outcome == .fail }) {
        .fail
      } else if reports.contains(where: { $0.outcome == .unknown })
        || reports.isEmpty
      { .unknown } else { .pass }
    let document: Value = [
      "format": .string(ChecklistReport.format), "outcome": .string(outcome.rawValue),
      "experiments": .array(reports.map(value)),
    ]
    return JSONWriter.pretty(document)
  }

  private static func value(_ report: ChecklistReport) -> Value {
    let counts = Verdict.allCases.map { ($0.rawValue.replacing(" ", with: "_"), Value.number(Number(report.count($0)))) }
    return [
      "experiment": .string(report.experiment), "outcome": .string(report.outcome.rawValue), "counts": .object(Object(counts)),
      "policy": report.policy.value, "judgments": .array(report.judgments.map { $0.value(withNote: true) }),
    ]
  }
}

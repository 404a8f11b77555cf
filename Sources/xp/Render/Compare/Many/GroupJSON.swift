import Checklist
import Provenance

/// Groups of runs as `schemas/compare-groups.v1.schema.json` describes them.
struct GroupJSON {
  let comparison: GroupComparison

  var text: String {
    JSONWriter.pretty([
      "xp": "compare-groups.v1", "group_by": comparison.keys.map { .array($0.map(Value.string)) } ?? "config", "over": "seeds",
      "across": CompareJSON.across(comparison.across), "not_completed": Self.counts(comparison.leftOut),
      "metrics": .array(comparison.reports.map(report)),
    ])
  }

  static func counts(_ counts: [(status: String, count: Int)]) -> Value {
    .array(counts.map { ["status": .string($0.status), "count": .number(Number($0.count))] })
  }

  private func report(_ report: GroupReport) -> Value {
    [
      "metric": .string(report.metric), "direction": report.direction.map { .string($0.rawValue) } ?? .null,
      "groups": .array(report.rows.map(row)), "pairs": .array(report.pairs.map { pair($0, report.rows) }),
    ]
  }

  private func row(_ row: GroupReport.Row) -> Value {
    let summary = row.summary
    return [
      "label": .string(row.label), "n": .number(Number(summary.count)), "not_finite": .number(Number(summary.notFinite)),
      "mean": number(summary.mean), "sd": number(summary.deviation), "interval": interval(summary.interval),
      "median": number(summary.median), "minimum": number(summary.minimum), "maximum": number(summary.maximum),
      "best": number(row.best), "worst": number(row.worst), "runs": .array(row.runs.map(Value.string)),
      "left_out": .array(row.leftOut.map { ["experiment": .string($0.name), "reason": .string($0.reason)] }),
      "remarks": .array(row.remarks.map(Value.string)),
    ]
  }

  private func pair(_ pair: GroupReport.Pair, _ rows: [GroupReport.Row]) -> Value {
    let found = pair.difference
    let welch: Value =
      found?.welch.map { welch in
        [
          "t": .number(Number(welch.t)), "degrees": .number(Number(welch.degrees)), "p": .number(Number(welch.p)),
          "interval": interval(welch.interval),
        ]
      } ?? .null
    let permutation: Value =
      found?.permutation.map { test in
        ["p": .number(Number(test.p)), "ways": .number(Number(test.ways)), "exact": .bool(test.isExact)]
      } ?? .null
    return [
      "left": .string(rows[pair.left].label), "right": .string(rows[pair.right].label), "sentence": .string(pair.sentence),
      "difference": number(found?.difference), "hedges_g": number(found?.effect), "welch": welch, "permutation": permutation,
    ]
  }

  private func number(_ number: Double?) -> Value { number.map(ResultJSON.number) ?? .null }

  private func interval(_ interval: ClosedRange<Double>?) -> Value {
    interval.map { .array([.number(Number($0.lowerBound)), .number(Number($0.upperBound))]) } ?? .null
  }
}

import Checklist
import Provenance

/// Compared results as `schemas/compare.v1.schema.json` describes them: `results` there.
struct ResultJSON {
  let results: ResultComparison

  var value: Value {
    [
      "verdict": .string(results.agreement.rawValue), "reasons": .array(results.reasons.map(Value.string)),
      "left": side(results.left), "right": side(results.right), "metrics": .array(results.metrics.map(metric)),
      "only_left": .array(results.onlyLeft.map { .string($0.metric) }),
      "only_right": .array(results.onlyRight.map { .string($0.metric) }),
      "ignored": .array(results.ignored.map { ["metric": .string($0.metric), "pattern": .string($0.pattern)] }),
      "files": .array(results.files.map(file)),
    ]
  }

  private func side(_ side: ResultComparison.Side) -> Value {
    [
      "experiment": .string(side.experiment), "attempt": side.attempt.map { .number(Number($0)) } ?? .null,
      "state": side.end.map { .string($0.state.rawValue) } ?? .null,
      "exit_status": side.end?.exitStatus.map { .number(Number($0)) } ?? .null, "semantic": .string(side.semantic.description),
    ]
  }

  private func metric(_ series: SeriesComparison) -> Value {
    var members = Object([
      ("metric", .string(series.metric)), ("split", .string(series.split)), ("verdict", .string(series.agreement.rawValue)),
      ("reason", series.reason.map(Value.string) ?? .null),
      ("source_left", .string(series.sources.left)), ("source_right", .string(series.sources.right)),
      ("counter", series.counter.map(Value.string) ?? .null),
      ("only_left", .number(Number(series.onlyLeft))), ("only_right", .number(Number(series.onlyRight))),
    ])
    for member in points(series.points).members { members[member.key] = member.value }
    return .object(members)
  }

  private func points(_ points: PointComparison) -> Object {
    Object([
      ("tolerance", points.tolerance?.value ?? .null), ("compared", .number(Number(points.compared))),
      ("equal", .number(Number(points.equal))), ("within", .number(Number(points.within))),
      ("outside", .number(Number(points.outside))), ("first", pair(points.first)), ("first_outside", pair(points.firstOutside)),
      ("worst", pair(points.worst)), ("last", pair(points.last)),
      (
        "deviation",
        [
          "absolute": Self.number(points.deviation.absolute), "relative": Self.number(points.deviation.relative),
          "ulps": .number(Number(spelling: String(points.deviation.ulps), meaning: .integer)),
        ]
      ),
    ])
  }

  private func pair(_ pair: PointPair?) -> Value {
    guard let pair else { return .null }
    return ["step": pair.step.map(Self.step) ?? .null, "left": Self.number(pair.left), "right": Self.number(pair.right)]
  }

  /// A number that is not finite is `{"$float": "NaN"}`, as in every canonical record.
  static func number(_ number: Double) -> Value { .number(Number(number)) }

  private static func step(_ step: Double) -> Value { .number(Int(exactly: step).map { Number($0) } ?? Number(step)) }

  private func file(_ file: FileComparison) -> Value {
    [
      "left": file.left.map(Value.string) ?? .null, "right": file.right.map(Value.string) ?? .null,
      "role": .string(file.role.rawValue), "counts": .bool(file.isResult), "verdict": .string(file.agreement.rawValue),
      "reason": file.reason.map(Value.string) ?? .null, "ignored": file.ignored.map(Value.string) ?? .null,
      "fields": .array(file.fields.map(field)),
    ]
  }

  private func field(_ field: FieldComparison) -> Value {
    var members = Object([
      ("name", .string(field.name)), ("verdict", .string(field.agreement.rawValue)),
      ("ignored", field.ignored.map(Value.string) ?? .null), ("others", .number(Number(field.others))),
      ("other_differences", .number(Number(field.otherDifferences))),
      ("first_other", field.firstOther.map(Value.string) ?? .null),
    ])
    for member in points(field.points).members { members[member.key] = member.value }
    return .object(members)
  }
}

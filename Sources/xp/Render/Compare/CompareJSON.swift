import Checklist
import Provenance

/// Two runs as `schemas/compare.v1.schema.json` describes them.
struct CompareJSON {
  let comparison: RunComparison

  var text: String {
    JSONWriter.pretty([
      "xp": "compare.v1", "left": .string(comparison.inputs.left), "right": .string(comparison.inputs.right),
      "headline": .string(comparison.headline), "across": Self.across(comparison.across),
      "causes": .array(comparison.causes.map(cause)), "unknown": .array(comparison.inputs.unknowns.map(unknown)),
      "results": ResultJSON(results: comparison.results).value,
    ])
  }

  static func across(_ across: Comparability) -> Value {
    .array(
      across.differences.map { difference in
        [
          "key": .string(difference.key), "left": difference.left.map(Value.string) ?? .null,
          "right": difference.right.map(Value.string) ?? .null,
        ]
      })
  }

  private func cause(_ cause: CandidateCause) -> Value {
    [
      "aspect": .string(cause.aspect.rawValue), "subject": .string(cause.subject), "left": cause.left.map(Value.string) ?? .null,
      "right": cause.right.map(Value.string) ?? .null,
    ]
  }

  private func unknown(_ unknown: (name: String, reason: String)) -> Value {
    ["aspect": .string(unknown.name), "reason": .string(unknown.reason)]
  }
}

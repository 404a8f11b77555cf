import Checklist
import Provenance

/// Proposed tolerances: TOML that a person may put into `xp.toml`, or JSON.
enum ToleranceRendering {
  static func toml(_ proposal: ToleranceProposal, _ noise: ResultNoise, of name: String) -> String {
    let head = "# \(Terminal.safe(name)): between any two of \(noise.runs) runs"
    guard !proposal.lines.isEmpty else { return head + " every metric has the same bits: no tolerance is needed.\n" }
    let lines = proposal.lines.map { line in
      guard let absolute = line.absolute else {
        return "# \(key(line.metric)): a value is no finite number in one run and another in the next\n"
      }
      return "\(key(line.metric)) = { absolute = \(Number(absolute).spelling) }  # seen: \(Number(line.seen).spelling)\n"
    }
    return "\(head). Proposed is twice the largest difference seen, rounded up.\n[metrics.tolerance]\n" + lines.joined()
  }

  /// A quoted key; TOML's basic strings have JSON's escapes.
  private static func key(_ name: String) -> String { Terminal.safe(Value.string(name).canonicalText) }

  /// `tolerance.v1`.
  static func json(_ proposal: ToleranceProposal, _ noise: ResultNoise, of name: String) -> String {
    let lines = proposal.lines.map { line -> Value in
      [
        "metric": .string(line.metric), "seen": ResultJSON.number(line.seen),
        "absolute": line.absolute.map { .number(Number($0)) } ?? .null,
      ]
    }
    return JSONWriter.pretty([
      "format": "tolerance.v1", "experiment": .string(name), "noise": value(of: noise), "proposed": .array(lines),
    ])
  }

  static func value(of noise: ResultNoise) -> Value {
    [
      "runs": .number(Number(noise.runs)),
      "metrics": .array(
        noise.metrics.map { metric in
          [
            "name": .string(metric.name), "split": .string(metric.split), "points": .number(Number(metric.points)),
            "different": .number(Number(metric.different)), "absolute": ResultJSON.number(metric.deviation.absolute),
            "relative": ResultJSON.number(metric.deviation.relative),
          ]
        }),
    ]
  }
}

import Checklist
import Provenance

/// What varies over many runs, for a terminal: an input a block, the results that moved with it beneath.
struct VaryingText {
  let varying: VaryingInputs
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  var text: String {
    var text = varying.across.differences.map {
      style.paint(Terminal.safe("ACROSS CLASSES: \($0.key) is \($0.left ?? "not there"), \($0.right ?? "not there") …"), .yellow)
        + "\n"
    }.joined()
    let count = Short.count(varying.inputs.count, "input")
    text += style.paint("\(Short.count(varying.runs, "run")), \(count) that var\(varying.inputs.count == 1 ? "ies" : "y")", .bold)
    text += ", \(Short.count(varying.same, "config key")) the same in all\n"
    for input in varying.inputs { text += block(input) }
    let looks = varying.inputs.count * varying.metrics.count
    if looks > 1 { text += "\n\(looks) pairs were looked at: one in twenty stands out by chance alone\n" }
    if !varying.leftOut.isEmpty {
      text += Terminal.safe("left out, not completed: \(VaryingWords.counts(varying.leftOut))") + "\n"
    }
    return text
  }

  private func block(_ input: VaryingInputs.Input) -> String {
    let together = input.names.count == 1 ? "" : "  always together with \(input.names.dropFirst().joined(separator: ", "))"
    var text = "\n" + style.paint(Terminal.safe(input.names[0]), .bold) + "  " + Terminal.safe(VaryingWords.levels(input)) + "\n"
    if !together.isEmpty { text += Terminal.safe(together) + "\n" }
    let rows = input.effects.flatMap { effect -> [[Terminal.Cell]] in
      [
        [
          Terminal.Cell(effect.metric), Terminal.Cell(effect.reading.rawValue, effect.reading == .moves ? .cyan : .dim),
          Terminal.Cell(VaryingWords.strength(effect)),
        ], ["", Terminal.Cell(VaryingWords.range(effect), .dim)],
      ]
    }
    return text + Terminal.table(rows, width: width, indent: 2, style: style)
  }
}

/// Inputs and effects in words.
enum VaryingWords {
  private static let shown = 6

  /// `2 failed, 1 running`.
  static func counts(_ counts: [(status: String, count: Int)]) -> String {
    counts.map { "\($0.count) \($0.status)" }.joined(separator: ", ")
  }

  /// `0.1 (5 runs), 0.02 (4)`.
  static func levels(_ input: VaryingInputs.Input) -> String {
    guard input.levels.contains(where: { $0.runs > 1 }) || input.levels.count <= shown else {
      return "\(input.levels.count) values, one a run"
    }
    let told = input.levels.prefix(shown).map { "\(Short.digests(in: $0.text)) (\($0.runs))" }
    return told.joined(separator: ", ") + (input.levels.count > shown ? ", … \(input.levels.count) values" : "")
  }

  /// `0.98 at 0.02 … 0.99 at 0.1`: the lowest and the highest mean.
  static func range(_ effect: VaryingInputs.Effect) -> String {
    guard let lowest = effect.lowest, let highest = effect.highest else { return "" }
    func end(_ end: (level: String, mean: Double)) -> String {
      "\(ResultWords.small(end.mean)) at \(Short.digests(in: end.level))"
    }
    return "\(end(lowest)) … \(end(highest))"
  }

  /// `61 % of the spread, rank +0.8, p 0.01`.
  static func strength(_ effect: VaryingInputs.Effect) -> String {
    guard let association = effect.association else { return "" }
    let parts = [
      association.share.map { "\(ResultWords.rounded($0 * 100)) % of the spread" },
      association.rank.map { "rank \($0 > 0 ? "+" : "")\(ResultWords.rounded($0))" },
      effect.reading == .tooFew ? nil : association.p.map { "p \(GroupWords.p($0))" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

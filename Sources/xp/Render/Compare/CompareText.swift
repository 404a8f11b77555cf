import Checklist
import Provenance

/// Two runs for a terminal: candidate causes on the left, observed effects on the right, then the results in full.
struct CompareText {
  let comparison: RunComparison
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  var text: String {
    var text = "\(Terminal.safe(comparison.inputs.left)) → \(Terminal.safe(comparison.inputs.right))\n"
    text += style.paint(Terminal.safe(comparison.headline), .bold) + "\n"
    for difference in comparison.across.differences {
      text += style.paint(Terminal.safe("ACROSS CLASSES: \(difference.words)"), .yellow) + "\n"
    }
    for remark in comparison.inputs.remarks { text += Terminal.safe(remark) + "\n" }
    for (name, reason) in comparison.inputs.unknowns {
      text += Terminal.safe("unknown, and so a candidate too: \(name): \(reason)") + "\n"
    }
    return text + sideBySide + ResultText(results: comparison.results, style: style, width: width).text
  }

  /// More of either is left to `xp diff` and to the table beneath.
  private static let rows = 24

  private var sideBySide: String {
    let (causes, effects) = (comparison.causes, comparison.effects)
    if causes.isEmpty && effects.isEmpty { return "nothing that is known differs in the inputs\n" }
    var left = causes.prefix(Self.rows).map { [Terminal.Cell($0.subject), Terminal.Cell(Self.change($0))] }
    if causes.count > Self.rows { left.append(["…", Terminal.Cell("\(causes.count - Self.rows) more")]) }
    if causes.isEmpty { left.append([Terminal.Cell("none that is known", .dim), ""]) }
    var right = effects.prefix(Self.rows).map { effect -> [Terminal.Cell] in
      let values = effect.values
      let isSame = values.left.bitPattern == values.right.bitPattern
      return [
        Terminal.Cell(effect.name), Terminal.Cell(isSame ? "ends the same" : ResultWords.arrow(values)),
        Terminal.Cell(isSame ? "" : ResultWords.change(values)),
      ]
    }
    if effects.count > Self.rows { right.append(["…", Terminal.Cell("\(effects.count - Self.rows) more"), ""]) }
    if effects.isEmpty { right.append([Terminal.Cell("none in a metric", .dim), "", ""]) }
    let head = [Terminal.Cell("candidate causes", .bold), "", "", Terminal.Cell("observed effects", .bold), "", ""]
    let count = max(left.count, right.count)
    let rows = (0..<count).map { row in
      (row < left.count ? left[row] : ["", ""]) + [""] + (row < right.count ? right[row] : ["", "", ""])
    }
    return "\n" + Terminal.table([head] + rows, width: width, style: style)
  }

  private static func change(_ cause: CandidateCause) -> String {
    switch (cause.left, cause.right) {
    case (let left?, let right?): "\(Short.digests(in: left)) → \(Short.digests(in: right))"
    case (let left?, nil): "\(Short.digests(in: left)) → (none)"
    case (nil, let right?): "(none) → \(Short.digests(in: right))"
    case (nil, nil): ""
    }
  }
}

import Checklist

/// The axes of a plot: lines across it for values, ticks beneath it for steps.
struct PlotAxes {
  let plot: PlotArea
  /// What stands beneath the ticks.
  let counter: String

  var svg: [String] { values + steps + [caption] }

  private var values: [String] {
    plot.values.ticks.flatMap { tick in
      let y = SVG.number(plot.y(tick.value))
      let baseline = SVG.number(plot.y(tick.value) + 4)
      return [
        "<path class=\"g\" d=\"M\(SVG.number(plot.left)) \(y)H\(SVG.number(plot.right))\"/>",
        "<text class=\"m\" x=\"\(SVG.number(plot.left - 8))\" y=\"\(baseline)\" text-anchor=\"end\">\(tick.label)</text>",
      ]
    }
  }

  var steps: [String] {
    let line = "<path class=\"a\" d=\"M\(SVG.number(plot.left)) \(SVG.number(plot.bottom))H\(SVG.number(plot.right))\"/>"
    return [line]
      + plot.steps.ticks.flatMap { tick in
        let x = SVG.number(plot.x(tick.value))
        return [
          "<path class=\"a\" d=\"M\(x) \(SVG.number(plot.bottom))v4\"/>",
          "<text class=\"m\" x=\"\(x)\" y=\"\(SVG.number(plot.bottom + 18))\" text-anchor=\"middle\">\(tick.label)</text>",
        ]
      }
  }

  var caption: String {
    let (middle, base) = (SVG.number(plot.left + plot.width / 2), SVG.number(plot.bottom + 36))
    return "<text class=\"m\" x=\"\(middle)\" y=\"\(base)\" text-anchor=\"middle\">\(counter)</text>"
  }
}

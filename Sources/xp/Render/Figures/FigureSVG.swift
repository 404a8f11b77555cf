import Checklist
import Provenance

/// A figure as an SVG picture: no script, no fonts or files of others, readable on light and dark ground.
struct FigureSVG {
  private let figure: Figure
  private let plot: PlotArea
  private let labels: [EndLabel]

  private static let width = 720.0
  private static let height = 300.0
  private static let margin = (left: 66.0, top: 44.0, bottom: 46.0)

  init(_ figure: Figure) {
    self.figure = figure
    let finite = figure.curves.flatMap { $0.values.filter(\.isFinite) }
    let steps = figure.curves.flatMap { [$0.steps.first, $0.steps.last].compactMap { $0 } }
    let areWhole = figure.curves.allSatisfy { $0.steps.allSatisfy { $0 == $0.rounded() } }
    let names = figure.curves.map { EndLabel.Text($0) }
    let room = names.map(\.width).max() ?? 0
    plot = PlotArea(
      left: Self.margin.left, top: Self.margin.top, width: Self.width - Self.margin.left - room - 28,
      height: Self.height - Self.margin.top - Self.margin.bottom,
      steps: .steps(steps.min() ?? 0, steps.max() ?? 1, areWhole: areWhole),
      values: .values(finite.min() ?? 0, finite.max() ?? 1))
    labels = EndLabel.placed(names, figure.curves, plot)
  }

  var text: String {
    let size = "\(SVG.number(Self.width)) \(SVG.number(Self.height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(SVG.number(Self.width))" height="\(SVG.number(Self.height))" \
      viewBox="0 0 \(size)" role="img" aria-labelledby="t d">
      <title id="t">\(SVG.escaped(figure.title))</title>
      <desc id="d">\(SVG.escaped(description))</desc>
      <style>
      \(FigureStyle.rules)
      </style>
      <rect class="z" width="100%" height="100%" rx="6"/>
      <text class="h" x="16" y="26">\(SVG.escaped(SVG.shortened(figure.title, to: 80)))</text>
      \((axes + curves + labels.map(\.svg) + best).joined(separator: "\n"))
      </svg>

      """
  }

  private var description: String {
    let curves = figure.curves.map { curve in
      "\(Figure.name(curve)): \(FigureNumber.text(curve.values.last ?? .nan)) at \(figure.counter) "
        + "\(FigureNumber.step(curve.steps.last ?? .nan)), the last (\(curve.source))"
    }
    let best = figure.best.map { "best: \(FigureNumber.text($0.value)) at \(figure.counter) \(FigureNumber.step($0.step))" }
    return (curves + [best].compactMap { $0 }).joined(separator: "; ") + "."
  }

  private var axes: [String] {
    let more = figure.more > 0 ? " · \(Short.count(figure.more, "more curve")) not shown" : ""
    return PlotAxes(plot: plot, counter: SVG.escaped(SVG.shortened(figure.counter, to: 60) + more)).svg
  }

  private var curves: [String] {
    figure.curves.enumerated().map { index, curve in
      "<path class=\"p s\(index)\" d=\"\(CurvePath(plot: plot).data(curve))\"><title>\(SVG.escaped(Figure.name(curve)))</title></path>"
    }
  }

  /// A ring around the best point, what it is, and a line down to its step.
  private var best: [String] {
    guard let best = figure.best else { return [] }
    let (x, y) = (plot.x(best.step), plot.y(best.value))
    let text = "best \(FigureNumber.text(best.value)) at \(FigureNumber.step(best.step))"
    let half = SVG.width(text) / 2
    let middle = min(max(x, plot.left + half + 4), max(plot.right - half - 4, plot.left + half + 4))
    let base = y - 12 > plot.top + 8 ? y - 12 : y + 22
    return [
      "<path class=\"b\" d=\"M\(SVG.number(x)) \(SVG.number(y))V\(SVG.number(plot.bottom))\"/>",
      "<circle class=\"o s\(best.curve)\" cx=\"\(SVG.number(x))\" cy=\"\(SVG.number(y))\" r=\"4.5\"/>",
      "<text class=\"k\" x=\"\(SVG.number(middle))\" y=\"\(SVG.number(base))\" text-anchor=\"middle\">\(text)</text>",
    ]
  }
}

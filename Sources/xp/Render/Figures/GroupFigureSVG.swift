import Checklist
import Provenance

/// Groups of runs as an SVG picture: above, every value and the interval of each mean; beneath, the curves with a band over seeds.
struct GroupFigureSVG {
  private let figure: GroupFigure
  private let values: PlotArea
  private let curves: PlotArea?
  private let labels: [EndLabel]
  private let height: Double

  private static let width = 720.0
  private static let rowHeight = 34.0
  private static let curveHeight = 210.0

  init(_ figure: GroupFigure) {
    self.figure = figure
    let room = figure.rows.map { SVG.width(Self.label($0)) }.max() ?? 0
    let ends = figure.rows.flatMap { row in row.values + [row.interval?.lowerBound, row.interval?.upperBound].compactMap { $0 } }
    values = PlotArea(
      left: room + 32, top: 44, width: Self.width - room - 32 - 96, height: Self.rowHeight * Double(figure.rows.count),
      steps: .values(ends.min() ?? 0, ends.max() ?? 1), values: .values(0, 1))
    let means = figure.bands.map { band in
      MetricCurve(
        metric: figure.rows[band.row].label, split: "", source: "", counter: figure.counter, steps: band.steps, values: band.mean)
    }
    let texts = means.map { EndLabel.Text($0) }
    let bottom = values.bottom + 46
    guard !figure.bands.isEmpty else {
      (curves, labels, height) = (nil, [], bottom)
      return
    }
    let finite = figure.bands.flatMap { ($0.low + $0.high).filter(\.isFinite) }
    let steps = figure.bands.flatMap { [$0.steps.first, $0.steps.last].compactMap { $0 } }
    let plot = PlotArea(
      left: 66, top: bottom + 16, width: Self.width - 66 - (texts.map(\.width).max() ?? 0) - 28, height: Self.curveHeight,
      steps: .steps(
        steps.min() ?? 0, steps.max() ?? 1, areWhole: figure.bands.allSatisfy { $0.steps.allSatisfy { $0 == $0.rounded() } }),
      values: .values(finite.min() ?? 0, finite.max() ?? 1))
    (curves, height) = (plot, plot.bottom + 46)
    labels = EndLabel.placed(texts, means, plot, colours: figure.bands.map(\.row))
  }

  private static func label(_ row: GroupFigure.Row) -> String { SVG.shortened(row.label, to: 24) }

  var text: String {
    let size = "\(SVG.number(Self.width)) \(SVG.number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(SVG.number(Self.width))" height="\(SVG.number(height))" \
      viewBox="0 0 \(size)" role="img" aria-labelledby="t d">
      <title id="t">\(SVG.escaped(figure.title))</title>
      <desc id="d">\(SVG.escaped(description))</desc>
      <style>
      \(FigureStyle.rules)
      .n{opacity:.17}.q{opacity:.6}.i{fill:none;stroke-width:2.4;stroke-linecap:round}
      </style>
      <rect class="z" width="100%" height="100%" rx="6"/>
      <text class="h" x="16" y="26">\(SVG.escaped(SVG.shortened(figure.title, to: 80)))</text>
      \((intervals + bands).joined(separator: "\n"))
      </svg>

      """
  }

  private var description: String {
    let rows = figure.rows.map { row in
      let interval = row.interval.map {
        ", 95 % interval \(FigureNumber.text($0.lowerBound)) to \(FigureNumber.text($0.upperBound))"
      }
      return "\(row.label): mean \(FigureNumber.text(row.mean)) of \(row.values.count)\(interval ?? "")"
    }
    let bands = figure.bands.isEmpty ? "" : "; beneath, means by \(figure.counter) between the lowest and the highest run"
    return rows.joined(separator: "; ") + bands + "."
  }

  // MARK: Intervals

  private var intervals: [String] {
    var lines = values.steps.ticks.map { tick in
      "<path class=\"g\" d=\"M\(SVG.number(values.x(tick.value))) \(SVG.number(values.top))V\(SVG.number(values.bottom))\"/>"
    }
    let more = figure.more > 0 ? " · \(Short.count(figure.more, "more group")) not shown" : ""
    let axes = PlotAxes(plot: values, counter: "each run, the mean and its 95 % interval" + more)
    lines += axes.steps + [axes.caption]
    for (index, row) in figure.rows.enumerated() { lines += marks(row, index) }
    return lines
  }

  private func marks(_ row: GroupFigure.Row, _ index: Int) -> [String] {
    let y = values.top + Self.rowHeight * (Double(index) + 0.5)
    let (middle, baseline) = (SVG.number(y), SVG.number(y + 4))
    func x(_ value: Double) -> String { SVG.number(values.x(value)) }
    var lines = [
      "<text class=\"f\(index)\" x=\"\(SVG.number(values.left - 14))\" y=\"\(baseline)\" text-anchor=\"end\">"
        + "<title>\(SVG.escaped(row.label))</title>\(SVG.escaped(Self.label(row)))</text>"
    ]
    lines += row.values.map { "<circle class=\"f\(index) q\" cx=\"\(x($0))\" cy=\"\(SVG.number(y + 11))\" r=\"2.6\"/>" }
    if let interval = row.interval {
      let (low, high) = (x(interval.lowerBound), x(interval.upperBound))
      lines.append(
        "<path class=\"i s\(index)\" d=\"M\(low) \(middle)H\(high)M\(low) \(SVG.number(y - 5))v10M\(high) \(SVG.number(y - 5))v10\"/>"
      )
    }
    lines.append("<circle class=\"o s\(index)\" cx=\"\(x(row.mean))\" cy=\"\(middle)\" r=\"4.5\"/>")
    let mean = "<tspan class=\"v\">\(FigureNumber.text(row.mean))</tspan>"
    lines.append(
      "<text class=\"f\(index)\" x=\"\(SVG.number(values.right + 14))\" y=\"\(baseline)\">\(mean) n=\(row.values.count)</text>")
    return lines
  }

  // MARK: Curves

  private var bands: [String] {
    guard let plot = curves else { return [] }
    let counter = SVG.escaped(SVG.shortened(figure.counter, to: 40) + " · mean, between the lowest and the highest run")
    var lines = PlotAxes(plot: plot, counter: counter).svg
    for band in figure.bands {
      lines.append("<path class=\"n f\(band.row)\" d=\"\(BandPath(plot: plot).data(band))\"/>")
    }
    for band in figure.bands {
      let mean = MetricCurve(
        metric: figure.rows[band.row].label, split: "", source: "", counter: figure.counter, steps: band.steps, values: band.mean)
      lines.append("<path class=\"p s\(band.row)\" d=\"\(CurvePath(plot: plot).data(mean))\"/>")
    }
    return lines + labels.map(\.svg)
  }
}

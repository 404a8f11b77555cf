import Checklist
import Provenance

/// A curve's name and last value at the end of the curve: what a legend would say, where it is looked for.
struct EndLabel {
  struct Text {
    let whole: String
    let name: String
    let value: String

    init(_ curve: MetricCurve) {
      whole = Figure.name(curve)
      name = SVG.shortened(whole, to: 22)
      value = FigureNumber.text(curve.values.last ?? .nan)
    }

    var width: Double { SVG.width(name + " " + value) }
  }

  private let text: Text
  private let index: Int
  /// Where the curve ends.
  private let end: (x: Double, y: Double)
  private let x: Double
  private var y: Double

  private static let height = 16.0

  /// Places labels beside the ends, none upon another.
  static func placed(_ texts: [Text], _ curves: [MetricCurve], _ plot: PlotArea, colours: [Int]? = nil) -> [EndLabel] {
    var labels = curves.indices.map { index in
      let curve = curves[index]
      let last = curve.values.lastIndex(where: \.isFinite)
      let end = last.map { (x: plot.x(curve.steps[$0]), y: plot.y(curve.values[$0])) } ?? (x: plot.right, y: plot.bottom)
      return EndLabel(text: texts[index], index: colours?[index] ?? index, end: end, x: plot.right + 14, y: end.y)
    }
    labels.sort { ($0.y, $0.index) < ($1.y, $1.index) }
    for place in labels.indices.dropFirst() { labels[place].y = max(labels[place].y, labels[place - 1].y + height) }
    var limit = plot.bottom
    for place in labels.indices.reversed() {
      labels[place].y = min(labels[place].y, limit)
      limit = labels[place].y - height
    }
    return labels
  }

  var svg: String {
    let (start, middle) = ("\(SVG.number(end.x)) \(SVG.number(end.y))", SVG.number(y))
    return "<path class=\"w s\(index)\" d=\"M\(start)L\(SVG.number(x - 4)) \(middle)\"/>"
      + "<circle class=\"f\(index)\" cx=\"\(SVG.number(end.x))\" cy=\"\(SVG.number(end.y))\" r=\"2.6\"/>"
      + "<text class=\"f\(index)\" x=\"\(SVG.number(x))\" y=\"\(SVG.number(y + 4))\"><title>\(SVG.escaped(text.whole))</title>"
      + "\(SVG.escaped(text.name)) <tspan class=\"v\">\(text.value)</tspan></text>"
  }
}

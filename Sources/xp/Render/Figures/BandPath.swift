import Checklist

/// The path data of a band between two curves: short for any number of steps, open where a value is missing.
struct BandPath {
  let plot: PlotArea

  func data(_ band: GroupFigure.Band) -> String {
    var (text, points) = ("", [Column]())
    func flush() {
      guard !points.isEmpty else { return }
      let upper = points.map { "\(SVG.number($0.x)) \(SVG.number($0.top))" }
      let lower = points.reversed().map { "\(SVG.number($0.x)) \(SVG.number($0.bottom))" }
      text += "M" + (upper + lower).joined(separator: "L") + "Z"
      points.removeAll(keepingCapacity: true)
    }
    let reduces = band.steps.count > 2 * Int(plot.width)
    for index in band.steps.indices {
      guard band.low[index].isFinite else {
        flush()
        continue
      }
      let next = Column(x: plot.x(band.steps[index]), top: plot.y(band.high[index]), bottom: plot.y(band.low[index]))
      if reduces, let last = points.last, last.x.rounded(.down) == next.x.rounded(.down) {
        // All that can be seen of one column of pixels is how far it reaches.
        points[points.count - 1] = Column(x: last.x, top: min(last.top, next.top), bottom: max(last.bottom, next.bottom))
      } else {
        points.append(next)
      }
    }
    flush()
    return text
  }

  private struct Column {
    let x, top, bottom: Double
  }
}

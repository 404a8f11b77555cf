import Provenance

/// A curve as the path that draws it: no longer than the picture is wide, with every spike and every gap that can be seen.
struct CurvePath {
  let plot: PlotArea

  /// Returns the path's data: `M` begins behind a gap.
  func data(_ curve: MetricCurve) -> String {
    var writer = Writer(reduces: curve.values.count > 2 * Int(plot.width))
    for (step, value) in zip(curve.steps, curve.values) {
      if value.isFinite { writer.add(plot.x(step), plot.y(value)) } else { writer.hasGap = true }
    }
    writer.flush()
    return writer.text
  }

  /// Gathers the points of one column of pixels: its first, lowest, highest and last one are all that can be seen of it.
  private struct Writer {
    let reduces: Bool
    var hasGap = true
    private(set) var text = ""
    private var column = Int.min
    private var points: [(x: Double, y: Double)] = []
    private var isAfterGap = false

    init(reduces: Bool) { self.reduces = reduces }

    mutating func add(_ x: Double, _ y: Double) {
      let next = Int(x.rounded(.down))
      if !reduces || next != column {
        flush()
        (column, isAfterGap) = (next, hasGap)
      }
      // A gap within one column is too narrow to be seen.
      hasGap = false
      if points.count < 4 {
        points.append((x, y))
      } else {
        insert(x, y)
      }
    }

    /// Keeps the extremes among five points, in their order.
    private mutating func insert(_ x: Double, _ y: Double) {
      points.append((x, y))
      let inner = 1..<4
      let low = inner.min { points[$0].y < points[$1].y }!
      let high = inner.max { points[$0].y < points[$1].y }!
      let spare = inner.first { $0 != low && $0 != high }!
      points.remove(at: spare)
    }

    mutating func flush() {
      for (index, point) in points.enumerated() {
        let isStart = index == 0 && isAfterGap
        text += (isStart ? "M" : "L") + SVG.number(point.x) + " " + SVG.number(point.y)
        // A point alone is a dot: a line of no length with round ends.
        if isStart { text += "h0" }
      }
      points.removeAll(keepingCapacity: true)
    }
  }
}

/// The rectangle that curves are drawn in.
struct PlotArea {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let steps: AxisScale
  let values: AxisScale

  var right: Double { left + width }
  var bottom: Double { top + height }

  func x(_ step: Double) -> Double { left + steps.fraction(step) * width }
  func y(_ value: Double) -> Double { bottom - values.fraction(value) * height }
}

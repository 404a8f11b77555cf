/// How a metric moved: its points with the counter of its file.
public struct MetricCurve: Sendable, Equatable {
  /// The column's or key's name.
  public let metric: String
  /// What the split column says; empty: there is none.
  public let split: String
  /// The file, as it is shown.
  public let source: String
  /// The column that counts; nil: rows are counted, from 1.
  public let counter: String?
  /// Finite and ascending.
  public let steps: [Double]
  /// One a step, NaN and infinities included.
  public let values: [Double]

  public init(metric: String, split: String, source: String, counter: String?, steps: [Double], values: [Double]) {
    (self.metric, self.split, self.source, self.counter) = (metric, split, source, counter)
    (self.steps, self.values) = (steps, values)
  }
}

extension MetricTable {
  /// Returns every metric's curve, one a split. A table of one row has none: its values are results.
  public func curves() -> [MetricCurve] {
    guard rowCount > 1 else { return [] }
    return batches.map { batch in
      var points: [(step: Double, value: Double)] = []
      var (row, isAscending) = (0.0, true)
      points.reserveCapacity(batch.count)
      batch.forEach { step, value, _ in
        row += 1
        guard let step = epochColumn == nil ? row : step, step.isFinite else { return }
        if let last = points.last, last.step > step { isAscending = false }
        points.append((step, value))
      }
      if !isAscending {
        // Points of one step stay in the file's order.
        points = points.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
      }
      return MetricCurve(
        metric: batch.key.metric.string, split: batch.key.split.string, source: source, counter: epochColumn,
        steps: points.map(\.step), values: points.map(\.value))
    }
  }
}

/// What is kept of a metric's points when they are gone: made one point after the other.
struct MetricTally: Sendable {
  private typealias Found = (step: Double?, value: Double)
  private var minimum: Found?
  private var maximum: Found?
  private var last: Found?
  private var nonFinite = 0
  private(set) var count = 0

  @inline(__always)
  mutating func add(step: Double?, value: Double) {
    last = (step, value)
    count += 1
    guard value.isFinite else {
      nonFinite += 1
      return
    }
    if minimum.map({ value < $0.value }) ?? true { minimum = (step, value) }
    if maximum.map({ value > $0.value }) ?? true { maximum = (step, value) }
  }

  func summary(name: String, source: String) -> MetricSummary {
    func point(_ found: Found?) -> MetricSummary.Point? { found.map { MetricSummary.Point(step: $0.step, value: $0.value) } }
    return MetricSummary(
      name: name, source: source, count: count, nonFinite: nonFinite, minimum: point(minimum), maximum: point(maximum),
      last: point(last))
  }
}

extension MetricTable {
  /// One summary per metric: what is sealed when an attempt ends.
  public func summaries() -> [MetricSummary] {
    let epochs = epochColumn.flatMap(column)
    return metrics.map { column in
      var tally = MetricTally()
      column.forEachNumber { row, value in tally.add(step: epochs?.number(at: row), value: value) }
      return tally.summary(name: column.name, source: source)
    }
  }

  /// A value of a metric and where it stands.
  public struct Best: Sendable, Equatable {
    /// The epoch or step; nil where the file has none.
    public let step: Double?
    /// From 0, in the order of ``MetricTable/lines``.
    public let row: Int
    /// Finite, infinite or, for a last value, NaN.
    public let value: Double
  }

  /// The best value of a metric: the first of equal ones, never NaN; nil if the metric is not here or has no value (F10).
  public func best(_ metric: String, _ direction: Policy.Direction) -> Best? {
    guard let column = column(metric) else { return nil }
    var best: (row: Int, value: Double)?
    column.forEachNumber { row, value in
      guard !value.isNaN else { return }
      if let known = best, direction == .max ? value <= known.value : value >= known.value { return }
      best = (row, value)
    }
    return best.map { Best(step: step(ofRow: $0.row), row: $0.row, value: $0.value) }
  }

  /// The last value of a metric, NaN included.
  public func last(_ metric: String) -> Best? {
    guard let column = column(metric), column.kind == .number else { return nil }
    return (0..<rowCount).last { column.isPresent(at: $0) }.map {
      Best(step: step(ofRow: $0), row: $0, value: column.number(at: $0)!)
    }
  }
}

/// The points of one metric and split that one file of a run holds, in the order of their steps.
public struct ResultSeries: Sendable, Equatable {
  /// The column's or key's name, byte for byte.
  public var metric: String
  /// What the split column says; empty: there is none.
  public var split: String
  /// The file, relative to the attempt's folder, or to the project if it lies elsewhere.
  public var source: String
  /// The column that counts; empty: nobody kept its name; nil: rows are counted, from 1.
  public var counter: String?
  /// Ascending. A step may come several times: its values keep the file's order. NaN, at the end: the row tells none.
  public var steps: [Double]
  /// One a step; NaN and infinities are values.
  public var values: [Double]

  public init(metric: String, split: String = "", source: String, counter: String?, steps: [Double], values: [Double]) {
    (self.metric, self.split, self.source, self.counter) = (metric, split, source, counter)
    (self.steps, self.values) = (steps, values)
    sortByStep()
  }

  private mutating func sortByStep() {
    guard !isAscending else { return }
    // NaN counts as the largest step, so that the order is total.
    func before(_ left: Int, _ right: Int) -> Bool {
      let (first, second) = (steps[left], steps[right])
      if first.isNaN || second.isNaN { return first.isNaN == second.isNaN ? left < right : second.isNaN }
      return first == second ? left < right : first < second
    }
    let order = steps.indices.sorted(by: before)
    (steps, values) = (order.map { steps[$0] }, order.map { values[$0] })
  }

  private var isAscending: Bool {
    steps.withUnsafeBufferPointer { steps in
      var previous = -Double.infinity
      for step in steps {
        guard previous.isNaN ? step.isNaN : step.isNaN || step >= previous else { return false }
        previous = step
      }
      return true
    }
  }
}

extension MetricTable {
  /// Returns every point that the table holds, one series a metric and split. What stands alone, as in a result file, is a series
  /// of one point.
  ///
  /// - Parameter source: how the file is called in the series.
  func resultSeries(source: String) -> [ResultSeries] {
    batches.map { batch in
      var (steps, values) = ([Double](), [Double]())
      steps.reserveCapacity(batch.count)
      values.reserveCapacity(batch.count)
      batch.forEach { step, value, _ in
        steps.append(epochColumn == nil ? Double(steps.count + 1) : step ?? .nan)
        values.append(value)
      }
      return ResultSeries(
        metric: batch.key.metric.string, split: batch.key.split.string, source: source, counter: epochColumn, steps: steps,
        values: values)
    }
  }
}

extension Ledger {
  /// Returns the points that the ledger read out of a file when its content was the one of a digest; nil if it never read all of
  /// that content. The ledger keeps steps, but not the name of their column.
  func resultSeries(of origin: MetricOrigin, content: Digest, source: String) throws(Failure) -> [ResultSeries]? {
    guard let place = try metricPlaces(origin).last(where: { $0.reach.head == content }) else { return nil }
    var (order, steps, values) = ([MetricSeriesKey](), [MetricSeriesKey: [Double]](), [MetricSeriesKey: [Double]]())
    try forEachPoint(ofFile: place.id) { key, step, value, _ in
      if steps[key] == nil { order.append(key) }
      steps[key, default: []].append(step ?? .nan)
      values[key, default: []].append(value)
    }
    return order.map { key in
      let known = steps[key]!.contains { !$0.isNaN }
      return ResultSeries(
        metric: key.metric.string, split: key.split.string, source: source, counter: known ? "" : nil,
        steps: known ? steps[key]! : (1...steps[key]!.count).map(Double.init), values: values[key]!)
    }
  }
}

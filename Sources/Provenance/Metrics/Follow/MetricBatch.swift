/// What points of one file have in common: their metric and their split.
struct MetricSeriesKey: Hashable, Sendable {
  let metric: ExactString
  /// Empty: there is none.
  let split: ExactString

  init(metric: String, split: String) { (self.metric, self.split) = (ExactString(metric), ExactString(split)) }
}

/// Points of one series that follow each other in a file.
struct MetricBatch: Sendable {
  let key: MetricSeriesKey
  /// How many of its series come before it.
  var first = 0
  fileprivate let column: MetricColumn
  /// Nil: all rows in which the column has a number.
  fileprivate let rows: [Int]?
  fileprivate let epochs: MetricColumn?
  fileprivate let lines: [Int32]

  var count: Int { rows?.count ?? column.count }

  /// Calls with the points in the file's order.
  @inline(__always)
  func forEach(_ take: (_ step: Double?, _ value: Double, _ line: Int32) -> Void) {
    func point(_ row: Int, _ value: Double) {
      take(epochs?.number(at: row), value, column.line.map { Int32(clamping: $0) } ?? lines[row])
    }
    guard let rows else { return column.forEachNumber(point) }
    for row in rows { point(row, column.number(at: row) ?? .nan) }
  }
}

extension MetricTable {
  /// All points, in batches by metric and split.
  var batches: [MetricBatch] {
    let epochs = epochColumn.flatMap(column)
    let splits = splitColumn.flatMap(column)
    return metrics.filter { $0.count > 0 }.flatMap { metric -> [MetricBatch] in
      func batch(_ split: String, _ rows: [Int]?) -> MetricBatch {
        MetricBatch(
          key: MetricSeriesKey(metric: metric.name, split: split), column: metric, rows: rows, epochs: epochs, lines: lines)
      }
      guard let splits else { return [batch("", nil)] }
      var (order, rows) = ([ExactString](), [ExactString: [Int]]())
      metric.forEachNumber { row, _ in
        let split = ExactString(splits.text(at: row) ?? "")
        if rows[split] == nil { order.append(split) }
        rows[split, default: []].append(row)
      }
      return order.map { batch($0.string, rows[$0]) }
    }
  }
}

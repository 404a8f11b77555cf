/// Whether a metric file has every epoch once.
///
/// Epochs may count from 0 or from 1: the first that is there decides, and what begins later is counted from 1.
public struct EpochCoverage: Sendable, Equatable {
  /// The smallest and the largest epoch; nil if there is none.
  public let first: Int?
  /// The largest epoch; nil if there is none.
  public let last: Int?
  /// Different epochs that are there.
  public let count: Int
  /// Between where counting begins and the declared end (or the last epoch).
  public let missing: [ClosedRange<Int>]
  /// Epochs for which some metric has two values at the same step and split; ascending.
  public let duplicates: [Int]
  /// Epochs beyond the declared number; ascending.
  public let beyond: [Int]
  /// Rows whose epoch is no integer: NaN, an infinity or a fraction.
  public let nonIntegerRows: [Int]
  /// Rows that tell no epoch.
  public let rowsWithoutEpoch: Int

  /// Every epoch from first to last, once, and nothing else.
  public var isComplete: Bool {
    first != nil && missing.isEmpty && duplicates.isEmpty && beyond.isEmpty && nonIntegerRows.isEmpty
      && rowsWithoutEpoch == 0
  }

  /// `3`, `5–7`: the gaps in words, at most that many.
  public func missingText(limit: Int = 10) -> String {
    let words = missing.prefix(limit).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
    return words.joined(separator: ", ") + (missing.count > limit ? " …" : "")
  }
}

extension MetricTable {
  /// - Parameter declared: how many epochs there should be; nil if nobody says.
  /// - Returns: nil if the table has no epochs.
  public func epochCoverage(declared: Int? = nil) -> EpochCoverage? {
    guard let epochs = epochColumn.flatMap(column) else { return nil }
    var (seen, odd, without) = (Set<Int>(), [Int](), 0)
    for row in 0..<rowCount {
      guard let value = epochs.number(at: row) else {
        without += 1
        continue
      }
      if let epoch = Int(exactly: value) { seen.insert(epoch) } else { odd.append(row) }
    }
    let ordered = seen.sorted()
    let start = min(ordered.first ?? 1, 1)
    let (total, overflow) = start.addingReportingOverflow((declared ?? 0) - 1)
    let end = declared == nil || overflow ? ordered.last ?? start - 1 : total
    let repeated = Set(repeatedRows().compactMap { rows in epochs.number(at: rows[0]).flatMap { Int(exactly: $0) } })
    return EpochCoverage(
      first: ordered.first, last: ordered.last, count: ordered.count,
      missing: Self.gaps(in: ordered, from: start, to: end), duplicates: repeated.sorted(),
      beyond: ordered.filter { $0 > end }, nonIntegerRows: odd, rowsWithoutEpoch: without)
  }

  private static func gaps(in ordered: [Int], from start: Int, to end: Int) -> [ClosedRange<Int>] {
    var (gaps, next) = ([ClosedRange<Int>](), start)
    for epoch in ordered where epoch >= next && epoch <= end {
      if epoch > next { gaps.append(next...(epoch - 1)) }
      next = epoch + 1
    }
    if next <= end { gaps.append(next...end) }
    return gaps
  }

  /// What tells rows apart: counters and split. Two NaN are one.
  struct RowKey: Hashable {
    var counters: [UInt64]
    var split: ExactString?
  }

  func key(ofRow row: Int, _ counters: [MetricColumn], _ split: MetricColumn?) -> RowKey {
    RowKey(
      // Adding zero makes −0 and 0 one.
      counters: counters.map { ($0.number(at: row) ?? .nan) + 0 }.map { $0.isNaN ? .max : $0.bitPattern },
      split: split?.text(at: row).map(ExactString.init))
  }

  /// Rows that say something about the same step, split and metric: groups of two or more.
  ///
  /// Loggers that write training and validation apart make several rows of one step: these are no repetition.
  func repeatedRows() -> [[Int]] {
    let counters = indexColumns.compactMap(column)
    let split = splitColumn.flatMap(column)
    guard !counters.isEmpty, !isAscending(counters[0]) else { return [] }
    var groups: [RowKey: [Int]] = [:]
    for row in 0..<rowCount { groups[key(ofRow: row, counters, split), default: []].append(row) }
    let metrics = self.metrics
    return groups.values.filter { rows in
      rows.count > 1
        && (metrics.isEmpty || metrics.contains { metric in rows.lazy.filter { metric.isPresent(at: $0) }.count > 1 })
    }.sorted { $0[0] < $1[0] }
  }

  /// The usual file, in which nothing can repeat.
  private func isAscending(_ epochs: MetricColumn) -> Bool {
    var previous = -Double.infinity
    for row in 0..<rowCount {
      guard let epoch = epochs.number(at: row), epoch > previous else { return false }
      previous = epoch
    }
    return true
  }
}

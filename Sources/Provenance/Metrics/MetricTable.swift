/// What a metric file holds: one row a line, record or step.
public struct MetricTable: Sendable {
  /// The file, as it is shown and recorded.
  public let source: String
  /// In the file's order; names differ in their bytes.
  public internal(set) var columns: [MetricColumn]
  /// The column that says where in the training a row stands; nil if there is none or the file is one result.
  public let epochColumn: String?
  /// The epoch and finer counters (`step`, `iteration`): together they tell rows apart.
  public let indexColumns: [String]
  /// A text column that says which data a row is about (`split`, `phase`, `subset`), if there is one.
  public let splitColumn: String?
  /// The line in the file where each row begins, from 1.
  public let lines: [Int32]
  /// What is odd, but no error: a missing newline at the end, a word in a column of numbers.
  public internal(set) var findings: [Finding]

  /// More stored cells are refused: such a file is not a table.
  static let maximumCells = 1 << 27
  /// More columns are refused.
  static let maximumColumns = 16_384

  init(
    source: String, columns: [MetricColumn], lines: [Int32], epochColumns: [String], findings: [Finding] = []
  ) {
    self.source = source
    self.columns = columns
    self.lines = lines
    self.findings = findings
    indexColumns = epochColumns.compactMap { wanted in
      let numeric = columns.filter { $0.kind == .number }
      return
        (numeric.first { $0.name.isExactly(wanted) }
        ?? numeric.first { $0.name.utf8.elementsEqual(wanted.utf8) { $0 | 0x20 == $1 | 0x20 } })?.name
    }
    epochColumn = indexColumns.first
    splitColumn =
      ["split", "phase", "subset"].lazy.compactMap { wanted in
        columns.first { $0.kind == .text && $0.name.isExactly(wanted) }?.name
      }.first
  }

  /// Rows that hold values; a header is none.
  public var rowCount: Int { lines.count }
  /// In the file's order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The column of exactly that name, byte for byte.
  public func column(_ name: String) -> MetricColumn? { columns.first { $0.name.isExactly(name) } }

  /// The columns of numbers that are not counters.
  public var metrics: [MetricColumn] {
    columns.filter { column in
      column.kind == .number && !indexColumns.contains { $0.isExactly(column.name) }
    }
  }

  /// The epoch of a row; nil where the file has none.
  public func step(ofRow row: Int) -> Double? { epochColumn.flatMap { column($0)?.number(at: row) } }

  /// The first row of an epoch.
  public func row(atEpoch epoch: Double) -> Int? {
    guard let epochs = epochColumn.flatMap(column) else { return nil }
    return (0..<rowCount).first { epochs.number(at: $0) == epoch }
  }

  /// Evidence: `metrics.csv:17`.
  public func place(ofRow row: Int, column name: String? = nil) -> String {
    let line = name.flatMap { column($0)?.line } ?? (row < lines.count ? Int(lines[row]) : nil)
    return line.map { "\(source):\($0)" } ?? source
  }
}

extension [MetricTable] {
  /// The first table that has a metric of exactly that name.
  public func table(having metric: String) -> MetricTable? { first { $0.column(metric)?.kind == .number } }

  /// The names of all metrics, each once, in order: where near names are looked for (F11).
  public var metricNames: [String] {
    var seen = Set<ExactString>()
    return flatMap { $0.metrics.map(\.name) }.filter { seen.insert(ExactString($0)).inserted }
  }
}

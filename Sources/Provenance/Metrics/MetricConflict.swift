/// One metric with two values: the same name, split and step, told differently by different places (F12).
public struct MetricConflict: Sendable, Equatable {
  /// A value, and where it is told.
  public struct Reading: Sendable, Equatable {
    /// Finite or not; two NaN are the same.
    public let value: Double
    /// Such as `metrics.csv:17`.
    public let place: String

    /// Two NaN are the same value here.
    public static func == (left: Reading, right: Reading) -> Bool {
      left.place == right.place && sameValue(left.value, right.value)
    }
  }

  /// The column's name, byte for byte.
  public let metric: String
  /// The data that the value is about, as the split column says; nil where there is none.
  public let split: String?
  /// The epoch or step; nil for values that stand alone.
  public let step: Double?
  /// The first place of each different value, in the order of the tables.
  public let readings: [Reading]

  /// Returns the conflicts within and between tables, by metric and step in the tables' order.
  ///
  /// Names count byte for byte. Tables are held against each other only where they count by the same columns: an epoch is not
  /// a step.
  public static func find(in tables: [MetricTable]) -> [MetricConflict] {
    var found: [MetricConflict] = []
    var remaining = tables[...]
    while let first = remaining.first {
      let alike = remaining.filter { $0.indexColumns.elementsEqual(first.indexColumns) { $0.isExactly($1) } }
      remaining = remaining.filter { !$0.indexColumns.elementsEqual(first.indexColumns) { $0.isExactly($1) } }[...]
      found += conflicts(among: alike)
    }
    return found
  }

  private static func conflicts(among tables: [MetricTable]) -> [MetricConflict] {
    // Rows of a table that counts nothing are a list, not one step.
    let tables = tables.filter { !$0.indexColumns.isEmpty || $0.rowCount == 1 }
    var found: [MetricConflict] = []
    var names = Set<ExactString>()
    for metric in tables.flatMap(\.metrics) where names.insert(ExactString(metric.name)).inserted {
      let holders = tables.filter { $0.column(metric.name)?.kind == .number }
      if holders.count == 1, holders[0].rowCount == 1 || holders[0].repeatedRows().isEmpty { continue }
      found += conflicts(of: metric.name, in: holders)
    }
    return found
  }

  private static func conflicts(of metric: String, in tables: [MetricTable]) -> [MetricConflict] {
    var readings: [MetricTable.RowKey: [(table: Int, row: Int, value: Double)]] = [:]
    var order: [MetricTable.RowKey] = []
    for (number, table) in tables.enumerated() {
      let counters = table.indexColumns.compactMap(table.column)
      let split = table.splitColumn.flatMap(table.column)
      table.column(metric)!.forEachNumber { row, value in
        let key = table.key(ofRow: row, counters, split)
        let known = readings[key, default: []]
        if known.contains(where: { sameValue($0.value, value) }) { return }
        if known.count == 1 { order.append(key) }
        readings[key, default: []].append((number, row, value))
      }
    }
    return order.map { key in
      let (first, values) = (readings[key]![0], readings[key]!)
      return MetricConflict(
        metric: metric, split: key.split?.string, step: tables[first.table].step(ofRow: first.row),
        readings: values.map { Reading(value: $0.value, place: tables[$0.table].place(ofRow: $0.row, column: metric)) })
    }
  }
}

private func sameValue(_ left: Double, _ right: Double) -> Bool { left == right || left.isNaN && right.isNaN }

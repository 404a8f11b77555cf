/// Metrics in one JSON value: a list of records, a history, or one result.
enum JSONMetrics {
  /// Reads a list of records, a trainer state (`log_history`), lists of equal length, or one result with nested numbers.
  static func readDocument(
    _ bytes: [UInt8], _ source: String, _ epochColumns: [String]
  ) throws(Failure) -> MetricTable {
    let value = try JSONReader.read(bytes)
    if let records = value.array ?? value["log_history"]?.array {
      return try table(of: records, source, epochColumns)
    }
    guard let object = value.object else {
      throw Failure(.input, "an object or a list of objects was expected, not a \(value.typeName)")
    }
    if let histories = histories(in: object) { return try table(ofHistories: histories, source, epochColumns) }
    return try result(object, source)
  }

  private static func table(of records: [Value], _ source: String, _ epochColumns: [String]) throws(Failure) -> MetricTable {
    var builder = MetricTableBuilder(source)
    for (index, record) in records.enumerated() {
      guard let object = record.object else {
        throw Failure(.input, "element \(index + 1) of the list is no object but a \(record.typeName)")
      }
      builder.beginRow(line: object.members.first?.keyPosition?.line ?? 1)
      for member in object.members { try builder.set(member.key, member.value, at: member.keyPosition) }
    }
    return MetricTable(
      source: source, columns: builder.columns, lines: builder.lines, epochColumns: epochColumns,
      findings: builder.findings)
  }

  /// `{"loss": [0.5, 0.4], "val_loss": [0.6, 0.5]}`, as Keras' history has it.
  private static func histories(in object: Object) -> [(String, [Value], Position?)]? {
    let lists = object.members.compactMap { member in
      member.value.array.map { (member.key, $0, member.keyPosition) }
    }
    guard lists.count == object.count, let length = lists.first?.1.count, length > 0,
      lists.allSatisfy({ $0.1.count == length && $0.1.allSatisfy { $0.number != nil } })
    else { return nil }
    return lists
  }

  private static func table(
    ofHistories histories: [(name: String, values: [Value], position: Position?)], _ source: String,
    _ epochColumns: [String]
  ) throws(Failure) -> MetricTable {
    var builder = MetricTableBuilder(source)
    for row in histories[0].values.indices {
      builder.beginRow(line: histories[0].position?.line ?? 1)
      for history in histories { try builder.set(history.name, history.values[row], at: history.position) }
    }
    return MetricTable(
      source: source, columns: builder.columns, lines: builder.lines, epochColumns: epochColumns,
      findings: builder.findings)
  }

  /// A result tells no epoch, even if it has a key of that name: that one is a number like the others.
  private static func result(_ object: Object, _ source: String) throws(Failure) -> MetricTable {
    var builder = MetricTableBuilder(source)
    builder.beginRow(line: 1)
    func add(_ object: Object, _ prefix: String) throws(Failure) {
      for member in object.members {
        let name = prefix + member.key
        if let inner = member.value.object, inner["$float"] == nil {
          try add(inner, name + ".")
        } else if !builder.has(name) {
          try builder.set(name, member.value, at: member.keyPosition)
          builder.setLine(member.keyPosition?.line, of: name)
        }
      }
    }
    try add(object, "")
    return MetricTable(
      source: source, columns: builder.columns, lines: builder.lines, epochColumns: [], findings: builder.findings)
  }
}

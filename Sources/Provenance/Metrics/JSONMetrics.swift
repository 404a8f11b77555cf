/// Metrics in JSON: one record a line, a list of records, a history, or one result.
enum JSONMetrics {
  // MARK: Lines

  /// Reads `{"step": 3, "loss": 0.2}` a line, or `{"name": "loss", "value": 0.2, "step": 3}`, also mixed.
  static func readLines(_ bytes: [UInt8], _ source: String, _ epochColumns: [String]) throws(Failure) -> MetricTable {
    var builder = MetricTableBuilder(source)
    var step: Double?
    var (start, line) = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if bytes[start..<end].contains(where: { $0 > 0x20 }) {
        let record = try record(Array(bytes[start..<end]), line: line, offset: start, isLast: end == bytes.count)
        step = try add(record, to: &builder, line: line, after: step, epochColumns)
      }
      (start, line) = (end + 1, line + 1)
    }
    var findings = builder.findings
    if let last = bytes.last, last != UInt8(ascii: "\n") {
      let place = "\(source):\(line - 1)"
      findings.append(Finding(subject: source, message: "last row has no newline", place: place))
    }
    return MetricTable(
      source: source, columns: builder.columns, lines: builder.lines, epochColumns: epochColumns, findings: findings)
  }

  private static func record(
    _ bytes: [UInt8], line: Int, offset: Int, isLast: Bool
  ) throws(Failure) -> Object {
    do throws(Failure) {
      guard let object = try JSONReader.read(bytes).object else {
        throw Failure(.input, "an object was expected", at: Position(line: 1, column: 1))
      }
      return object
    } catch {
      let cut = error.position.map { $0.column > bytes.count } ?? false
      let message = cut ? "the JSON of line \(line) ends too early, after \(offset + bytes.count) bytes" : error.message
      throw Failure(
        error.kind, message, at: Position(line: line, column: error.position?.column ?? 1),
        hint: cut && isLast ? "remove line \(line), if the run was killed while writing it" : error.hint)
    }
  }

  /// - Returns: the step of the row that may still grow; nil after a record that is a row of its own.
  private static func add(
    _ record: Object, to builder: inout MetricTableBuilder, line: Int, after open: Double?, _ epochColumns: [String]
  ) throws(Failure) -> Double? {
    guard let name = record["name"]?.string, let value = record["value"] else {
      builder.beginRow(line: line)
      for member in record.members {
        try builder.set(member.key, member.value, at: Position(line: line, column: member.keyPosition?.column ?? 1))
      }
      return nil
    }
    let counter = record.members.first { member in epochColumns.contains { $0.isExactly(member.key) } }
    let step = counter?.value.double
    let others = record.members.filter { !["name", "value"].contains($0.key) }
    // Values of one step that follow each other are one row; anything that is told beside them makes its own.
    if step == nil || step != open || builder.has(name) || others.count > 1 {
      builder.beginRow(line: line)
      for member in others {
        try builder.set(member.key, member.value, at: Position(line: line, column: member.keyPosition?.column ?? 1))
      }
    }
    try builder.set(name, value, at: Position(line: line, column: 1))
    return others.count > 1 ? nil : step
  }

  // MARK: Documents

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

/// Collects rows whose columns become known one by one, as in JSON.
struct MetricTableBuilder {
  private(set) var columns: [MetricColumn] = []
  private(set) var lines: [Int32] = []
  private var places: [ExactString: Int] = [:]
  private var strays: StrayWords
  /// Of the row in the making, what was set before the rows were removed; nil if it began after that.
  private var earlier: (names: Set<ExactString>, line: Int32)?

  init(_ source: String) { strays = StrayWords(source) }

  var findings: [Finding] { strays.all }

  mutating func beginRow(line: Int) {
    earlier = nil
    lines.append(Int32(clamping: line))
  }

  /// Whether the row in the making has a value of that name.
  func has(_ name: String) -> Bool {
    if let earlier, earlier.names.contains(ExactString(name)) { return true }
    return !lines.isEmpty && places[ExactString(name)].map { columns[$0].stored == lines.count } ?? false
  }

  /// Begins the row in the making again if its first part was removed.
  ///
  /// - Returns: whether it was: what tells the row apart is to be set again.
  mutating func continueRow() -> Bool {
    guard lines.isEmpty, let earlier else { return false }
    lines.append(earlier.line)
    return true
  }

  /// Forgets all rows, but not the columns; the names in the last row stay known if it may still grow.
  mutating func removeRows(keepingNames: Bool) {
    if keepingNames, let line = lines.last {
      let names = columns.filter { $0.stored == lines.count }.map { ExactString($0.name) }
      earlier = (earlier?.names.union(names) ?? Set(names), line)
    } else if !keepingNames {
      earlier = nil
    }
    columns = columns.map { $0.emptied() }
    lines = []
  }

  /// Takes back the row in the making.
  mutating func removeRow() {
    for column in columns.indices { columns[column].removeRow(lines.count - 1) }
    lines.removeLast()
  }

  /// An empty table that has the columns of this one.
  func restarted(_ source: String) -> MetricTableBuilder {
    var builder = MetricTableBuilder(source)
    (builder.columns, builder.places) = (columns.map { $0.emptied() }, places)
    return builder
  }

  /// Sets a cell of the row in the making. Null is absent; lists are no metrics.
  mutating func set(_ name: String, _ value: Value, at position: Position?) throws(Failure) {
    switch value {
    case .null, .array: return
    case .number(let number): try set(name, number.double, at: position)
    case .object(let object):
      if object.count == 1, let float = object["$float"]?.string, case .number(let value) = MetricWord(float.utf8) {
        try set(name, value, at: position)
        return
      }
      for member in object.members { try set(name + "." + member.key, member.value, at: member.keyPosition) }
    case .bool(let bool): try set(name, bool ? "true" : "false", at: position)
    case .date(let text): try set(name, text, at: position)
    case .string(let text):
      // Some writers quote what JSON cannot spell: "NaN", "Infinity".
      guard case .number(let value) = MetricWord(text.utf8) else { return try set(name, text, at: position) }
      try set(name, value, at: position)
    }
  }

  private mutating func set(_ name: String, _ value: Double, at position: Position?) throws(Failure) {
    let index = try place(of: name, at: position)
    guard columns[index].kind == .number else {
      _ = columns[index].set("\(value)", at: lines.count - 1)
      return
    }
    columns[index].set(value, at: lines.count - 1)
  }

  private mutating func set(_ name: String, _ text: String, at position: Position?) throws(Failure) {
    let index = try place(of: name, at: position)
    if !text.isEmpty, !columns[index].set(text, at: lines.count - 1) {
      strays.add(text, column: name, at: position ?? Position(line: Int(lines.last ?? 1), column: 1))
    }
  }

  private mutating func place(of name: String, at position: Position?) throws(Failure) -> Int {
    let key = ExactString(name)
    if let index = places[key] {
      // A gap is filled when its column is written again: that is where a sparse file grows.
      guard columns.count * lines.count <= MetricTable.maximumCells else {
        throw Failure(.input, "has more than \(MetricTable.maximumCells) cells", at: position)
      }
      return index
    }
    guard columns.count < MetricTable.maximumColumns else {
      throw Failure(.input, "has more than \(MetricTable.maximumColumns) different names", at: position)
    }
    columns.append(MetricColumn(name))
    places[key] = columns.count - 1
    return columns.count - 1
  }

  /// Notes where each value stands, for a table of one row.
  mutating func setLine(_ line: Int?, of name: String) {
    if let index = places[ExactString(name)] { columns[index].line = line }
  }
}

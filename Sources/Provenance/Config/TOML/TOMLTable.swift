/// A table in the making: headers and dotted keys may add to it until the text ends.
final class TOMLTable {
  /// What made the table decides who may still add to it.
  enum Origin: Equatable {
    /// By the header of a table in it: a header of its own may follow once.
    case implied
    /// By its own header, or the text itself.
    case header
    /// By a dotted key: only keys under the same header may add to it.
    case dotted(section: Int)
  }

  enum Content {
    case value(Value)
    case table(TOMLTable)
    case tables(TOMLTableArray)
  }

  private struct Entry {
    let key: TOMLCursor.Key
    let content: Content
    let valuePosition: Position
  }

  var origin: Origin
  let depth: Int
  private var entries: [Entry] = []
  private var places: [ExactString: Int] = [:]

  init(_ origin: Origin, depth: Int) {
    self.origin = origin
    self.depth = depth
  }

  func content(_ key: String) -> Content? { places[ExactString(key)].map { entries[$0].content } }
  func position(of key: String) -> Position? { places[ExactString(key)].map { entries[$0].key.position } }

  /// Adds a key that is not there yet.
  func add(_ key: TOMLCursor.Key, _ content: Content, at valuePosition: Position) {
    places[ExactString(key.name)] = entries.count
    entries.append(Entry(key: key, content: content, valuePosition: valuePosition))
  }

  var object: Object {
    Object(
      members: entries.map { entry in
        let value: Value =
          switch entry.content {
          case .value(let value): value
          case .table(let table): .object(table.object)
          case .tables(let array): .array(array.tables.map { .object($0.object) })
          }
        return Object.Member(
          entry.key.name, value, keyPosition: entry.key.position, valuePosition: entry.valuePosition)
      })
  }
}

/// What `[[name]]` makes: each header adds a table.
final class TOMLTableArray {
  var tables: [TOMLTable] = []
}

/// Where keys may go: the rules of TOML 1.0 for tables and their redefinition.
extension TOMLTable {
  /// Follows the parts of a header but the last, from the root.
  func parent(of header: [TOMLCursor.Key]) throws(Failure) -> TOMLTable {
    var table = self
    for key in header.dropLast() {
      switch table.content(key.name) {
      case nil: table = try table.addTable(key, .implied, at: key.position)
      case .table(let next): table = next
      case .tables(let array): table = array.tables[array.tables.count - 1]
      case .value: throw table.taken(key, "is a value, not a table")
      }
    }
    return table
  }

  /// Opens `[name]` in this table.
  func open(_ key: TOMLCursor.Key, at place: Position) throws(Failure) -> TOMLTable {
    switch content(key.name) {
    case nil: return try addTable(key, .header, at: place)
    case .table(let table) where table.origin == .implied:
      table.origin = .header
      return table
    case .table: throw taken(key, "is defined twice")
    case .tables: throw taken(key, "is an array of tables", hint: "write [[\(key.name)]] to add to it")
    case .value: throw taken(key, "is a value, not a table")
    }
  }

  /// Adds a table by `[[name]]` to an array in this table.
  func append(_ key: TOMLCursor.Key, at place: Position) throws(Failure) -> TOMLTable {
    let array: TOMLTableArray
    switch content(key.name) {
    case nil:
      array = TOMLTableArray()
      add(key, .tables(array), at: place)
    case .tables(let known): array = known
    case .table: throw taken(key, "is a table, not an array of tables")
    case .value: throw taken(key, "is a value, not an array of tables")
    }
    let table = TOMLTable(.header, depth: try deeper(2, key))
    array.tables.append(table)
    return table
  }

  /// Follows the parts of a dotted key but the last, from the table of the section.
  func home(of keys: [TOMLCursor.Key], section: Int) throws(Failure) -> TOMLTable {
    var table = self
    for key in keys.dropLast() {
      switch table.content(key.name) {
      case nil: table = try table.addTable(key, .dotted(section: section), at: key.position)
      case .table(let next) where next.origin == .dotted(section: section): table = next
      case .table, .tables: throw table.taken(key, "is a table that a dotted key cannot add to")
      case .value: throw table.taken(key, "is a value, not a table")
      }
    }
    if let key = keys.last, table.content(key.name) != nil {
      throw Failure(
        .input, "duplicate key \"\(key.name)\"", at: key.position, hint: table.first(key) ?? "keep one of the two")
    }
    return table
  }

  private func addTable(_ key: TOMLCursor.Key, _ origin: Origin, at place: Position) throws(Failure) -> TOMLTable {
    let table = TOMLTable(origin, depth: try deeper(1, key))
    add(key, .table(table), at: place)
    return table
  }

  private func deeper(_ levels: Int, _ key: TOMLCursor.Key) throws(Failure) -> Int {
    guard depth + levels <= TOMLReader.maximumDepth else {
      throw Failure(.input, "nested deeper than \(TOMLReader.maximumDepth) levels", at: key.position)
    }
    return depth + levels
  }

  private func taken(_ key: TOMLCursor.Key, _ what: String, hint: String? = nil) -> Failure {
    Failure(.input, "\"\(key.name)\" \(what)", at: key.position, hint: hint ?? first(key))
  }

  private func first(_ key: TOMLCursor.Key) -> String? {
    position(of: key.name).map { "it is first at \($0.line):\($0.column)" }
  }
}

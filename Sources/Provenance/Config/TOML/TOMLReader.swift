/// Reads TOML 1.0 and keeps order, spelling and place.
///
/// Numbers keep their author's spelling, dates are ``Value/date(_:)`` in theirs. CRLF in a multi-line string becomes LF, so that a
/// checkout's line ends do not change a config. Refused, with line and column: whatever TOML 1.0 refuses, and nesting over
/// ``maximumDepth``.
public struct TOMLReader {
  /// Deeper nesting is refused, as in JSON.
  public static let maximumDepth = JSONReader.maximumDepth

  private var cursor: TOMLCursor
  private let root = TOMLTable(.header, depth: 1)
  /// Counts headers and inline tables: keys under one of them are one section.
  private var sections = 0

  private init(_ bytes: [UInt8]) { cursor = TOMLCursor(bytes) }

  /// Returns the root table as an object.
  ///
  /// - Throws: ``Failure`` of kind `input` with the place.
  public static func read(_ bytes: [UInt8]) throws(Failure) -> Value {
    let valid = firstInvalidUTF8Offset(in: bytes)
    guard valid == bytes.count else {
      throw Failure(.input, "invalid UTF-8", at: Position(of: valid, in: bytes), hint: "save the file as UTF-8")
    }
    var reader = TOMLReader(bytes)
    try reader.document()
    return .object(reader.root.object)
  }

  /// Reads a text's UTF-8 bytes.
  ///
  /// - Throws: ``Failure`` of kind `input` with the place.
  public static func read(_ text: String) throws(Failure) -> Value { try read(Array(text.utf8)) }

  private mutating func document() throws(Failure) {
    var table = root
    while true {
      try cursor.skipSpace()
      switch cursor.peek {
      case nil: return
      case UInt8(ascii: "["): table = try header()
      default:
        try keyValue(into: table, section: sections)
        try cursor.endLine(after: "a value")
      }
    }
  }

  private mutating func header() throws(Failure) -> TOMLTable {
    let place = cursor.position
    let isArray = cursor.looking(at: "[[")
    cursor.index += isArray ? 2 : 1
    let keys = try cursor.dottedKey()
    try cursor.expect(UInt8(ascii: "]"), isArray ? "']]' after the table's name" : "']' after the table's name")
    if isArray { try cursor.expect(UInt8(ascii: "]"), "']]' after the table's name") }
    try cursor.endLine(after: "a table's header")
    sections += 1
    let parent = try root.parent(of: keys)
    let last = keys[keys.count - 1]
    return isArray ? try parent.append(last, at: place) : try parent.open(last, at: place)
  }

  private mutating func keyValue(into table: TOMLTable, section: Int) throws(Failure) {
    let keys = try cursor.dottedKey()
    guard cursor.peek == UInt8(ascii: "=") else {
      let hint = cursor.peek == UInt8(ascii: ":") ? "TOML writes `key = value`" : nil
      throw cursor.failure("'=' after a key was expected, not \(cursor.seen)", hint: hint)
    }
    cursor.index += 1
    cursor.skipBlanks()
    let place = cursor.position
    let home = try table.home(of: keys, section: section)
    let value = try self.value(depth: home.depth)
    home.add(keys[keys.count - 1], .value(value), at: place)
  }

  private mutating func value(depth: Int) throws(Failure) -> Value {
    switch cursor.peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try cursor.string())
    case UInt8(ascii: "["): return .array(try array(depth: try deeper(depth)))
    case UInt8(ascii: "{"): return .object(try inlineTable(depth: try deeper(depth)))
    default: return try cursor.scalar()
    }
  }

  private mutating func array(depth: Int) throws(Failure) -> [Value] {
    cursor.index += 1
    var elements: [Value] = []
    while true {
      try cursor.skipSpace()
      if cursor.peek == UInt8(ascii: "]") { break }
      elements.append(try value(depth: depth))
      try cursor.skipSpace()
      if cursor.peek == UInt8(ascii: "]") { break }
      try cursor.expect(UInt8(ascii: ","), "',' or ']' in an array")
    }
    cursor.index += 1
    return elements
  }

  private mutating func inlineTable(depth: Int) throws(Failure) -> Object {
    cursor.index += 1
    sections += 1
    let section = sections
    let table = TOMLTable(.header, depth: depth)
    cursor.skipBlanks()
    if cursor.peek == UInt8(ascii: "}") { cursor.index += 1; return Object() }
    while true {
      try keyValue(into: table, section: section)
      cursor.skipBlanks()
      if cursor.peek == UInt8(ascii: "}") { break }
      try cursor.expect(UInt8(ascii: ","), "',' or '}' in an inline table")
      cursor.skipBlanks()
      if cursor.peek == UInt8(ascii: "}") {
        throw cursor.failure("a comma cannot end an inline table", hint: "remove the comma before '}'")
      }
    }
    cursor.index += 1
    return table.object
  }

  private func deeper(_ depth: Int) throws(Failure) -> Int {
    guard depth < Self.maximumDepth else {
      throw cursor.failure("nested deeper than \(Self.maximumDepth) levels")
    }
    return depth + 1
  }
}

/// Reads JSON (RFC 8259) and keeps order, spelling and place.
///
/// Refused, with line and column: duplicate keys, invalid UTF-8, a lone surrogate, anything after the value, nesting over
/// ``maximumDepth``. Taken although RFC 8259 has no such thing, because Python writes them: `NaN`, `Infinity`, `-Infinity`.
public struct JSONReader {
  /// Deeper nesting is refused: no config needs it, and every reader of the stored file would have to survive it.
  public static let maximumDepth = 512

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Returns the one value that the bytes hold.
  ///
  /// - Throws: ``Failure`` of kind `input` with the place.
  public static func read(_ bytes: [UInt8]) throws(Failure) -> Value {
    var outcome: Result<Value, Failure> = .success(.null)
    bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      outcome = Result { () throws(Failure) in try reader.document() }
    }
    return try outcome.get()
  }

  public static func read(_ text: String) throws(Failure) -> Value { try read(Array(text.utf8)) }

  private mutating func document() throws(Failure) -> Value {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3; lineStart = 3 }
    skipSpace()
    guard index < bytes.count else { throw failure("empty JSON: a value was expected") }
    let value = try self.value()
    skipSpace()
    guard index == bytes.count else { throw failure("something follows the JSON value") }
    return value
  }

  private mutating func value() throws(Failure) -> Value {
    guard index < bytes.count else { throw truncated() }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): try word("true"); return .bool(true)
    case UInt8(ascii: "f"): try word("false"); return .bool(false)
    case UInt8(ascii: "n"): try word("null"); return .null
    case UInt8(ascii: "N"): try word("NaN"); return .number(Number(.nan))
    case UInt8(ascii: "I"): try word("Infinity"); return .number(Number(.infinity))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw failure("a JSON value was expected, not \(seen)")
    }
  }

  // MARK: Structures

  private mutating func object() throws(Failure) -> Value {
    try descend()
    var members: [Object.Member] = []
    var keys = SeenKeys()
    skipSpace()
    if peek == UInt8(ascii: "}") { index += 1; depth -= 1; return .object(Object()) }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else {
        throw index == bytes.count ? truncated() : failure("a key in double quotes was expected, not \(seen)")
      }
      let keyPosition = position
      let key = try string()
      guard keys.insert(key, among: members) else {
        throw Failure(.input, "duplicate key \"\(key)\"", at: keyPosition, hint: "keep one of the two")
      }
      skipSpace()
      try expect(UInt8(ascii: ":"), "':' after a key")
      skipSpace()
      let valuePosition = position
      let value = try self.value()
      members.append(Object.Member(key, value, keyPosition: keyPosition, valuePosition: valuePosition))
      skipSpace()
      if peek == UInt8(ascii: ",") { index += 1; continue }
      try expect(UInt8(ascii: "}"), "',' or '}' in an object")
      depth -= 1
      return .object(Object(members: members))
    }
  }

  private mutating func array() throws(Failure) -> Value {
    try descend()
    var elements: [Value] = []
    skipSpace()
    if peek == UInt8(ascii: "]") { index += 1; depth -= 1; return .array([]) }
    while true {
      skipSpace()
      elements.append(try value())
      skipSpace()
      if peek == UInt8(ascii: ",") { index += 1; continue }
      try expect(UInt8(ascii: "]"), "',' or ']' in an array")
      depth -= 1
      return .array(elements)
    }
  }

  private mutating func descend() throws(Failure) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth) levels") }
    index += 1
  }

  // MARK: Scalars

  private mutating func string() throws(Failure) -> String {
    index += 1
    let start = index
    var seen: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let text = try text(from: start, to: index, isASCII: seen < 0x80)
        index += 1
        return text
      }
      seen |= byte
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      guard byte >= 0x20 else { throw failure("a control character in a string must be escaped") }
      index += 1
    }
    throw truncated()
  }

  private mutating func escapedString(from start: Int) throws(Failure) -> String {
    var unescaped = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return try validated(unescaped, startingAt: start)
      case UInt8(ascii: "\\"):
        unescaped.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw failure("a control character in a string must be escaped")
      default:
        unescaped.append(byte)
        index += 1
      }
    }
    throw truncated()
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard index + 1 < bytes.count else { throw truncated() }
    let letter = bytes[index + 1]
    let simple: Unicode.Scalar? =
      switch letter {
      case UInt8(ascii: "\""): "\""
      case UInt8(ascii: "\\"): "\\"
      case UInt8(ascii: "/"): "/"
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    if let simple { index += 2; return simple }
    guard letter == UInt8(ascii: "u") else { throw failure("unknown escape in a string") }
    let first = try codeUnit()
    if !(0xD800...0xDFFF).contains(first), let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw failure("a lone surrogate is not a character") }
    let second = try codeUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("a lone surrogate is not a character") }
    return scalar
  }

  private mutating func codeUnit() throws(Failure) -> UInt32 {
    guard index + 6 <= bytes.count else { throw truncated() }
    var unit: UInt32 = 0
    for byte in bytes[(index + 2)..<(index + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits were expected after \\u")
      }
      unit = unit << 4 | UInt32(digit)
    }
    index += 6
    return unit
  }

  private mutating func number() throws(Failure) -> Number {
    let start = index
    let negative = peek == UInt8(ascii: "-")
    if negative { index += 1 }
    if negative, peek == UInt8(ascii: "I") { try word("Infinity"); return Number(-.infinity) }
    let integerStart = index
    guard skipDigits() > 0 else { throw failure("a digit was expected, not \(seen)") }
    guard bytes[integerStart] != UInt8(ascii: "0") || index == integerStart + 1 else {
      index = integerStart
      throw failure("a number may not begin with 0")
    }
    var isInteger = true
    if peek == UInt8(ascii: ".") {
      isInteger = false
      index += 1
      guard skipDigits() > 0 else { throw failure("a digit was expected after the point, not \(seen)") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      guard skipDigits() > 0 else { throw failure("a digit was expected in the exponent, not \(seen)") }
    }
    let spelling = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    if isInteger { return Number(spelling: spelling, meaning: .integer) }
    return Number(spelling: spelling, meaning: .float(Double(spelling) ?? .nan))
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
    return index - start
  }

  // MARK: Bytes

  private func text(from start: Int, to end: Int, isASCII: Bool) throws(Failure) -> String {
    let slice = UnsafeBufferPointer(rebasing: bytes[start..<end])
    if isASCII { return String(decoding: slice, as: UTF8.self) }
    if let text = String(validating: slice, as: UTF8.self) { return text }
    throw invalidUTF8(Array(slice), startingAt: start)
  }

  private func validated(_ unescaped: [UInt8], startingAt start: Int) throws(Failure) -> String {
    if let text = String(validating: unescaped, as: UTF8.self) { return text }
    throw invalidUTF8(Array(bytes[start..<index]), startingAt: start)
  }

  private func invalidUTF8(_ slice: [UInt8], startingAt start: Int) -> Failure {
    let offset = start + firstInvalidUTF8Offset(in: slice)
    return Failure(.input, "invalid UTF-8", at: Position(line: line, column: offset - lineStart + 1))
  }

  private mutating func word(_ word: StaticString) throws(Failure) {
    let matches = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
    guard matches else {
      throw failure(index + word.utf8CodeUnitCount > bytes.count ? "the JSON ends too early" : "\(word) was expected")
    }
    index += word.utf8CodeUnitCount
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
    guard index < bytes.count else { throw truncated() }
    guard bytes[index] == byte else { throw failure("\(what) was expected, not \(seen)") }
    index += 1
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "\n"):
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  private var position: Position { Position(line: line, column: index - lineStart + 1) }
  private var seen: String {
    guard index < bytes.count else { return "the end" }
    let byte = bytes[index]
    return (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  private func failure(_ message: String) -> Failure { Failure(.input, message, at: position) }
  private func truncated() -> Failure {
    let end = Position(line: line, column: bytes.count - lineStart + 1)
    return Failure(.input, "the JSON ends too early, after \(bytes.count) bytes", at: end)
  }
}

/// Finds duplicate keys: by comparison while there are few, by a set afterwards.
struct SeenKeys {
  private var set: Set<ExactString> = []

  /// Returns false if the key is already among the members, which must be all that were inserted before.
  mutating func insert(_ key: String, among members: [Object.Member]) -> Bool {
    if members.count < 12 { return !members.contains { $0.key.isExactly(key) } }
    if set.isEmpty { set = Set(members.map { ExactString($0.key) }) }
    return set.insert(ExactString(key)).inserted
  }
}

/// A word that cannot be a name without backticks.
enum Word: String, Sendable {
  case and, or, not
  case yes = "true"
  case no = "false"

  init?(_ text: String) { self.init(rawValue: text) }
}

enum Token: Equatable {
  case number(Double, Node.Unit)
  case text(String)
  case name(String)
  /// A name before an opening parenthesis.
  case function(String)
  case date(DateWord)
  case word(Word)
  case arithmetic(Node.Arithmetic)
  case relation(Node.Relation)
  /// A single `=`.
  case assignment
  case open, close, comma, end
}

func isNameStart(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...: true
  default: false
  }
}

func isNamePart(_ byte: UInt8) -> Bool {
  isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "@")
}

/// Cuts the text into tokens, one at a time, because what a word means can depend on what stands before it.
struct FormulaLexer {
  private let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The place of a byte in the text.
  func position(_ offset: Int) -> Position {
    let lines = bytes[..<offset].count { $0 == 0x0A }
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Position(line: lines + 1, column: offset - start + 1)
  }

  mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  /// Returns the token that begins at the index, which must not be a space.
  mutating func next() throws(Failure) -> Token {
    guard let byte = peek else { return .end }
    if isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(isDigit) == true) { return try number() }
    if byte == UInt8(ascii: "`") { return .name(try quotedName()) }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return .text(try text(closedBy: byte)) }
    if isNameStart(byte) { return try name() }
    return try sign(byte)
  }

  /// Returns a bare word, taken as it stands up to a space, comma or parenthesis; nil if something else begins here.
  ///
  /// What begins with a digit is a word only if it is neither number nor date as a whole: `5d4c1b`, `20261120_215603_gru`.
  mutating func bareWord() -> String? {
    guard let byte = peek, isNameStart(byte) || isDigit(byte) else { return nil }
    let start = index
    if isDigit(byte), isNumberOrDate() { return nil }
    var end = index
    while end < bytes.count, isNamePart(bytes[end]) || "-/:+".utf8.contains(bytes[end]) { end += 1 }
    var after = end
    while after < bytes.count, bytes[after] == 0x20 { after += 1 }
    if after < bytes.count, bytes[after] == UInt8(ascii: "(") { return nil }
    let word = String(decoding: bytes[start..<end], as: UTF8.self)
    guard Word(word) == nil, DateWord(word: word) == nil else { return nil }
    index = end
    return word
  }

  /// Whether the word at the index is wholly a number or has a date's shape, even that of an impossible one.
  private func isNumberOrDate() -> Bool {
    var end = index
    while end < bytes.count, isNamePart(bytes[end]) { end += 1 }
    var ahead = self
    if (try? ahead.next()) != nil { return ahead.index >= end }
    return hasDateShape && (index + 10 == bytes.count || !isNamePart(bytes[index + 10]))
  }

  /// Whether the name at the offset stands in backticks.
  func isBackticked(_ offset: Int) -> Bool { offset < bytes.count && bytes[offset] == UInt8(ascii: "`") }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  private func peek(_ ahead: Int) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

  private func failure(_ message: String, at offset: Int? = nil, hint: String? = nil) -> Failure {
    Failure(.input, message, at: position(offset ?? index), hint: hint)
  }

  private mutating func sign(_ byte: UInt8) throws(Failure) -> Token {
    let two = peek(1) == UInt8(ascii: "=")
    let start = index
    index += 1
    switch byte {
    case UInt8(ascii: "("): return .open
    case UInt8(ascii: ")"): return .close
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: "+"): return .arithmetic(.add)
    case UInt8(ascii: "-"): return .arithmetic(.subtract)
    case UInt8(ascii: "/"): return .arithmetic(.divide)
    case UInt8(ascii: "^"): return .arithmetic(.power)
    case UInt8(ascii: "*"):
      guard peek != UInt8(ascii: "*") else {
        throw failure("'**' is not an operator", at: start, hint: "write a power as x^2")
      }
      return .arithmetic(.multiply)
    case UInt8(ascii: "<"): return relation(two, .atMost, .less)
    case UInt8(ascii: ">"): return relation(two, .atLeast, .greater)
    case UInt8(ascii: "="):
      if two { index += 1 }
      return two ? .relation(.equal) : .assignment
    case UInt8(ascii: "!") where two: return relation(two, .unequal, .unequal)
    default: throw unknown(byte, at: start)
    }
  }

  private mutating func relation(_ two: Bool, _ long: Node.Relation, _ short: Node.Relation) -> Token {
    if two { index += 1 }
    return .relation(two ? long : short)
  }

  private func unknown(_ byte: UInt8, at offset: Int) -> Failure {
    let hint: String? =
      switch byte {
      case UInt8(ascii: "&"): "write and"
      case UInt8(ascii: "|"): "write or"
      case UInt8(ascii: "!"): "write not, or != for unequal"
      case UInt8(ascii: "%"): "% follows a number: 50 %"
      default: nil
      }
    let shown = (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    return failure("\(shown) has no meaning here", at: offset, hint: hint)
  }

  // MARK: Names and texts

  private mutating func name() throws(Failure) -> Token {
    let start = index
    while let byte = peek, isNamePart(byte) {
      if byte == UInt8(ascii: "."), peek(1).map({ isNamePart($0) && $0 != UInt8(ascii: ".") }) != true {
        throw failure("a name cannot end in a point", hint: "put a name that does in backticks")
      }
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if let word = Word(text) { return .word(word) }
    if let date = DateWord(word: text) { return .date(date) }
    var after = index
    while after < bytes.count, bytes[after] == 0x20 { after += 1 }
    return after < bytes.count && bytes[after] == UInt8(ascii: "(") ? .function(text) : .name(text)
  }

  /// In backticks; a backtick in it is doubled.
  private mutating func quotedName() throws(Failure) -> String {
    let start = index
    var name: [UInt8] = []
    index += 1
    while let byte = peek {
      index += 1
      if byte == UInt8(ascii: "`") {
        guard peek == byte else {
          guard !name.isEmpty else { throw failure("a name cannot be empty", at: start) }
          return String(decoding: name, as: UTF8.self)
        }
        index += 1
      }
      name.append(byte)
    }
    throw failure("the backtick is not closed", at: start, hint: "a name in backticks ends with a backtick")
  }

  private mutating func text(closedBy quote: UInt8) throws(Failure) -> String {
    let start = index
    var text: [UInt8] = []
    index += 1
    while let byte = peek {
      index += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      switch peek {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): text.append(bytes[index])
      default: throw failure("unknown escape in a text", at: index - 1, hint: "known are \\\\ \\\" \\' \\n \\t")
      }
      index += 1
    }
    throw failure("the quote is not closed", at: start)
  }

  // MARK: Numbers and dates

  private mutating func number() throws(Failure) -> Token {
    if let date = try date() { return .date(date) }
    let start = index
    skipDigits()
    if peek == UInt8(ascii: "."), peek(1).map(isDigit) == true {
      index += 1
      skipDigits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      let signed = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")
      if peek(signed ? 2 : 1).map(isDigit) == true {
        index += signed ? 2 : 1
        skipDigits()
      }
    }
    let spelling = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let magnitude = Double(spelling), magnitude.isFinite else {
      throw failure("\(spelling.prefix(40)) is too large a number", at: start)
    }
    return .number(magnitude, try unit())
  }

  private mutating func unit() throws(Failure) -> Node.Unit {
    let start = index
    while let byte = peek, isNamePart(byte) { index += 1 }
    if index > start {
      let text = String(decoding: bytes[start..<index], as: UTF8.self)
      if let unit = Node.Unit(rawValue: text) { return unit }
      throw failure("\"\(text)\" is not a unit", at: start, hint: "after a number may follow %, s, m, h, d or w")
    }
    var ahead = index
    while ahead < bytes.count, bytes[ahead] == 0x20 { ahead += 1 }
    guard ahead < bytes.count, bytes[ahead] == UInt8(ascii: "%") else { return .none }
    index = ahead + 1
    return .percent
  }

  /// Four digits, two and two with hyphens and no spaces are a date, never a subtraction.
  private mutating func date() throws(Failure) -> DateWord? {
    guard hasDateShape else { return nil }
    let start = index
    index += 10
    if peek == UInt8(ascii: "T") {
      while let byte = peek, isNamePart(byte) || byte == UInt8(ascii: ":") { index += 1 }
      if let byte = peek, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), peek(3) == UInt8(ascii: ":") { index += 6 }
    }
    let text = String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
    guard let date = DateWord(calendar: text), peek.map(isNamePart) != true else {
      throw failure("\(text) is not a date", at: start, hint: "write 2026-11-20 or 2026-11-20T14:30")
    }
    return date
  }

  private var hasDateShape: Bool {
    let shape = Array("dddd-dd-dd".utf8)
    guard index + shape.count <= bytes.count else { return false }
    return shape.indices.allSatisfy { offset in
      let byte = bytes[index + offset]
      return shape[offset] == UInt8(ascii: "d") ? isDigit(byte) : byte == shape[offset]
    }
  }

  private mutating func skipDigits() { while let byte = peek, isDigit(byte) { index += 1 } }
}

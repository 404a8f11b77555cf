/// A place in TOML text and the small steps over it. The bytes are known to be UTF-8.
struct TOMLCursor {
  let bytes: [UInt8]
  var index = 0
  private(set) var line = 1
  private(set) var lineStart = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (index, lineStart) = (3, 3) }
  }

  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  var position: Position { Position(line: line, column: index - lineStart + 1) }

  func peek(_ distance: Int) -> UInt8? { index + distance < bytes.count ? bytes[index + distance] : nil }

  func looking(at text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  /// Steps over a line's end, LF or CRLF, if one is here.
  mutating func skipLineEnd() -> Bool {
    guard peek == UInt8(ascii: "\n") || (peek == UInt8(ascii: "\r") && peek(1) == UInt8(ascii: "\n")) else { return false }
    index += peek == UInt8(ascii: "\n") ? 1 : 2
    line += 1
    lineStart = index
    return true
  }

  mutating func skipBlanks() {
    while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
  }

  /// Steps over blanks, comments and line ends.
  mutating func skipSpace() throws(Failure) {
    repeat {
      skipBlanks()
      try skipComment()
    } while skipLineEnd()
  }

  /// Steps over what may follow a statement: blanks, a comment, the line's end.
  mutating func endLine(after what: String) throws(Failure) {
    skipBlanks()
    try skipComment()
    guard skipLineEnd() || peek == nil else {
      throw failure("the end of the line was expected after \(what), not \(seen)")
    }
  }

  mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
    guard peek == byte else { throw failure("\(what) was expected, not \(seen)") }
    index += 1
  }

  private mutating func skipComment() throws(Failure) {
    guard peek == UInt8(ascii: "#") else { return }
    while let byte = peek, byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { return }
      guard !isControl(byte) else { throw controlCharacter(byte, in: "a comment") }
      index += 1
    }
  }

  // MARK: Failures

  /// What stands here, in the words of a message.
  var seen: String {
    guard let byte = peek else { return "the end" }
    if byte == UInt8(ascii: "\r"), peek(1) != UInt8(ascii: "\n") { return "a carriage return that no line feed follows" }
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return "the end of the line" }
    return (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  func failure(_ message: String, at place: Position? = nil, hint: String? = nil) -> Failure {
    Failure(.input, message, at: place ?? position, hint: hint)
  }

  func controlCharacter(_ byte: UInt8, in what: String) -> Failure {
    if byte == UInt8(ascii: "\r") {
      return failure("a carriage return that no line feed follows", hint: "end lines with LF or CRLF")
    }
    let code = String(byte, radix: 16, uppercase: true)
    return failure("the control character U+00\(code.utf8.count < 2 ? "0" : "")\(code) cannot stand in \(what)")
  }
}

/// Control characters that TOML refuses everywhere: all but the tab.
func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != 0x09) || byte == 0x7F }

/// The four kinds of string, and keys.
extension TOMLCursor {
  /// One part of a dotted key.
  struct Key {
    let name: String
    let position: Position
  }

  /// Reads `a."b c".d`; blanks may stand around the dots.
  mutating func dottedKey() throws(Failure) -> [Key] {
    var parts: [Key] = []
    while true {
      skipBlanks()
      let place = position
      parts.append(Key(name: try simpleKey(), position: place))
      skipBlanks()
      guard peek == UInt8(ascii: ".") else { return parts }
      index += 1
    }
  }

  private mutating func simpleKey() throws(Failure) -> String {
    guard !looking(at: "\"\"\""), !looking(at: "'''") else {
      throw failure("a key cannot be a multi-line string", hint: "put it in single quotes: \"key\"")
    }
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
    let start = index
    while let byte = peek, isBareKey(byte) { index += 1 }
    guard index > start else { throw failure("a key was expected, not \(seen)") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  mutating func string() throws(Failure) -> String {
    let start = position
    switch peek {
    case UInt8(ascii: "\"") where looking(at: "\"\"\""): return try multiline(UInt8(ascii: "\""), from: start)
    case UInt8(ascii: "'") where looking(at: "'''"): return try multiline(UInt8(ascii: "'"), from: start)
    case let quote?: return try singleLine(quote, from: start)
    case nil: throw failure("a string was expected, not the end")
    }
  }

  private mutating func singleLine(_ quote: UInt8, from start: Position) throws(Failure) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = peek {
      switch byte {
      case quote:
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""): text.append(contentsOf: String(try escape()).utf8)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw unclosed(start, "a string ends at its line's end")
      default:
        guard !isControl(byte) else { throw controlCharacter(byte, in: "a string") }
        text.append(byte)
        index += 1
      }
    }
    throw unclosed(start, "a string is not closed")
  }

  private mutating func multiline(_ quote: UInt8, from start: Position) throws(Failure) -> String {
    index += 3
    _ = skipLineEnd()
    var text: [UInt8] = []
    while let byte = peek {
      if byte == quote {
        let count = quotes(quote)
        if count >= 3 {
          text.append(contentsOf: repeatElement(quote, count: count - 3))
          index += count
          return String(decoding: text, as: UTF8.self)
        }
        text.append(contentsOf: repeatElement(quote, count: count))
        index += count
      } else if skipLineEnd() {
        text.append(UInt8(ascii: "\n"))
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if try !foldLine() { text.append(contentsOf: String(try escape()).utf8) }
      } else {
        guard !isControl(byte) else { throw controlCharacter(byte, in: "a string") }
        text.append(byte)
        index += 1
      }
    }
    throw unclosed(start, "a multi-line string is not closed")
  }

  /// The quotes that stand here, at most the five that can close a string that ends in two.
  private func quotes(_ quote: UInt8) -> Int {
    var count = 0
    while count < 5, peek(count) == quote { count += 1 }
    return count
  }

  /// Steps over a backslash at a line's end and all white space after it; false if this is another escape.
  private mutating func foldLine() throws(Failure) -> Bool {
    var ahead = self
    ahead.index += 1
    ahead.skipBlanks()
    guard ahead.skipLineEnd() else { return false }
    repeat { ahead.skipBlanks() } while ahead.skipLineEnd()
    self = ahead
    return true
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    let place = position
    index += 1
    guard let letter = peek else { throw failure("a string is not closed") }
    index += 1
    switch letter {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "u"): return try scalar(digits: 4, from: place)
    case UInt8(ascii: "U"): return try scalar(digits: 8, from: place)
    default:
      throw failure(
        "unknown escape in a string", at: place, hint: "write \\\\ for a backslash, or put the string in single quotes")
    }
  }

  private mutating func scalar(digits: Int, from place: Position) throws(Failure) -> Unicode.Scalar {
    var code: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("\(digits) hexadecimal digits were expected after \\\(digits == 4 ? "u" : "U")", at: place)
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("U+\(String(code, radix: 16, uppercase: true)) is not a character", at: place)
    }
    return scalar
  }

  private func unclosed(_ start: Position, _ message: String) -> Failure {
    failure(message, hint: "it begins at \(start.line):\(start.column)")
  }
}

func isBareKey(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
    true
  default: false
  }
}

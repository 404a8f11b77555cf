extension JSONCanonicalizer {
  /// Copies the string that begins here, with its quotes, and leaves only the escapes of RFC 8785 §3.2.2.2.
  ///
  /// - Returns: whether there are such.
  mutating func string() throws(Refusal) -> Bool {
    output.append(UInt8(ascii: "\""))
    index += 1
    var hasEscapes = false
    while true {
      copyPlain()
      guard index < count else { throw Refusal() }
      let byte = input[index]
      switch byte {
      case UInt8(ascii: "\""):
        output.append(byte)
        index += 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = try escape() || hasEscapes
      case 0..<0x20: throw Refusal()
      default:
        guard let length = sequenceLength() else { throw Refusal() }
        output.append(input + index, length)
        index += length
      }
    }
  }

  /// Copies up to the next byte that is not ASCII, is a control character, a quote or a backslash.
  ///
  /// Eight bytes at a time: the last store may reach seven bytes too far, into the output's slack.
  @inline(__always)
  private mutating func copyPlain() {
    var from = index
    var to = output.count
    defer {
      index = from
      output.count = to
    }
    assert(output.room >= count - from + 8)
    while count - from >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(input + from).loadUnaligned(as: UInt64.self))
      UnsafeMutableRawPointer(output.base + to).storeBytes(of: word.littleEndian, as: UInt64.self)
      let plain = plainBytes(word)
      from += plain
      to += plain
      if plain < 8 { return }
    }
    while from < count, isPlain(input[from]) {
      output.base[to] = input[from]
      from += 1
      to += 1
    }
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// How many of the eight bytes are plain, from the lowest on.
  ///
  /// `(x − n) & ~x` has the high bit in every byte of x below n. A borrow can set it wrongly only above a byte that has it rightly,
  /// and only the lowest counts.
  @inline(__always)
  private func plainBytes(_ word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let control = (word &- ones &* 0x20) & ~word
    let special = control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | word
    return (special & (ones &* 0x80)).trailingZeroBitCount >> 3
  }

  /// The length of the well-formed UTF-8 sequence of more than one byte that begins here (Unicode, table 3-7).
  private func sequenceLength() -> Int? {
    let (length, second): (Int, ClosedRange<UInt8>)
    switch input[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard count - index >= length, second.contains(input[index + 1]) else { return nil }
    for place in 2..<max(length, 2) where input[index + place] & 0xC0 != 0x80 { return nil }
    return length
  }

  // MARK: Escapes

  /// Rewrites the escape that begins here; returns whether an escape is needed for its character.
  private mutating func escape() throws(Refusal) -> Bool {
    guard count - index >= 2 else { throw Refusal() }
    let letter = input[index + 1]
    switch letter {
    case UInt8(ascii: "u"): return try numericEscape()
    case UInt8(ascii: "/"):
      output.append(letter)
      index += 2
      return false
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"):
      output.append(UInt8(ascii: "\\"))
      output.append(letter)
      index += 2
      return true
    default: throw Refusal()
    }
  }

  /// `\u0041`, or two for a character beyond U+FFFF. No character takes more bytes than its escape.
  private mutating func numericEscape() throws(Refusal) -> Bool {
    var code = try codeUnit()
    if (0xD800...0xDBFF).contains(code) {
      guard count - index >= 2, input[index] == UInt8(ascii: "\\"), input[index + 1] == UInt8(ascii: "u") else {
        throw Refusal()
      }
      let low = try codeUnit()
      guard (0xDC00...0xDFFF).contains(low) else { throw Refusal() }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw Refusal() }
    if code < 0x20 || scalar == "\"" || scalar == "\\" {
      for byte in canonicalEscape(of: UInt8(code)).utf8 { output.append(byte) }
      return true
    }
    for byte in UTF8.encode(scalar)! { output.append(byte) }
    return false
  }

  private mutating func codeUnit() throws(Refusal) -> UInt32 {
    guard count - index >= 6 else { throw Refusal() }
    var unit: UInt32 = 0
    for place in 2..<6 {
      guard let digit = digitValue(input[index + place]) else { throw Refusal() }
      unit = unit << 4 | UInt32(digit)
    }
    index += 6
    return unit
  }
}

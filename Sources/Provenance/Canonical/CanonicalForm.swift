/// The canonical bytes of a value: RFC 8785 wherever that is defined, and outside it three extensions instead of a refusal,
/// because a recorder must record:
///
/// - an integer beyond ±(2^53 − 1) keeps all its digits;
/// - a non-finite float is `{"$float":"NaN"}`, `{"$float":"Infinity"}` or `{"$float":"-Infinity"}`;
/// - a date is `{"$date":"…"}` in its author's spelling.
///
/// A user's own object with a single key that begins with `$` gets a second `$`, so that no object can pose as an extension.
extension Value {
  /// The bytes that are hashed, without a newline. Equal values have equal bytes.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }

  /// Appends the canonical bytes.
  func appendCanonicalBytes(to bytes: inout [UInt8]) {
    var writer = CanonicalWriter()
    swap(&writer.bytes, &bytes)
    writer.write(self)
    swap(&writer.bytes, &bytes)
  }

  /// The canonical bytes as text, which they always are.
  public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

private struct CanonicalWriter {
  var bytes: [UInt8] = []

  mutating func write(_ value: Value) {
    switch value {
    case .null: append("null")
    case .bool(true): append("true")
    case .bool(false): append("false")
    case .number(let number): write(number)
    case .string(let string): appendQuoted(string, to: &bytes)
    case .date(let text): extend("$date", text)
    case .array(let elements): write(elements)
    case .object(let object): write(object.members)
    }
  }

  private mutating func write(_ elements: [Value]) {
    bytes.append(UInt8(ascii: "["))
    for index in elements.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(elements[index])
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: [Object.Member]) {
    bytes.append(UInt8(ascii: "{"))
    if members.count == 1 {
      let key = members[0].key
      write(members[0], as: key.utf8.first == UInt8(ascii: "$") ? "$" + key : key)
    } else if isInOrder(members) {
      for index in members.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(members[index], as: members[index].key)
      }
    } else {
      let keys = members.map(\.key)
      let order = members.indices.sorted { precedesInUTF16(keys[$0], keys[$1]) }
      for (place, index) in order.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        write(members[index], as: members[index].key)
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(_ member: Object.Member, as key: String) {
    appendQuoted(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    write(member.value)
  }

  private func isInOrder(_ members: [Object.Member]) -> Bool {
    for index in members.indices.dropFirst() where !precedesInUTF16(members[index - 1].key, members[index].key) {
      return false
    }
    return true
  }

  /// RFC 8785 has integers as doubles: up to 2^53 − 1 the digits are the same. Beyond, all digits are kept.
  private mutating func write(_ number: Number) {
    switch number.meaning {
    case .integer: append(number.spelling.isExactly("-0") ? "0" : number.spelling)
    case .written(let digits): append(digits.isExactly("-0") ? "0" : digits)
    case .float(let value) where value.isNaN: extend("$float", "NaN")
    case .float(let value) where value.isInfinite: extend("$float", value < 0 ? "-Infinity" : "Infinity")
    case .float(let value) where isECMAScriptForm(number.spelling, of: value): append(number.spelling)
    case .float(let value): appendECMAScript(value, to: &bytes)
    }
  }

  private mutating func extend(_ kind: StaticString, _ text: String) {
    append("{\"")
    append(kind)
    append("\":")
    appendQuoted(text, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func append(_ text: String) { text.withBytes { bytes.append(contentsOf: $0) } }
}

/// Appends a JSON string with the escapes of RFC 8785 §3.2.2.2: only what must be escaped is.
func appendQuoted(_ string: String, to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  string.withBytes { text in
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      bytes.append(contentsOf: canonicalEscape(of: byte).utf8)
      start = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }
  bytes.append(UInt8(ascii: "\""))
}

/// The escape of RFC 8785 §3.2.2.2 for a character that needs one.
func canonicalEscape(of byte: UInt8) -> String {
  switch byte {
  case UInt8(ascii: "\""): "\\\""
  case UInt8(ascii: "\\"): "\\\\"
  case 0x08: "\\b"
  case 0x09: "\\t"
  case 0x0A: "\\n"
  case 0x0C: "\\f"
  case 0x0D: "\\r"
  default: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
  }
}

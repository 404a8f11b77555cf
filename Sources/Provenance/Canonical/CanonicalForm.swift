/// The canonical bytes of a value: RFC 8785 wherever that is defined, and outside it three extensions instead of a refusal,
/// because a recorder must record:
///
/// - an integer beyond ±(2^53 − 1) keeps all its digits;
/// - a non-finite float is `{"$float":"NaN"}`, `{"$float":"Infinity"}` or `{"$float":"-Infinity"}`;
/// - a date is `{"$date":"…"}` in its author's spelling.
///
/// A user's own object with a single key that begins with `$` gets a second `$`, so that no object can pose as an extension.
extension Value {
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
    case .bool(let bool): append(bool ? "true" : "false")
    case .number(let number): write(number)
    case .string(let string): appendQuoted(string, to: &bytes)
    case .date(let text): extend("$date", text)
    case .array(let elements): write(elements)
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ elements: [Value]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: Object) {
    let members = object.members
    let escaped = members.count == 1 && members[0].key.utf8.first == UInt8(ascii: "$")
    bytes.append(UInt8(ascii: "{"))
    for (place, index) in canonicalOrder(of: members).enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      appendQuoted(escaped ? "$" + members[index].key : members[index].key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      write(members[index].value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func canonicalOrder(of members: [Object.Member]) -> [Int] {
    let inOrder = zip(members, members.dropFirst()).allSatisfy { ExactString($0.key) < ExactString($1.key) }
    if inOrder { return Array(members.indices) }
    return members.indices.sorted { ExactString(members[$0].key) < ExactString(members[$1].key) }
  }

  private mutating func write(_ number: Number) {
    switch number.meaning {
    case .integer: write(integer: number.spelling)
    case .written(let digits): write(integer: digits)
    case .float(let value) where value.isNaN: extend("$float", "NaN")
    case .float(let value) where value.isInfinite: extend("$float", value < 0 ? "-Infinity" : "Infinity")
    case .float(let value): append(ecmaScriptRepresentation(of: value))
    }
  }

  /// RFC 8785 has integers as doubles: up to 2^53 − 1 the digits are the same. Beyond, all digits are kept.
  private mutating func write(integer digits: String) { append(digits == "-0" ? "0" : digits) }

  private mutating func extend(_ kind: StaticString, _ text: String) {
    append("{\"\(kind)\":")
    appendQuoted(text, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}

/// Appends a JSON string with the escapes of RFC 8785 §3.2.2.2: only what must be escaped is.
func appendQuoted(_ string: String, to bytes: inout [UInt8]) {
  var string = string
  string.withUTF8 { text in
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      bytes.append(contentsOf: text[start..<index])
      bytes.append(contentsOf: escape(byte).utf8)
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
    bytes.append(UInt8(ascii: "\""))
  }
}

private func escape(_ byte: UInt8) -> String {
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

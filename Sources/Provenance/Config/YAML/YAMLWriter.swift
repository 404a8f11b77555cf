/// Writes YAML that YAML 1.2 and PyYAML read as the same values: block style, lists of scalars in one line.
struct YAMLWriter {
  private var text = ""
  private let reading: YAMLReading

  static func text(_ value: Value, _ reading: YAMLReading) -> String {
    var writer = YAMLWriter(reading: reading)
    if value.isStructured, !writer.isOneLine(value) {
      writer.block(value, indent: 0)
    } else {
      writer.text += writer.flow(value) + "\n"
    }
    return writer.text
  }

  private init(reading: YAMLReading) { self.reading = reading }

  private func isOneLine(_ value: Value) -> Bool {
    switch value {
    case .array(let elements): !elements.contains(where: \.isStructured)
    case .object(let object): object.isEmpty
    default: true
    }
  }

  /// Writes lines; the first one's indent stands already.
  private mutating func block(_ value: Value, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case .object(let object):
      for (index, member) in object.members.enumerated() {
        if index > 0 { text += margin }
        let key = self.key(member.key)
        // libyaml takes a key without `?` only up to 1024 characters.
        text += key.utf8.count <= 1000 ? key + ":" : "? \(key)\n\(margin):"
        below(member.value, indent: indent)
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if index > 0 { text += margin }
        text += "-"
        if isOneLine(element) {
          text += " \(flow(element))\n"
        } else {
          text += " "
          block(element, indent: indent + 2)
        }
      }
    default: text += flow(value) + "\n"
    }
  }

  private mutating func below(_ value: Value, indent: Int) {
    if isOneLine(value) {
      text += " \(flow(value))\n"
    } else {
      text += "\n" + String(repeating: " ", count: indent + 2)
      block(value, indent: indent + 2)
    }
  }

  private func flow(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): yamlSpelling(of: number)
    case .string(let string): quoted(string)
    case .date(let date): reading == .pyyaml && isPyYAMLTimestamp(Array(date.utf8)) ? date : quoted(date)
    case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .object: "{}"
    }
  }

  /// A key is its text in every reading of ours; others need quotes where it looks like a number.
  private func key(_ key: String) -> String { quoted(key) }

  private func quoted(_ string: String) -> String {
    isPlainInBothReadings(string) ? string : doubleQuoted(string)
  }
}

/// The author's spelling if both readings take it as the same number, else one that they do.
private func yamlSpelling(of number: Number) -> String {
  let value = Value.number(number)
  let agreed = YAMLReading.allCases.allSatisfy {
    let read = $0.resolve(number.spelling)
    return read.typeName == value.typeName && read == value
  }
  if agreed { return number.spelling }
  if let digits = number.integerDigits { return digits }
  let double = number.double
  if double.isNaN { return ".nan" }
  if double.isInfinite { return double < 0 ? "-.inf" : ".inf" }
  let text = pythonRepresentation(of: double)
  // PyYAML needs a point before an exponent.
  guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
  return text[..<exponent] + ".0" + text[exponent...]
}

/// Whether the text without quotes is the string itself, wherever it stands.
private func isPlainInBothReadings(_ text: String) -> Bool {
  guard let first = text.utf8.first, !"-+.".utf8.contains(first), text.utf8.count <= 200,
    text.utf8.allSatisfy({ isBareKey($0) || "./+".utf8.contains($0) }), !["y", "Y", "n", "N"].contains(text)
  else { return false }
  return YAMLReading.allCases.allSatisfy { if case .string = $0.resolve(text) { true } else { false } }
}

/// Double quotes with JSON's escapes, and with those for what YAML does not count as printable (§5.1) or folds.
private func doubleQuoted(_ string: String) -> String {
  var bytes: [UInt8] = []
  appendQuoted(string, to: &bytes)
  let quoted = String(decoding: bytes, as: UTF8.self)
  let mustEscape = { (scalar: Unicode.Scalar) in
    switch scalar.value {
    case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
  guard quoted.unicodeScalars.contains(where: mustEscape) else { return quoted }
  return quoted.unicodeScalars.reduce(into: "") { text, scalar in
    guard mustEscape(scalar) else { text.unicodeScalars.append(scalar); return }
    let hex = String(scalar.value, radix: 16)
    text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }
}

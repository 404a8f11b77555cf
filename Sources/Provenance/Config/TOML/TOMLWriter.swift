/// Writes TOML 1.0: values first, then tables under headers, lists of objects as `[[name]]`.
struct TOMLWriter {
  private var text = ""

  static func text(_ root: Object) throws(Failure) -> String {
    var writer = TOMLWriter()
    try writer.table(root, path: [])
    return writer.text
  }

  private enum Shape { case value, table, tables }

  private func shape(_ value: Value) -> Shape {
    switch value {
    case .object: .table
    case .array(let elements) where !elements.isEmpty && elements.allSatisfy({ $0.object != nil }): .tables
    default: .value
    }
  }

  /// In TOML what follows a header belongs to it: so values come before tables.
  private mutating func table(_ object: Object, path: [String]) throws(Failure) {
    for member in object.members where shape(member.value) == .value {
      let name = (path + [member.key]).joined(separator: ".")
      text += "\(key(member.key)) = \(try inline(member.value, name))\n"
    }
    for member in object.members where shape(member.value) != .value {
      let inner = path + [member.key]
      let name = inner.map(key).joined(separator: ".")
      for element in member.value.array ?? [member.value] {
        if !text.isEmpty { text += "\n" }
        text += shape(member.value) == .tables ? "[[\(name)]]\n" : "[\(name)]\n"
        try table(element.object ?? Object(), path: inner)
      }
    }
  }

  private func inline(_ value: Value, _ name: String) throws(Failure) -> String {
    switch value {
    case .null:
      throw Failure(.input, "`\(name)` is null, which TOML cannot say", hint: "leave the key out, or give it a value")
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return spelling(of: number)
    case .string(let string): return quoted(string)
    case .date(let date): return isDate(Array(date.utf8)[...]) ? date : quoted(date)
    case .array(let elements):
      var parts: [String] = []
      for element in elements { parts.append(try inline(element, name)) }
      return "[" + parts.joined(separator: ", ") + "]"
    case .object(let object):
      var parts: [String] = []
      for member in object.members {
        parts.append("\(key(member.key)) = \(try inline(member.value, name + "." + member.key))")
      }
      return parts.isEmpty ? "{}" : "{ " + parts.joined(separator: ", ") + " }"
    }
  }

  private func spelling(of number: Number) -> String {
    if let read = tomlNumber(Array(number.spelling.utf8)[...]), (read.integerDigits == nil) == (number.integerDigits == nil),
      Value.number(read) == .number(number)
    {
      return number.spelling
    }
    if let digits = number.integerDigits { return digits }
    let double = number.double
    if double.isNaN { return "nan" }
    if double.isInfinite { return double < 0 ? "-inf" : "inf" }
    return pythonRepresentation(of: double)
  }

  private func key(_ key: String) -> String {
    !key.isEmpty && key.utf8.allSatisfy(isBareKey) ? key : quoted(key)
  }

  /// JSON's quoting is TOML's, but for U+007F.
  private func quoted(_ string: String) -> String {
    var bytes: [UInt8] = []
    appendQuoted(string, to: &bytes)
    return String(decoding: bytes, as: UTF8.self).replacing("\u{7F}", with: "\\u007F")
  }
}

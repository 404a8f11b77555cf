/// Writes JSON for people: the order that the value has, the author's spelling of numbers.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private let isTagged: Bool
  private let isOneLine: Bool

  private init(isTagged: Bool, isOneLine: Bool) { (self.isTagged, self.isOneLine) = (isTagged, isOneLine) }

  /// Two spaces a level.
  ///
  /// What ``JSONReader`` makes of it, followed by ``Value/untagged``, equals what was written: non-finite floats, dates and spellings
  /// that JSON does not have are written as the canonical form's extensions or plain digits.
  public static func pretty(_ value: Value) -> String {
    var writer = JSONWriter(isTagged: true, isOneLine: false)
    writer.write(value, indent: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return String(decoding: harmless(writer.bytes), as: UTF8.self)
  }

  /// Escapes DEL and the C1 controls, which JSON allows as they are and a terminal obeys. They stand in strings only.
  private static func harmless(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 == 0x7F || $0 == 0xC2 }) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let isC1 = bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] <= 0x9F
      if isC1 || bytes[index] == 0x7F {
        result += Array(("\\u00" + String(bytes[isC1 ? index + 1 : index], radix: 16)).utf8)
      } else {
        result.append(bytes[index])
      }
      index += isC1 ? 2 : 1
    }
    return result
  }

  /// An array with one element a line, for programs and for `grep`; otherwise as ``pretty(_:)``.
  public static func rows(_ values: [Value]) -> String {
    var writer = JSONWriter(isTagged: true, isOneLine: true)
    for (index, value) in values.enumerated() {
      writer.append(index == 0 ? "[\n" : ",\n")
      writer.write(value, indent: 0)
    }
    writer.append(values.isEmpty ? "[]\n" : "\n]\n")
    return String(decoding: harmless(writer.bytes), as: UTF8.self)
  }

  /// For a program that reads JSON as Python does: `NaN` and `Infinity` are bare words, a date is a string, no key is escaped.
  public static func plain(_ value: Value) -> String {
    var writer = JSONWriter(isTagged: false, isOneLine: false)
    writer.write(value, indent: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return String(decoding: harmless(writer.bytes), as: UTF8.self)
  }

  /// On one line, for messages, tables and overrides: as ``plain(_:)``.
  public static func line(_ value: Value) -> String {
    var writer = JSONWriter(isTagged: false, isOneLine: true)
    writer.write(value, indent: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ value: Value, indent: Int) {
    switch value {
    case .array(let elements) where !isOneLine && elements.contains(where: \.isStructured):
      enclose("[", "]", count: elements.count, indent: indent) { writer, index in
        writer.write(elements[index], indent: indent + 1)
      }
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(", ") }
        write(element, indent: indent)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object) where object.isEmpty: append("{}")
    case .object(let object):
      let members = object.members
      let escaped = isTagged && members.count == 1 && members[0].key.utf8.first == UInt8(ascii: "$")
      enclose("{", "}", count: members.count, indent: indent) { writer, index in
        appendQuoted(escaped ? "$" + members[index].key : members[index].key, to: &writer.bytes)
        writer.append(": ")
        writer.write(members[index].value, indent: indent + 1)
      }
    case .number(let number) where number.isSpelledAsJSON: append(number.spelling)
    case .number(let number) where number.integerDigits == nil && (!isTagged || number.double.isFinite):
      append(pythonRepresentation(of: number.double))
    case .date(let text) where !isTagged: appendQuoted(text, to: &bytes)
    case .null, .bool, .number, .string, .date: value.appendCanonicalBytes(to: &bytes)
    }
  }

  private mutating func enclose(
    _ open: String, _ close: String, count: Int, indent: Int, element: (inout JSONWriter, Int) -> Void
  ) {
    append(open)
    for index in 0..<count {
      if index > 0 { append(isOneLine ? ", " : ",") }
      if !isOneLine { newLine(indent + 1) }
      element(&self, index)
    }
    if !isOneLine { newLine(indent) }
    append(close)
  }

  private mutating func newLine(_ indent: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

extension Value {
  var isStructured: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    default: false
    }
  }

  /// The value with the canonical form's extensions read back: `{"$float":…}`, `{"$date":…}` and escaped `$$` keys.
  public var untagged: Value {
    switch self {
    case .array(let elements): return .array(elements.map(\.untagged))
    case .object(let object):
      guard object.count == 1, let only = object.members.first, only.key.utf8.first == UInt8(ascii: "$") else {
        let members = object.members.map {
          Object.Member($0.key, $0.value.untagged, keyPosition: $0.keyPosition, valuePosition: $0.valuePosition)
        }
        return .object(Object(members: members))
      }
      return only.untagged
    default: return self
    }
  }
}

extension Object.Member {
  fileprivate var untagged: Value {
    switch (key, value) {
    case ("$float", .string("NaN")): return .number(Number(.nan))
    case ("$float", .string("Infinity")): return .number(Number(.infinity))
    case ("$float", .string("-Infinity")): return .number(Number(-.infinity))
    case ("$date", .string(let text)): return .date(text)
    default:
      let name = key.hasPrefix("$$") ? String(key.dropFirst()) : key
      return .object(
        Object(members: [Object.Member(name, value.untagged, keyPosition: keyPosition, valuePosition: valuePosition)]))
    }
  }
}

extension Number {
  /// Whether the spelling is a number by RFC 8259's grammar.
  public var isSpelledAsJSON: Bool {
    if case .integer = meaning { return true }
    guard case .float(let value) = meaning, value.isFinite else { return false }
    var rest = spelling.utf8[...]
    func digits() -> Int {
      let start = rest.count
      rest = rest.drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      return start - rest.count
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let leadingZero = rest.first == UInt8(ascii: "0")
    let count = digits()
    guard count == 1 || (count > 1 && !leadingZero) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

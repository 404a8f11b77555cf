/// How plain scalars of YAML get their types.
public enum YAMLReading: String, Sendable, CaseIterable {
  /// YAML 1.2's core schema: `1e-4` is a float, `no` is a string, `017` is 17.
  case core = "1.2"
  /// PyYAML's YAML 1.1: `1e-4` is a string, `no` is false, `017` is 15, `190:20:30` is 685230, `2026-11-20` is a date.
  case pyyaml

  /// The name in messages.
  public var name: String {
    switch self {
    case .core: "YAML 1.2"
    case .pyyaml: "PyYAML"
    }
  }

  var other: YAMLReading { self == .core ? .pyyaml : .core }

  /// Returns what a plain scalar means.
  public func resolve(_ text: String) -> Value {
    if let value = resolveWord(text) { return value }
    // All that follow begin with a sign, a digit or a point: most scalars do not.
    guard let first = text.utf8.first, isDigit(first) || "+-.".utf8.contains(first) else { return .string(text) }
    if let number = integer(text) ?? float(text) { return .number(number) }
    if self == .pyyaml, isPyYAMLTimestamp(Array(text.utf8)) { return .date(text) }
    return .string(text)
  }

  private func resolveWord(_ text: String) -> Value? {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: bool(text).map { .bool($0) }
    }
  }

  /// The boolean that the text is, for `!!bool` and plain scalars.
  func bool(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    case "yes", "Yes", "YES", "on", "On", "ON": self == .pyyaml ? true : nil
    case "no", "No", "NO", "off", "Off", "OFF": self == .pyyaml ? false : nil
    default: nil
    }
  }

  func integer(_ text: String) -> Number? {
    let bytes = Array(text.utf8)
    guard let digits = self == .core ? coreInteger(bytes[...]) : pyYAMLInteger(bytes[...]) else { return nil }
    return Number(spelling: text, meaning: digits.isExactly(text) ? .integer : .written(digits: digits))
  }

  func float(_ text: String) -> Number? {
    let bytes = Array(text.utf8)
    return (self == .core ? coreFloat(bytes[...]) : pyYAMLFloat(bytes[...])).map {
      Number(spelling: text, meaning: .float($0))
    }
  }
}

// MARK: Parts that both readings share

/// Takes a sign; true if it is a minus.
func takeSign(_ rest: inout ArraySlice<UInt8>) -> Bool? {
  guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return nil }
  rest.removeFirst()
  return sign == UInt8(ascii: "-")
}

/// Plain decimal digits with a sign; nil if there are no digits or one does not belong to the base.
func signedDecimal(_ digits: some Sequence<UInt8>, radix: Int, negative: Bool) -> String? {
  let digits = digits.filter { $0 != UInt8(ascii: "_") }
  guard !digits.isEmpty else { return nil }
  let plain: String?
  if radix == 10 {
    guard digits.allSatisfy(isDigit) else { return nil }
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    plain = significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self)
  } else {
    plain = decimalDigits(of: digits, radix: radix)
  }
  return plain.map { negative ? "-" + $0 : $0 }
}

/// `.inf` and `.nan` in the spellings of both schemas; NaN takes no sign.
func specialFloat(_ rest: ArraySlice<UInt8>, sign: Bool?) -> Double? {
  switch String(decoding: rest, as: UTF8.self) {
  case ".inf", ".Inf", ".INF": sign == true ? -.infinity : .infinity
  case ".nan", ".NaN", ".NAN": sign == nil ? .nan : nil
  default: nil
  }
}

// MARK: YAML 1.2 core schema (§10.3.2)

private func coreInteger(_ text: ArraySlice<UInt8>) -> String? {
  guard !text.contains(UInt8(ascii: "_")) else { return nil }
  if text.starts(with: "0o".utf8) { return signedDecimal(text.dropFirst(2), radix: 8, negative: false) }
  if text.starts(with: "0x".utf8) { return signedDecimal(text.dropFirst(2), radix: 16, negative: false) }
  var rest = text
  let sign = takeSign(&rest)
  return signedDecimal(rest, radix: 10, negative: sign == true)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
private func coreFloat(_ text: ArraySlice<UInt8>) -> Double? {
  var rest = text
  let sign = takeSign(&rest)
  if let special = specialFloat(rest, sign: sign) { return special }
  let whole = rest.prefix(while: isDigit)
  rest = rest.dropFirst(whole.count)
  var fraction = ArraySlice<UInt8>()
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    fraction = rest.prefix(while: isDigit)
    rest = rest.dropFirst(fraction.count)
  }
  guard !whole.isEmpty || !fraction.isEmpty else { return nil }
  var exponent = ArraySlice<UInt8>()
  if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
    exponent = rest.dropFirst()
    var digits = exponent
    _ = takeSign(&digits)
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
    rest = []
  }
  guard rest.isEmpty else { return nil }
  return decimalDouble(sign, whole, fraction, exponent)
}

/// The nearest binary64 value of the parts of a decimal number; empty parts are zero.
func decimalDouble(
  _ sign: Bool?, _ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>, _ exponent: ArraySlice<UInt8>
) -> Double? {
  var text: [UInt8] = sign == true ? [UInt8(ascii: "-")] : []
  text += whole.isEmpty ? [UInt8(ascii: "0")] : whole
  text += [UInt8(ascii: ".")] + (fraction.isEmpty ? [UInt8(ascii: "0")] : fraction)
  if !exponent.isEmpty { text += [UInt8(ascii: "e")] + exponent }
  return Double(String(decoding: text, as: UTF8.self))
}

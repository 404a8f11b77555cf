/// Booleans, numbers and dates.
extension TOMLCursor {
  mutating func scalar() throws(Failure) -> Value {
    let place = position
    let token = scalarToken()
    switch token.first {
    case nil: throw failure("a value was expected, not \(seen)")
    case UInt8(ascii: "t") where token.elementsEqual("true".utf8): return .bool(true)
    case UInt8(ascii: "f") where token.elementsEqual("false".utf8): return .bool(false)
    default: break
    }
    if let number = tomlNumber(token) { return .number(number) }
    let text = String(decoding: token, as: UTF8.self)
    if looksLikeDate(token) {
      guard isDate(token) else {
        throw failure("\(text) is not a date or time", at: place, hint: "write 2026-11-20, 07:32:00 or 2026-11-20T07:32:00Z")
      }
      return .date(text)
    }
    throw failure("\(text) is not a value", at: place, hint: hint(for: text))
  }

  /// The characters of which numbers, dates and words are made. A date and a time may be parted by one space.
  private mutating func scalarToken() -> ArraySlice<UInt8> {
    let start = index
    func skip() { while let byte = peek, isBareKey(byte) || "+.:".utf8.contains(byte) { index += 1 } }
    skip()
    if index - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek == UInt8(ascii: " "),
      let digit = peek(1), isDigit(digit)
    {
      index += 1
      skip()
    }
    return bytes[start..<index]
  }

  private func hint(for text: String) -> String {
    switch text.lowercased() {
    case "true", "false": "write \(text.lowercased())"
    case "none", "null", "nil": "TOML has no null: leave the key out"
    default:
      text.utf8.first.map { isDigit($0) || "+-.".utf8.contains($0) } == true
        ? "check the number, or put it in quotes" : "put a string in quotes: \"\(text)\""
    }
  }
}

/// Reads a TOML 1.0 integer or float; nil if the token is neither.
func tomlNumber(_ token: ArraySlice<UInt8>) -> Number? {
  let spelling = String(decoding: token, as: UTF8.self)
  var rest = token
  var negative = false
  var signed = false
  if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
    (signed, negative) = (true, rest.first == UInt8(ascii: "-"))
    rest.removeFirst()
  }
  if rest.elementsEqual("inf".utf8) { return Number(spelling: spelling, meaning: .float(negative ? -.infinity : .infinity)) }
  if rest.elementsEqual("nan".utf8) { return Number(spelling: spelling, meaning: .float(.nan)) }
  if !signed, let radix = radix(of: rest) {
    rest = rest.dropFirst(2)
    guard let digits = takeDigits(&rest, radix: radix), rest.isEmpty,
      let decimal = decimalDigits(of: digits, radix: radix)
    else { return nil }
    return Number(spelling: spelling, meaning: .written(digits: decimal))
  }
  guard let whole = takeDigits(&rest, radix: 10), whole.count == 1 || whole[0] != UInt8(ascii: "0") else { return nil }
  var plain = (negative ? [UInt8(ascii: "-")] : []) + whole
  if rest.isEmpty {
    let digits = String(decoding: plain, as: UTF8.self)
    return Number(spelling: spelling, meaning: digits.isExactly(spelling) ? .integer : .written(digits: digits))
  }
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    guard let fraction = takeDigits(&rest, radix: 10) else { return nil }
    plain += [UInt8(ascii: ".")] + fraction
  }
  if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
    rest.removeFirst()
    plain.append(UInt8(ascii: "e"))
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      plain.append(sign)
      rest.removeFirst()
    }
    guard let exponent = takeDigits(&rest, radix: 10) else { return nil }
    plain += exponent
  }
  guard rest.isEmpty, let value = Double(String(decoding: plain, as: UTF8.self)) else { return nil }
  return Number(spelling: spelling, meaning: .float(value))
}

private func radix(of token: ArraySlice<UInt8>) -> Int? {
  guard token.first == UInt8(ascii: "0"), let letter = token.dropFirst().first else { return nil }
  switch letter {
  case UInt8(ascii: "x"): return 16
  case UInt8(ascii: "o"): return 8
  case UInt8(ascii: "b"): return 2
  default: return nil
  }
}

/// Takes digits with single underscores between them; nil if there are none or an underscore stands elsewhere.
private func takeDigits(_ rest: inout ArraySlice<UInt8>, radix: Int) -> [UInt8]? {
  var digits: [UInt8] = []
  var afterDigit = false
  while let byte = rest.first {
    if byte == UInt8(ascii: "_") {
      guard afterDigit else { return nil }
      afterDigit = false
    } else if let value = digitValue(byte), value < radix {
      digits.append(byte)
      afterDigit = true
    } else {
      break
    }
    rest.removeFirst()
  }
  return afterDigit ? digits : nil
}

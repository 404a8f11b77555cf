// The resolver and constructor of PyYAML 6 (yaml/resolver.py, yaml/constructor.py): YAML 1.1 with its known departures.

/// `0b…`, `0…` (octal), decimal, `0x…`, sexagesimal; underscores anywhere after the first digit.
func pyYAMLInteger(_ text: ArraySlice<UInt8>) -> String? {
  var rest = text
  let negative = takeSign(&rest) == true
  guard let first = rest.first, isDigit(first) else { return nil }
  if rest.starts(with: "0b".utf8) { return signedDecimal(rest.dropFirst(2), radix: 2, negative: negative) }
  if rest.starts(with: "0x".utf8) { return signedDecimal(rest.dropFirst(2), radix: 16, negative: negative) }
  if first == UInt8(ascii: "0") { return signedDecimal(rest, radix: rest.count > 1 ? 8 : 10, negative: negative) }
  guard rest.contains(UInt8(ascii: ":")) else { return signedDecimal(rest, radix: 10, negative: negative) }
  guard let parts = sexagesimalParts(rest) else { return nil }
  var total = 0
  for part in parts {
    let (product, overflow) = total.multipliedReportingOverflow(by: 60)
    guard !overflow, let digit = Int(part) else { return nil }
    let (sum, carried) = product.addingReportingOverflow(digit)
    guard !carried else { return nil }
    total = sum
  }
  return negative ? "-\(total)" : String(total)
}

/// A float needs a point, and an exponent needs a sign: `1e-4` and `1.5e3` are strings. `-.5` is one too.
func pyYAMLFloat(_ text: ArraySlice<UInt8>) -> Double? {
  var rest = text
  let sign = takeSign(&rest)
  if let special = specialFloat(rest, sign: sign) { return special }
  guard let point = rest.firstIndex(of: UInt8(ascii: ".")) else { return nil }
  let whole = rest[..<point]
  rest = rest[(point + 1)...]
  if whole.contains(UInt8(ascii: ":")) {
    guard let parts = sexagesimalParts(whole), rest.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) else { return nil }
    return sexagesimalDouble(parts, fraction: rest, negative: sign == true)
  }
  guard whole.isEmpty ? sign == nil && rest.first.map(isDigit) == true : isUnderscoredNumber(whole) else { return nil }
  let fraction = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
  let exponent = rest.dropFirst(fraction.count)
  guard exponent.isEmpty || isPyYAMLExponent(exponent) else { return nil }
  return decimalDouble(sign, plain(whole), plain(fraction), exponent.dropFirst())
}

private func isPyYAMLExponent(_ text: ArraySlice<UInt8>) -> Bool {
  var rest = text
  guard let letter = rest.popFirst(), letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return false }
  return takeSign(&rest) != nil && !rest.isEmpty && rest.allSatisfy(isDigit)
}

private func isUnderscoredNumber(_ text: ArraySlice<UInt8>) -> Bool {
  text.first.map(isDigit) == true && text.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
}

private func plain(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> { digits.filter { $0 != UInt8(ascii: "_") }[...] }

/// `190:20:30` in its parts without underscores; nil unless all but the first are at most 59.
private func sexagesimalParts(_ text: ArraySlice<UInt8>) -> [String]? {
  let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  guard parts.count > 1, isUnderscoredNumber(parts[0]) else { return nil }
  for part in parts.dropFirst() {
    guard part.count == 1 || (part.count == 2 && part.first! <= UInt8(ascii: "5")), part.allSatisfy(isDigit) else { return nil }
  }
  return parts.map { String(decoding: plain($0), as: UTF8.self) }
}

/// Adds in the order in which PyYAML does, so that the last bit agrees.
private func sexagesimalDouble(_ parts: [String], fraction: ArraySlice<UInt8>, negative: Bool) -> Double? {
  var total = 0.0
  var base = 1.0
  for (index, part) in parts.reversed().enumerated() {
    let decimals = index == 0 && !plain(fraction).isEmpty ? "." + String(decoding: plain(fraction), as: UTF8.self) : ""
    guard let digit = Double(part + decimals) else { return nil }
    total += digit * base
    base *= 60
  }
  return negative ? -total : total
}

/// A date or a date with time that exists; PyYAML itself fails on one that does not.
func isPyYAMLTimestamp(_ text: [UInt8]) -> Bool {
  var rest = text[...]
  guard let year = takeNumber(&rest, 4...4), take(&rest, "-"), let month = takeNumber(&rest, 1...2), take(&rest, "-"),
    let day = takeNumber(&rest, 1...2), year > 0, (1...12).contains(month), day >= 1, day <= days(in: month, of: year)
  else { return false }
  if rest.isEmpty { return text.count == 10 }
  guard take(&rest, "T") || take(&rest, "t") || takeBlanks(&rest) else { return false }
  guard let hour = takeNumber(&rest, 1...2), take(&rest, ":"), let minute = takeNumber(&rest, 2...2), take(&rest, ":"),
    let second = takeNumber(&rest, 2...2), hour < 24, minute < 60, second < 60
  else { return false }
  if take(&rest, ".") { rest = rest.drop(while: isDigit) }
  if rest.isEmpty { return true }
  _ = takeBlanks(&rest)
  if take(&rest, "Z") { return rest.isEmpty }
  guard takeSign(&rest) != nil, let zone = takeNumber(&rest, 1...2), zone < 24 else { return false }
  if take(&rest, ":") { guard let minutes = takeNumber(&rest, 2...2), minutes < 60 else { return false } }
  return rest.isEmpty
}

private func takeBlanks(_ rest: inout ArraySlice<UInt8>) -> Bool {
  let count = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
  rest.removeFirst(count)
  return count > 0
}

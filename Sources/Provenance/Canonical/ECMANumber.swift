/// Returns a finite double as ECMAScript's `Number.prototype.toString` writes it (RFC 8785 §3.2.2.3):
/// the shortest digits that read back, exponent form when the decimal point's place is over 21 or at most −6.
func ecmaScriptRepresentation(of value: Double) -> String {
  var bytes: [UInt8] = []
  appendECMAScript(value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// As ``ecmaScriptRepresentation(of:)``.
func appendECMAScript(_ value: Double, to bytes: inout [UInt8]) {
  guard value != 0 else { bytes.append(UInt8(ascii: "0")); return }
  if value < 0 { bytes.append(UInt8(ascii: "-")) }
  ShortestDecimal(value).appendECMAScript(to: &bytes)
}

/// Whether the spelling of a double is already what ECMAScript would write, as far as that can be told without converting.
///
/// Decimals of at most 15 digits are told apart by binary64, so that digits without trailing zeros are the shortest ones (IEEE 754 §5.12).
func isECMAScriptForm(_ spelling: String, of value: Double) -> Bool {
  guard value.magnitude >= 1e-6, value.magnitude < 1e15 else { return false }
  return spelling.withBytes { text in
    var index = text.first == UInt8(ascii: "-") ? 1 : 0
    let start = index
    while index < text.count, isDigit(text[index]) { index += 1 }
    let whole = index - start
    guard whole > 0, whole == 1 || text[start] != UInt8(ascii: "0"), index < text.count, text[index] == UInt8(ascii: ".")
    else { return false }
    index += 1
    while index < text.count, isDigit(text[index]) { index += 1 }
    let last = text[text.count - 1]
    return index == text.count && index - start <= 16 && last != UInt8(ascii: "0") && last != UInt8(ascii: ".")
  }
}

/// Returns a double as Python's `repr` writes it, `nan` and `inf` as `json.dumps` does (`NaN`, `Infinity`).
func pythonRepresentation(of value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
  if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
  var bytes: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
  let decimal = ShortestDecimal(value)
  if decimal.point > 16 || decimal.point < -3 {
    decimal.appendScientific(exponentDigits: 2, to: &bytes)
  } else {
    decimal.appendPositional(to: &bytes)
    if decimal.point >= decimal.count { bytes.append(contentsOf: ".0".utf8) }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The shortest decimal digits of a finite, non-zero double: |value| = 0.d₁d₂… × 10^point.
struct ShortestDecimal {
  /// At most 17 digits, the last one not 0.
  private(set) var digits: UInt64 = 0
  private(set) var count = 0
  private(set) var point = 0

  /// Takes digits that are known to be the shortest.
  init(digits: UInt64, count: Int, point: Int) {
    self.digits = digits
    self.count = count
    self.point = point
  }

  /// Takes apart what the standard library writes: `123.45`, `1e-07`, `5e-324`, `1.5e+300`.
  init(_ value: Double) {
    value.description.withBytes { text in
      var index = 0
      var afterPoint = 0
      var seenPoint = false
      while index < text.count, text[index] | 0x20 != UInt8(ascii: "e") {
        if isDigit(text[index]) {
          digits = digits &* 10 &+ UInt64(text[index] &- UInt8(ascii: "0"))
          if seenPoint { afterPoint += 1 }
        } else if text[index] == UInt8(ascii: ".") {
          seenPoint = true
        }
        index += 1
      }
      var exponent = 0
      let isNegative = index + 1 < text.count && text[index + 1] == UInt8(ascii: "-")
      while index < text.count {
        if isDigit(text[index]) { exponent = exponent * 10 + Int(text[index] - UInt8(ascii: "0")) }
        index += 1
      }
      point = (isNegative ? -exponent : exponent) - afterPoint
    }
    while digits % 10 == 0 { (digits, point) = (digits / 10, point + 1) }
    var rest = digits
    while rest > 0 { (rest, count) = (rest / 10, count + 1) }
    point += count
  }

  func appendECMAScript(to bytes: inout [UInt8]) {
    if point > 21 || point <= -6 {
      appendScientific(exponentDigits: 1, to: &bytes)
    } else {
      appendPositional(to: &bytes)
    }
  }

  /// `123.45`, `0.0001`, `1200`: as many zeros as the point needs.
  func appendPositional(to bytes: inout [UInt8]) {
    if point <= 0 {
      bytes.append(contentsOf: "0.".utf8)
      append(digits, count: count - point, to: &bytes)
    } else if point >= count {
      append(digits, count: count, to: &bytes)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - count))
    } else {
      let scale = (point..<count).reduce(1 as UInt64) { power, _ in power * 10 }
      append(digits / scale, count: point, to: &bytes)
      bytes.append(UInt8(ascii: "."))
      append(digits % scale, count: count - point, to: &bytes)
    }
  }

  /// `1.5e+300`.
  func appendScientific(exponentDigits: Int, to bytes: inout [UInt8]) {
    let scale = (1..<count).reduce(1 as UInt64) { power, _ in power * 10 }
    append(digits / scale, count: 1, to: &bytes)
    if count > 1 {
      bytes.append(UInt8(ascii: "."))
      append(digits % scale, count: count - 1, to: &bytes)
    }
    let exponent = point - 1
    bytes.append(contentsOf: (exponent < 0 ? "e-" : "e+").utf8)
    let needed = exponent.magnitude >= 100 ? 3 : exponent.magnitude >= 10 ? 2 : 1
    append(UInt64(exponent.magnitude), count: max(needed, exponentDigits), to: &bytes)
  }

  /// Appends a number with leading zeros to make up the count.
  private func append(_ number: UInt64, count: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count))
    var (rest, place) = (number, start + count - 1)
    while rest > 0 {
      bytes[place] += UInt8(rest % 10)
      (rest, place) = (rest / 10, place - 1)
    }
  }
}

/// Returns a finite double as ECMAScript's `Number.prototype.toString` writes it (RFC 8785 §3.2.2.3):
/// the shortest digits that read back, exponent form when the decimal point's place is over 21 or at most −6.
func ecmaScriptRepresentation(of value: Double) -> String {
  if value == 0 { return "0" }
  let decimal = ShortestDecimal(value)
  let (digits, point) = (decimal.digits, decimal.point)
  let sign = value < 0 ? "-" : ""
  if point > 21 || point <= -6 {
    let exponent = point - 1
    let mantissa = digits.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
  }
  if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
  if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) }
  return sign + digits.prefix(point) + "." + digits.dropFirst(point)
}

/// Returns a double as Python's `repr` writes it, `nan` and `inf` as `json.dumps` does (`NaN`, `Infinity`).
func pythonRepresentation(of value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
  if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
  let decimal = ShortestDecimal(value)
  let (digits, point) = (decimal.digits, decimal.point)
  let sign = value < 0 ? "-" : ""
  if point > 16 || point < -3 {
    let exponent = point - 1
    let mantissa = digits.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
    let magnitude = String(abs(exponent))
    let padded = magnitude.count < 2 ? "0" + magnitude : magnitude
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + padded
  }
  if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
  if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) + ".0" }
  return sign + digits.prefix(point) + "." + digits.dropFirst(point)
}

/// The shortest decimal digits of a finite, non-zero double: value = ±0.d₁d₂… × 10^point.
private struct ShortestDecimal {
  let digits: String
  let point: Int

  init(_ value: Double) {
    var digits: [UInt8] = []
    var point = 0
    var exponent = 0
    var seenPoint = false
    var iterator = value.description.utf8.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits.isEmpty && byte == UInt8(ascii: "0") {
          if seenPoint { point -= 1 }
        } else {
          digits.append(byte)
          if !seenPoint { point += 1 }
        }
      case UInt8(ascii: "."): seenPoint = true
      case UInt8(ascii: "e"):
        var text = ""
        while let byte = iterator.next() { if byte != UInt8(ascii: "+") { text.unicodeScalars.append(Unicode.Scalar(byte)) } }
        exponent = Int(text) ?? 0
      default: break
      }
    }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    self.digits = String(decoding: digits, as: UTF8.self)
    self.point = point + exponent
  }
}

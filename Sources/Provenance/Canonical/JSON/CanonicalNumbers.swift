extension JSONCanonicalizer {
  static let notANumber: StaticString = #"{"$float":"NaN"}"#
  static let infinity: StaticString = #"{"$float":"Infinity"}"#
  static let negativeInfinity: StaticString = #"{"$float":"-Infinity"}"#

  /// Writes the number that begins here.
  mutating func number() throws(Refusal) {
    let start = index
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { index += 1 }
    if isNegative, next == UInt8(ascii: "I") { return try word("Infinity", as: Self.negativeInfinity) }
    var decimal = try scan()
    if decimal.isInteger {
      // All digits are kept, however many.
      let isZero = input[start + (isNegative ? 1 : 0)] == UInt8(ascii: "0")
      copyText(from: isZero && isNegative ? start + 1 : start)
    } else if decimal.isCanonicalForm, decimal.isShortest {
      copyText(from: start)
    } else if decimal.normalize(), decimal.isShortest {
      if isNegative { output.append(UInt8(ascii: "-")) }
      digits.removeAll(keepingCapacity: true)
      ShortestDecimal(digits: decimal.digits, count: decimal.count, point: decimal.count - decimal.places)
        .appendECMAScript(to: &digits)
      copyDigits()
    } else {
      convert(from: start)
    }
  }

  /// By way of the double, as the reader and the canonical form do it.
  private mutating func convert(from start: Int) {
    let spelling = String(decoding: UnsafeBufferPointer(start: input + start, count: index - start), as: UTF8.self)
    let value = Double(spelling) ?? .nan
    if value.isFinite {
      digits.removeAll(keepingCapacity: true)
      appendECMAScript(value, to: &digits)
      copyDigits()
    } else {
      output.append(value.isNaN ? Self.notANumber : value < 0 ? Self.negativeInfinity : Self.infinity)
      keepRoom()
    }
  }

  private mutating func copyText(from start: Int) { output.append(input + start, index - start) }

  private mutating func copyDigits() {
    digits.withUnsafeBufferPointer { digits in
      guard let start = digits.baseAddress else { return }
      output.append(start, digits.count)
    }
    keepRoom()
  }

  // MARK: Scanning

  /// Reads past the digits, after the sign, by the grammar of RFC 8259 §6.
  private mutating func scan() throws(Refusal) -> WrittenDecimal {
    var decimal = WrittenDecimal()
    let start = index
    skipDigits(&decimal)
    let whole = index - start
    guard whole == 1 || (whole > 1 && input[start] != UInt8(ascii: "0")) else { throw Refusal() }
    if next == UInt8(ascii: ".") {
      index += 1
      let pointEnd = index
      skipDigits(&decimal)
      guard index > pointEnd else { throw Refusal() }
      decimal.isInteger = false
      decimal.places = index - pointEnd
      decimal.endsInZero = input[index - 1] == UInt8(ascii: "0")
    }
    if next | 0x20 == UInt8(ascii: "e") { try scanExponent(&decimal) }
    return decimal
  }

  @inline(__always)
  private mutating func skipDigits(_ decimal: inout WrittenDecimal) {
    var (here, digits, count) = (index, decimal.digits, decimal.count)
    while here < self.count, isDigit(input[here]) {
      // Beyond 19 digits this wraps, and the count says so.
      digits = digits &* 10 &+ UInt64(input[here] &- UInt8(ascii: "0"))
      if count > 0 || digits > 0 { count += 1 }
      here += 1
    }
    (index, decimal.digits, decimal.count) = (here, digits, count)
  }

  private mutating func scanExponent(_ decimal: inout WrittenDecimal) throws(Refusal) {
    index += 1
    let isNegative = next == UInt8(ascii: "-")
    if isNegative || next == UInt8(ascii: "+") { index += 1 }
    let start = index
    var exponent = 0
    while isDigit(next) {
      exponent = min(exponent * 10 + Int(next - UInt8(ascii: "0")), 1_000_000)
      index += 1
    }
    guard index > start else { throw Refusal() }
    decimal.isInteger = false
    decimal.hasExponent = true
    decimal.places += isNegative ? exponent : -exponent
  }
}

/// A decimal as it was written: digits × 10^−places, its sign apart.
struct WrittenDecimal {
  var digits: UInt64 = 0
  /// How many digits there are from the first that is not 0; over 19, ``digits`` means nothing.
  var count = 0
  var places = 0
  var isInteger = true
  var hasExponent = false
  var endsInZero = false

  /// Whether ECMAScript would write these digits just so: with a point, from 10^−6 on, without a last 0.
  var isCanonicalForm: Bool {
    // With at most 17 digits, one of them after the point, the value is below 10^21.
    !hasExponent && !endsInZero && count > 0 && places > 0 && places - count < 6
  }

  /// Takes zeros off the end; returns false if the digits are none, or too many to tell.
  mutating func normalize() -> Bool {
    guard count > 0, count <= 19 else { return false }
    while digits % 10 == 0 { (digits, count, places) = (digits / 10, count - 1, places - 1) }
    return true
  }

  /// Whether these digits, which do not end in 0, are the shortest and nearest of their double, as ECMAScript wants them; false also
  /// if that takes more to find out.
  ///
  /// Up to 15 digits always are, within the range of normal doubles: two such decimals never have the same double (C's `DBL_DIG`), so
  /// no other decimal that short stands for this one.
  var isShortest: Bool {
    if count <= 15 { return places > -280 && places < 280 }
    return count <= 17 && places >= 1 && places < Self.powers.count && isShortestByRemainder
  }

  /// Let the double be m × 2^−f. All in units of 2^(places−f) ÷ 10^places, so that every quantity is an integer: the decimal is
  /// digits × 2^(f−places), the double m × 5^places, its neighbours are 5^places away and decimals of as many digits 2^(f−places).
  ///
  /// The digits are the ones to write if
  /// - the double is the decimal's nearest: not more than half of 5^places apart. That is odd: nothing is ever just between;
  /// - no decimal of as many digits is nearer to the double: less than half of 2^(f−places) apart;
  /// - no decimal of fewer digits has the same double. Those beside are multiples of ten, or there is one between them and ours:
  ///   so it is enough that the multiples of ten below and above are more than half of 5^places from the double.
  private var isShortestByRemainder: Bool {
    let (ten, five) = Self.powers[places]
    let near = (Double(digits) / ten).bitPattern
    let shift = 1075 - Int(near >> 52) - places
    // So that ten units fit in 63 bits, and the remainder below beside them.
    guard shift >= 0, shift <= 58 else { return false }
    var significand = near & (1 << 52 - 1) | 1 << 52
    let double = significand.multipliedFullWidth(by: five)
    let (low, borrow) = (digits << UInt64(shift)).subtractingReportingOverflow(double.low)
    let high = (shift == 0 ? 0 : digits >> UInt64(64 - shift)) &- double.high &- (borrow ? 1 : 0)
    var remainder = Int64(bitPattern: low)
    guard high == (remainder < 0 ? .max : 0) else { return false }
    let (neighbour, half) = (Int64(five), Int64(five / 2))
    // The division may have missed by one.
    if remainder > half { (significand, remainder) = (significand + 1, remainder - neighbour) }
    if remainder < -half { (significand, remainder) = (significand - 1, remainder + neighbour) }
    // At a power of two the neighbour below is nearer than the one above: not for us.
    guard remainder.magnitude <= half, significand > 1 << 52, significand < 1 << 53 else { return false }
    let unit = Int64(1) << Int64(shift)
    let last = Int64(digits % 10)
    return 2 * remainder.magnitude < unit && last * unit - remainder > half && (10 - last) * unit + remainder > half
  }

  /// 10^n as the nearest double, and 5^n: up to 27 they fit in 63 bits.
  private static let powers: [(ten: Double, five: UInt64)] = (0...27).map { exponent in
    let five = (0..<exponent).reduce(1 as UInt64) { power, _ in power * 5 }
    return (Double(sign: .plus, exponent: exponent, significand: Double(five)), five)
  }
}

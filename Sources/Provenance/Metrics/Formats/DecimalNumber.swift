/// Reads decimal numbers out of bytes, correctly rounded, without making a string.
///
/// Up to 19 digits with a power of ten from −19 to 0 are divided in 128 bits with the remainder kept, which rounds exactly;
/// that is every number that Python or C prints between 1e-4 and 1e16. The rest goes through the standard library.
enum DecimalNumber {
  /// Returns the number that begins at `start`, and where it ends; nil if no number begins there.
  ///
  /// The grammar is Python's and C's: `1`, `-1.`, `.5`, `1e-4`, `+3E+2`; no hexadecimal, no underscores.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int
  ) -> (value: Double, end: Int)? {
    var index = start
    let negative = index < limit && bytes[index] == UInt8(ascii: "-")
    if index < limit, negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var (digits, power, count, seen) = (UInt64(0), 0, 0, false)
    while index < limit {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { break }
      (digits, seen) = (digits &* 10 &+ UInt64(digit), true)
      if count > 0 || digit != 0 { count += 1 }
      index += 1
    }
    if index < limit, bytes[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      while index < limit {
        let digit = bytes[index] &- 0x30
        guard digit <= 9 else { break }
        (digits, seen) = (digits &* 10 &+ UInt64(digit), true)
        if count > 0 || digit != 0 { count += 1 }
        index += 1
      }
      power = point - index
    }
    guard seen else { return nil }
    if let (exponent, end) = exponent(bytes, from: index, to: limit) { (power, index) = (power + exponent, end) }
    // 19 digits always fit into 64 bits; more may have wrapped.
    if count > 19 || power < -19 || power > 0 && digits != 0 {
      return (standard(bytes, start, index), index)
    }
    let value = quotient(digits, power: -min(power, 0))
    return (negative ? -value : value, index)
  }

  private static func exponent(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int
  ) -> (Int, Int)? {
    guard start < limit, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = start + 1
    let negative = index < limit && bytes[index] == UInt8(ascii: "-")
    if index < limit, negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    let first = index
    var exponent = 0
    while index < limit, bytes[index] &- 0x30 <= 9 {
      // Beyond any binary64 the exact size no longer matters here.
      exponent = min(exponent * 10 + Int(bytes[index] &- 0x30), 1_000_000)
      index += 1
    }
    return index == first ? nil : (negative ? -exponent : exponent, index)
  }

  private static let powers: [UInt64] = (0...19).map { (0..<$0).reduce(UInt64(1)) { power, _ in power * 10 } }

  /// `digits / 10^power`, rounded to nearest, ties to even.
  private static func quotient(_ digits: UInt64, power: Int) -> Double {
    if power == 0 { return Double(digits) }
    let divisor = powers[power]
    // Both are exact in binary64 (5^19 < 2^53), so one division rounds once.
    if digits < 1 << 53 { return Double(digits) / Double(divisor) }
    let (shift, divisorShift) = (digits.leadingZeroBitCount, divisor.leadingZeroBitCount)
    var (high, low) = (digits << UInt64(shift), UInt64(0))
    let normalised = divisor << UInt64(divisorShift)
    var exponent = divisorShift - shift - 64
    if high >= normalised {
      low = high << 63
      high >>= 1
      exponent += 1
    }
    var (result, rest) = normalised.dividingFullWidth((high, low))
    // The lowest bit stands for all that was cut off: the conversion below then rounds as if nothing had been.
    if rest != 0 { result |= 1 }
    // A power of two from −127 to 0: the product is exact.
    return Double(result) * Double(bitPattern: UInt64(1023 + exponent) << 52)
  }

  private static func standard(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Double {
    var text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    // The standard library wants a digit on both sides of the point.
    if let point = text.firstIndex(of: ".") {
      let after = text.index(after: point)
      if after == text.endIndex || !text[after].isNumber { text.insert("0", at: after) }
      if point == text.startIndex || !text[text.index(before: point)].isNumber { text.insert("0", at: point) }
    }
    return Double(text) ?? .nan
  }
}

/// The value of a digit in any base up to 16.
func digitValue(_ byte: UInt8) -> Int? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
  default: nil
  }
}

/// The plain decimal digits of a non-negative integer of any length up to 5,000 digits; nil beyond, since the work grows with the
/// square of the length.
func decimalDigits(of digits: [UInt8], radix: Int) -> String? {
  guard digits.count <= 5_000 else { return nil }
  /// Base 10^9, least significant first.
  var limbs: [Int] = [0]
  for digit in digits {
    guard var carry = digitValue(digit), carry < radix else { return nil }
    for index in limbs.indices {
      let total = limbs[index] * radix + carry
      limbs[index] = total % 1_000_000_000
      carry = total / 1_000_000_000
    }
    if carry > 0 { limbs.append(carry) }
  }
  return limbs.dropLast().reversed().reduce(into: String(limbs.last ?? 0)) { text, limb in
    let digits = String(limb)
    text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
  }
}

/// Takes as many digits as there are within the range; nil if there are too few.
func takeNumber(_ rest: inout ArraySlice<UInt8>, _ count: ClosedRange<Int>) -> Int? {
  let digits = rest.prefix(count.upperBound).prefix(while: isDigit)
  guard digits.count >= count.lowerBound else { return nil }
  rest.removeFirst(digits.count)
  return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

/// Takes one given character.
func take(_ rest: inout ArraySlice<UInt8>, _ letter: Unicode.Scalar) -> Bool {
  guard rest.first == UInt8(ascii: letter) else { return false }
  rest.removeFirst()
  return true
}

/// The days of a month in the Gregorian calendar.
func days(in month: Int, of year: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

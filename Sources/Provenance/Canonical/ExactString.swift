/// A string that is compared and hashed by its UTF-8 bytes.
///
/// Swift's own `==` holds "é" and "e\u{301}" equal; as keys of a config they are two.
public struct ExactString: Hashable, Sendable, Comparable {
  /// As it was given.
  public let string: String

  public init(_ string: String) { self.string = string }

  public static func == (left: ExactString, right: ExactString) -> Bool {
    left.string.isExactly(right.string)
  }

  public func hash(into hasher: inout Hasher) {
    string.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Orders by UTF-16 code units, as RFC 8785 §3.2.3 asks.
  public static func < (left: ExactString, right: ExactString) -> Bool { precedesInUTF16(left.string, right.string) }
}

extension String {
  /// Whether both have the same UTF-8 bytes.
  public func isExactly(_ other: String) -> Bool {
    // Equal bytes are always equal strings, and for most pairs `==` decides faster.
    self == other && utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }

  /// Calls with the UTF-8 bytes, without a copy where the string has them in one piece.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}

/// Whether a key comes before another by UTF-16 code units.
///
/// UTF-8 bytes order as code points do; UTF-16 differs only in that surrogates (lead bytes F0…F4) come before U+E000…U+FFFF
/// (lead bytes EE, EF).
func precedesInUTF16(_ left: String, _ right: String) -> Bool {
  left.withBytes { left in right.withBytes { right in precedesInUTF16(left, right) } }
}

private func precedesInUTF16(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
  let shared = min(left.count, right.count)
  for index in 0..<shared where left[index] != right[index] {
    let (a, b) = (left[index], right[index])
    if a >= 0xF0, b == 0xEE || b == 0xEF { return true }
    if b >= 0xF0, a == 0xEE || a == 0xEF { return false }
    return a < b
  }
  return left.count < right.count
}

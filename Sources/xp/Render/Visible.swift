/// Characters that a reader cannot see, or that would act on a terminal or a page, spelled as escapes.
enum Visible {
  /// Returns the escape that stands for a character, such as `\x1b` or `\u202e`; nil for one that may stand as it is.
  static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x00..<0x20, 0x7F: "\\x" + hexadecimal(scalar.value, digits: 2)
    // C1 controls: a terminal takes U+009B for ESC [.
    case 0x80...0x9F: "\\x" + hexadecimal(scalar.value, digits: 2)
    case let value where isInvisible(value):
      value > 0xFFFF ? "\\U" + hexadecimal(value, digits: 8) : "\\u" + hexadecimal(value, digits: 4)
    default: nil
    }
  }

  /// Marks that reorder text (UAX #9), break lines, or show nothing at all. U+200D and the variation selectors stay: emoji need them.
  private static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
      0xE0000...0xE007F:
      true
    default: false
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

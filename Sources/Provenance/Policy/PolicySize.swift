/// A number of bytes: an integer, or text such as `50 MB` or `1.5 GiB`. A kilobyte is 1,000 bytes, a kibibyte 1,024.
extension PolicyType where Content == Int64 {
  static let size = PolicyType(
    schema: [
      "anyOf": [
        ["type": "integer", "minimum": 0],
        ["type": "string", "pattern": #"^[0-9]+(\.[0-9]+)? ?([kKMGT]i?)?B$"#],
      ]
    ]
  ) { (value, place) throws(Failure) in
    let size: Int64? =
      switch value {
      case .string(let text): bytes(text)
      case .number(let number): number.int.map { Int64($0) }
      default: nil
      }
    guard let size, size >= 0 else {
      throw place.mismatch("a size", value, hint: "write \"50 MB\", \"1 GiB\" or a number of bytes")
    }
    return size
  } write: {
    written($0)
  }

  private static var factors: [(unit: String, factor: Double)] {
    [
      ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10), ("kiB", 0x1p10), ("TB", 1e12), ("GB", 1e9),
      ("MB", 1e6), ("kB", 1e3), ("KB", 1e3), ("B", 1),
    ]
  }

  fileprivate static func bytes(_ text: String) -> Int64? {
    guard let (unit, factor) = factors.first(where: { text.hasSuffix($0.unit) }) else { return nil }
    var digits = text.dropLast(unit.count)
    if digits.last == " " { digits.removeLast() }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let number = Double(digits), number * factor < 0x1p63
    else { return nil }
    return Int64((number * factor).rounded())
  }

  private static func written(_ size: Int64) -> Value {
    for (unit, factor) in [("TB", Int64(1_000_000_000_000)), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)] {
      if size > 0, size.isMultiple(of: factor) { return .string("\(size / factor) \(unit)") }
    }
    return .number(Number(Int(size)))
  }
}

/// Numbers of bytes in words that people type and read.
public enum ByteCount {
  /// Bytes of `50 MB`, `1.5GiB` or `1000`; nil for anything else.
  public static func bytes(of text: String) -> Int64? {
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int64(text) }
    return PolicyType<Int64>.bytes(text)
  }

  /// Three digits or so: `0 B`, `812 B`, `1.2 kB`, `45.1 MB`, `3.4 GB`.
  public static func text(of bytes: Int64) -> String {
    var (value, units) = (bytes, ["kB", "MB", "GB", "TB"][...])
    guard bytes >= 1000 else { return "\(bytes) B" }
    // In tenths, so that no float is rounded twice.
    value = bytes / 100
    while value >= 9995, units.count > 1 {
      value /= 1000
      units.removeFirst()
    }
    return "\(value / 10).\(value % 10) \(units.first ?? "")"
  }
}

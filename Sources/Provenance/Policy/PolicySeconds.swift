/// A length of time: a number of seconds, or text such as `30s`, `90 min`, `2h`, `1.5 d`.
extension PolicyType where Content == Double {
  static let duration = PolicyType(
    schema: [
      "anyOf": [
        ["type": "number", "minimum": 0],
        ["type": "string", "pattern": #"^[0-9]+(\.[0-9]+)? ?(s|m|min|h|d|w)$"#],
      ]
    ]
  ) { (value, place) throws(Failure) in
    let seconds: Double? =
      switch value {
      case .string(let text): Seconds.seconds(of: text)
      case .number(let number): number.double
      default: nil
      }
    guard let seconds, seconds >= 0, seconds.isFinite else {
      throw place.mismatch("a length of time", value, hint: "write \"30s\", \"10 min\" or \"2h\"")
    }
    return seconds
  } write: {
    $0 == 0 ? .number(Number(0)) : .string(Seconds.text(of: $0))
  }
}

/// Lengths of time in words that people type.
public enum Seconds {
  private static let units: [(name: String, seconds: Double)] = [
    ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800),
  ]

  /// Seconds of `30s`, `10 min`, `2h`, `1.5 d`; nil for anything else.
  public static func seconds(of text: String) -> Double? {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    var digits = text.dropLast(unit.name.count)
    if digits.last == " " { digits.removeLast() }
    guard let first = digits.utf8.first, (0x30...0x39).contains(first),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
    else { return nil }
    return Double(digits).map { $0 * unit.seconds }
  }

  /// The shortest such text that says exactly so many seconds.
  static func text(of seconds: Double) -> String {
    for unit in [("d", 86_400.0), ("h", 3600), ("min", 60)] where seconds.truncatingRemainder(dividingBy: unit.1) == 0 {
      return "\(Number(seconds / unit.1).spelling) \(unit.0)".replacingDotZero
    }
    return "\(Number(seconds).spelling) s".replacingDotZero
  }
}

extension String {
  fileprivate var replacingDotZero: String {
    let parts = split(separator: " ")
    return parts.count == 2 && parts[0].hasSuffix(".0") ? parts[0].dropLast(2) + " " + parts[1] : self
  }
}

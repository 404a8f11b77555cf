import Provenance

/// Shorter forms for people: a prefix of a digest is enough to tell two apart, and to name one to a command.
enum Short {
  /// Hexadecimal digits that a shortened digest keeps.
  static let digits = 12

  /// `sha256:5d4c1b259dc8`.
  static func digest(_ digest: Digest) -> String { "\(digest.algorithm.rawValue):\(digest.hex.prefix(digits))" }

  /// Shortens every digest among a text's words.
  static func digests(in text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      Digest(String(word)).map(digest) ?? String(word)
    }.joined(separator: " ")
  }

  /// `1 key`, `2 keys`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `0.42 s`, `12.3 s`, `4 min 7 s`, `2 h 5 min`, `3 d 4 h`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 9.995 { return "\(decimal(seconds, places: 2)) s" }
    if seconds < 59.95 { return "\(decimal(seconds, places: 1)) s" }
    let whole = Int(seconds.rounded())
    let parts = [(whole / 86_400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")].drop { $0.0 == 0 }
    return parts.prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// A number with so many decimal places.
  static func decimal(_ number: Double, places: Int) -> String {
    let factor = (0..<places).reduce(1) { product, _ in product * 10 }
    let scaled = Int((abs(number) * Double(factor)).rounded())
    let digits = String(scaled % factor)
    return (number < 0 && scaled > 0 ? "-" : "") + "\(scaled / factor)."
      + String(repeating: "0", count: places - digits.count) + digits
  }

  /// `512 bytes`, `1.4 kB`, `23 MB`, `1.2 GB`; a kilobyte is 1,000 bytes.
  static func size(_ bytes: Int64) -> String {
    guard bytes >= 1000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var (value, unit) = (Double(bytes), "")
    for name in ["kB", "MB", "GB", "TB"] where value >= 999.5 { (value, unit) = (value / 1000, name) }
    return (value < 9.95 ? decimal(value, places: 1) : String(Int(value.rounded()))) + " " + unit
  }
}

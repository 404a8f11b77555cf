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
}

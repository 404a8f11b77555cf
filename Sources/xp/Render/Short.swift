import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  /// A value in a table. A number that no author spelled keeps six digits; CSV and JSON have all of them.
  static func value(_ value: ListValue, as column: String = "") -> String {
    switch value {
    case .number(let seconds, _) where column == "duration": duration(seconds)
    case .number(let number, let spelling): spelling.utf8.count > 8 ? self.number(number) : spelling
    case .text(let text): text
    case .truth(let truth): truth ? "true" : "false"
    case .time(let moment): time(moment)
    case .set(let texts): texts.joined(separator: ", ")
    case .json(let text): (try? JSONReader.read(text).untagged).map(JSONWriter.line) ?? text
    }
  }

  /// Six digits that count, as C's `%.6g` has them.
  static func number(_ number: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 40)
    let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.6g", $0) }
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Local time to the minute: `2026-11-20 22:56`.
  static func time(_ moment: Moment) -> String { String(moment.local.prefix(16)).replacing("T", with: " ") }

  /// `3.2s`, `42s`, `5m 07s`, `2h 05m`, `3d 04h`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return number(seconds) + "s" }
    if seconds < 9.95 { return "\(Double(Int((seconds * 10).rounded())) / 10)s" }
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3600: return "\(whole / 60)m \(two(whole % 60))s"
    case ..<86400: return "\(whole / 3600)h \(two(whole / 60 % 60))m"
    default: return "\(whole / 86400)d \(two(whole / 3600 % 24))h"
    }
  }
}

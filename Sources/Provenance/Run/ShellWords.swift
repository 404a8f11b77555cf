/// Words as POSIX `sh` writes and reads them.
public enum ShellWords {
  /// Returns a word so that `sh` reads exactly its bytes. A word cannot hold NUL.
  public static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
    // Inside single quotes nothing is special but the single quote itself. By bytes: with a combining mark behind it, it is
    // another character to Swift, and still a quote to `sh`.
    return "'"
      + word.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false).map { String(Substring($0)) }
      .joined(separator: "'\\''") + "'"
  }

  /// Bytes that no shell treats specially wherever they stand in a word.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  /// A part of a parsed line.
  enum Part: Equatable {
    case word(String)
    /// A word that ends in a variable: `'--key='"${NAME}"`.
    case variable(prefix: String, name: String)
    /// The end of a command: a newline that is not escaped.
    case end
  }

  /// Reads the subset of `sh` that ``quoted(_:)`` and the generated scripts use: plain words, single quotes, backslashes,
  /// escaped newlines, comments, and `"${NAME}"` at the end of a word.
  ///
  /// - Returns: nil for anything else, since another meaning must not be guessed.
  static func parts(of text: String) -> [Part]? {
    var reader = Reader(bytes: Array(text.utf8))
    return reader.all()
  }

  private struct Reader {
    let bytes: [UInt8]
    var index = 0
    var parts: [Part] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func all() -> [Part]? {
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
        case UInt8(ascii: "\n"):
          index += 1
          parts.append(.end)
        case UInt8(ascii: "\\") where follows("\n"): index += 2
        case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        default: guard word() else { return nil }
        }
      }
      return parts
    }

    private func follows(_ text: String) -> Bool { bytes[(index + 1)...].starts(with: text.utf8) }

    private mutating func word() -> Bool {
      var content: [UInt8] = []
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): return finish(content)
        case UInt8(ascii: "'"):
          guard let end = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) else { return false }
          content += bytes[(index + 1)..<end]
          index = end + 1
        case UInt8(ascii: "\\"):
          guard index + 1 < bytes.count else { return false }
          // An escaped newline joins lines, also inside a word.
          if bytes[index + 1] != UInt8(ascii: "\n") { content.append(bytes[index + 1]) }
          index += 2
        case UInt8(ascii: "\""): return variable(after: content)
        case _ where byte >= 0x80 || ShellWords.isPlain(byte) || byte == UInt8(ascii: "="):
          content.append(byte)
          index += 1
        default: return false
        }
      }
      return finish(content)
    }

    private mutating func finish(_ content: [UInt8]) -> Bool {
      guard let word = String(validating: content, as: UTF8.self) else { return false }
      parts.append(.word(word))
      return true
    }

    private mutating func variable(after content: [UInt8]) -> Bool {
      guard follows("${"), let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")), end + 1 < bytes.count,
        bytes[end + 1] == UInt8(ascii: "\""), let prefix = String(validating: content, as: UTF8.self)
      else { return false }
      let name = String(decoding: bytes[(index + 3)..<end], as: UTF8.self)
      index = end + 2
      guard ShellWords.isName(name), index == bytes.count || bytes[index] <= 0x20 else { return false }
      parts.append(.variable(prefix: prefix, name: name))
      return true
    }
  }

  /// Whether a shell variable can have that name.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "_")
    }
  }
}

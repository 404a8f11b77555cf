/// A pattern over paths or dotted keys: `?` one character, `*` any but the separator, `**` any, `[abc]` one of these.
///
/// A path pattern without a separator matches a name in any folder, as in `.gitignore`. A key pattern's `*` crosses dots:
/// `*.seed` matches `training.optimizer.seed`.
public struct Glob: Sendable, Hashable {
  public let pattern: String
  private let tokens: [Token]
  private let nameOnly: Bool

  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case one
    case some
    case any
    case oneOf([UInt8])
  }

  public static func path(_ pattern: String) -> Glob { Glob(pattern, crossing: false) }
  public static func key(_ pattern: String) -> Glob { Glob(pattern, crossing: true) }

  private init(_ pattern: String, crossing: Bool) {
    self.pattern = pattern
    nameOnly = !crossing && !pattern.utf8.contains(UInt8(ascii: "/"))
    var tokens: [Token] = []
    var bytes = Array(pattern.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "?"): tokens.append(.one)
      case UInt8(ascii: "*") where bytes.first == UInt8(ascii: "*"):
        bytes.removeFirst()
        // `**/` also matches no folder at all.
        if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
        tokens.append(.any)
      case UInt8(ascii: "*"): tokens.append(crossing ? .any : .some)
      case UInt8(ascii: "["):
        if let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
          tokens.append(.oneOf(Array(bytes[..<end])))
          bytes = bytes[(end + 1)...]
        } else {
          tokens.append(.byte(byte))
        }
      default: tokens.append(.byte(byte))
      }
    }
    self.tokens = tokens
  }

  public func matches(_ text: String) -> Bool {
    var text = nameOnly ? lastComponent(of: text) : text
    return text.withUTF8 { matches($0) }
  }

  /// Follows all states at once: time is text × pattern, whatever the stars.
  private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var reachable = [Bool](repeating: false, count: tokens.count + 1)
    reachable[0] = true
    func close(_ states: inout [Bool]) {
      for (index, token) in tokens.enumerated() where states[index] && (token == .some || token == .any) {
        states[index + 1] = true
      }
    }
    close(&reachable)
    for byte in text {
      var next = [Bool](repeating: false, count: tokens.count + 1)
      for (index, token) in tokens.enumerated() where reachable[index] {
        switch token {
        case .byte(let expected): if byte == expected { next[index + 1] = true }
        case .one: if byte != UInt8(ascii: "/") { next[index + 1] = true }
        case .oneOf(let set): if set.contains(byte) { next[index + 1] = true }
        case .some: if byte != UInt8(ascii: "/") { next[index] = true }
        case .any: next[index] = true
        }
      }
      close(&next)
      reachable = next
    }
    return reachable[tokens.count]
  }
}

/// A pattern over paths or dotted keys: `?` one character, `*` any but the separator, `**` any, `[abc]` one of these.
///
/// A path pattern without a separator matches a name in any folder, as in `.gitignore`. A key pattern's `*` crosses dots:
/// `*.seed` matches `training.optimizer.seed`.
public struct Glob: Sendable, Hashable {
  /// As it was written.
  public let pattern: String
  private let tokens: [Token]
  private let nameOnly: Bool
  /// The bytes that every match begins and ends with: most texts are told apart by these alone.
  private let (head, tail): ([UInt8], [UInt8])

  private enum Token: Sendable, Hashable {
    case byte(UInt8)
    case one
    case some
    case any
    case oneOf([UInt8])
  }

  /// A pattern over paths with `/`: `*` stays within a folder, `**` crosses folders.
  public static func path(_ pattern: String) -> Glob { Glob(pattern, crossing: false) }
  /// A pattern over dotted config keys or names of variables: `*` crosses dots.
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
    func literal(_ token: Token) -> UInt8? { if case .byte(let byte) = token { byte } else { nil } }
    head = tokens.prefix { literal($0) != nil }.compactMap(literal)
    tail = tokens.suffix(tokens.count - head.count).reversed().prefix { literal($0) != nil }.reversed().compactMap(literal)
  }

  /// Whether all of the text fits, compared by bytes.
  public func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  /// Whether a path that lies outside a run's folder fits, or what is left of it below one of its folders: which of these is the run's
  /// own nobody tells.
  func matches(output path: String) -> Bool {
    var path = path
    return path.withUTF8 { bytes in
      guard !nameOnly else { return matches(bytes) }
      return matches(bytes)
        || bytes.indices.contains { bytes[$0] == UInt8(ascii: "/") && matches(UnsafeBufferPointer(rebasing: bytes[($0 + 1)...])) }
    }
  }

  /// The same over UTF-8 bytes.
  public func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = nameOnly ? text.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0 : 0
    return matches(text[start...])
  }

  /// Follows all states at once: time is text × pattern, whatever the stars.
  private func matches(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard text.count >= head.count + tail.count, text.starts(with: head), text.suffix(tail.count).elementsEqual(tail) else {
      return false
    }
    if tokens.count == head.count { return text.count == head.count }
    if tokens.count == head.count + 1 && tokens.last == .any { return true }
    var reachable = States(count: tokens.count + 1)
    reachable.insert(0)
    close(&reachable)
    var next = States(count: tokens.count + 1)
    for byte in text {
      next.removeAll()
      for index in tokens.indices where reachable.contains(index) {
        switch tokens[index] {
        case .byte(let expected): if byte == expected { next.insert(index + 1) }
        case .one: if byte != UInt8(ascii: "/") { next.insert(index + 1) }
        case .oneOf(let set): if set.contains(byte) { next.insert(index + 1) }
        case .some: if byte != UInt8(ascii: "/") { next.insert(index) }
        case .any: next.insert(index)
        }
      }
      if next.isEmpty { return false }
      close(&next)
      swap(&reachable, &next)
    }
    return reachable.contains(tokens.count)
  }

  /// A star may also match nothing.
  private func close(_ states: inout States) {
    for index in tokens.indices where states.contains(index) && (tokens[index] == .some || tokens[index] == .any) {
      states.insert(index + 1)
    }
  }

  /// A set of small numbers; the first 64 need no memory of their own.
  private struct States {
    private var low: UInt64 = 0
    private var high: [UInt64]

    init(count: Int) { high = count > 64 ? [UInt64](repeating: 0, count: (count - 1) / 64) : [] }

    var isEmpty: Bool { low == 0 && high.allSatisfy { $0 == 0 } }

    func contains(_ state: Int) -> Bool {
      (state < 64 ? low : high[state / 64 - 1]) & 1 << UInt64(state % 64) != 0
    }

    mutating func insert(_ state: Int) {
      if state < 64 { low |= 1 << UInt64(state) } else { high[state / 64 - 1] |= 1 << UInt64(state % 64) }
    }

    mutating func removeAll() {
      low = 0
      for index in high.indices { high[index] = 0 }
    }
  }
}

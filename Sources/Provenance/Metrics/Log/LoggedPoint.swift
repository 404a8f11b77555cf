/// What one `xp log` says: metrics of one step, as a line of JSON.
public struct LoggedPoint: Sendable, Equatable {
  private var members: [(key: String, text: String)] = []

  public static func == (left: LoggedPoint, right: LoggedPoint) -> Bool { left.line == right.line }

  /// Reads `NAME=VALUE` words.
  ///
  /// A name may hold `=`: the last one ends it. A value is a number as Python and C write it, `nan`, `inf` or `-inf`.
  /// - Parameters:
  ///   - step: which step the values belong to, and likewise `epoch`; numbers.
  ///   - split: which data they are about, such as `val`.
  /// - Throws: kind `usage` for a word without `=`, a name that is empty, twice there or another option's, and a value that is no number.
  public init(_ words: [String], step: String? = nil, epoch: String? = nil, split: String? = nil) throws(Failure) {
    guard !words.isEmpty else {
      throw Failure(.usage, "there is nothing to log", hint: "name a metric and its value: xp log val_auc=0.71 --step 3")
    }
    if let step { members.append(("step", try Self.number(step, of: "--step"))) }
    if let epoch { members.append(("epoch", try Self.number(epoch, of: "--epoch"))) }
    if let split {
      guard !split.isEmpty else { throw Failure(.usage, "--split is empty", hint: "leave it out, or name one: --split val") }
      members.append(("split", Value.string(split).canonicalText))
    }
    for word in words { try add(word) }
  }

  private mutating func add(_ word: String) throws(Failure) {
    guard let equals = word.utf8.lastIndex(of: UInt8(ascii: "=")) else {
      throw Failure(.usage, "\"\(word)\" has no value", hint: "write it as NAME=VALUE: xp log \(word)=0.71")
    }
    let (name, value) = (String(word[..<equals]), String(word[word.utf8.index(after: equals)...]))
    guard !name.isEmpty else { throw Failure(.usage, "\"\(word)\" has no name", hint: "write it as NAME=VALUE") }
    guard !["step", "epoch", "split"].contains(name) else {
      throw Failure(.usage, "\(name) is no metric", hint: "say it by its option: --\(name) \(value)")
    }
    guard !members.contains(where: { $0.key.isExactly(name) }) else {
      throw Failure(.usage, "\(name) is given twice", hint: "log each value at a step of its own")
    }
    members.append((name, try Self.number(value, of: name)))
  }

  /// The number as JSON: its own spelling where JSON has it.
  private static func number(_ text: String, of name: String) throws(Failure) -> String {
    let bytes = Array(text.utf8)
    let value = bytes.withUnsafeBufferPointer { DecimalNumber.read($0, from: 0, to: $0.count) }
    if let value, value.end == bytes.count {
      if let spelled = try? JSONReader.read(bytes), spelled.number != nil { return text }
      return Value.number(Number(value.value)).canonicalText
    }
    guard case .number(let word) = MetricWord(bytes) else {
      throw Failure(.usage, "\(name) is not a number: \"\(text)\"", hint: "give a number, nan, inf or -inf: xp log loss=0.25")
    }
    return Value.number(Number(word)).canonicalText
  }

  /// One line of JSON with its newline.
  public var line: [UInt8] {
    let inner = members.map { Value.string($0.key).canonicalText + ":" + $0.text }
    return Array(("{" + inner.joined(separator: ",") + "}\n").utf8)
  }
}

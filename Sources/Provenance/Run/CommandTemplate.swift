/// Puts values into the words of a command: `{config}`, `{dir}`, `{seed}`, `{training.learning_rate}`.
///
/// The rule: `{name}` is replaced where the name is known. A name is letters, digits, `_` and `-`, in parts between dots, and
/// begins with a letter or `_`. `{{name}}` stands for the text `{name}`. An unknown name with a dot is a mistake and refused.
/// Everything else passes unchanged: `{"a": 1}`, `{}`, `{1..3}`, `${HOME}`, `{epoch}` (some programs have templates of their
/// own). What was put in is not looked at again.
public struct CommandTemplate: Sendable {
  /// What a name between braces stands for.
  public struct Value: Sendable, Equatable {
    /// Without braces.
    public var name: String
    /// What is put in its place, as it is.
    public var text: String
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  private let texts: [ExactString: String]
  private let names: [String]

  /// - Parameter values: of equal names the last holds.
  public init(_ values: [Value]) {
    texts = Dictionary(values.map { (ExactString($0.name), $0.text) }) { $1 }
    names = values.map(\.name)
  }

  /// Returns the words with their values.
  ///
  /// - Throws: kind `input` for an unknown dotted name, with near names.
  public func fill(_ words: [String]) throws(Failure) -> [String] {
    var filled: [String] = []
    for word in words { filled.append(try fill(word)) }
    return filled
  }

  /// Returns one word with its values put in.
  ///
  /// - Throws: kind `input` for an unknown dotted name, with near names.
  public func fill(_ word: String) throws(Failure) -> String {
    let bytes = Array(word.utf8)
    guard bytes.contains(UInt8(ascii: "{")) else { return word }
    var (result, index) = ([UInt8](), 0)
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "{"), index == 0 || bytes[index - 1] != UInt8(ascii: "$") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      if let end = Self.name(in: bytes, from: index + 2), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "{"),
        end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "}")
      {
        result += bytes[(index + 1)...end]
        index = end + 2
      } else if let end = Self.name(in: bytes, from: index + 1) {
        let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        result += try text(of: name, in: word)?.utf8.map { $0 } ?? Array(bytes[index...end])
        index = end + 1
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func text(of name: String, in word: String) throws(Failure) -> String? {
    if let text = texts[ExactString(name)] { return text }
    guard name.contains(".") else { return nil }
    let near = nearNames(to: name, in: names)
    throw Failure(
      .input, "the command names {\(name)}, which the config does not have",
      hint: near.isEmpty
        ? "write {{\(name)}} to pass it as it is" : "did you mean \(near.map { "{\($0)}" }.joined(separator: ", "))?")
  }

  /// Returns where a name that begins at `start` meets its closing brace; nil if it is no name.
  private static func name(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    var atPartStart = true
    while index < bytes.count {
      let byte = bytes[index]
      let letter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
      if byte == UInt8(ascii: "}") { return atPartStart ? nil : index }
      if byte == UInt8(ascii: ".") {
        guard !atPartStart else { return nil }
        atPartStart = true
      } else {
        let inner = (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        guard letter || byte >= 0x80 || inner && index > start else { return nil }
        atPartStart = false
      }
      index += 1
    }
    return nil
  }
}

extension Command {
  /// Returns a working directory as ``directory`` records it: relative to the project, with `..` where it lies outside.
  ///
  /// Both absolute, with all links followed.
  public static func directory(_ workingDirectory: String, inProject project: String) -> String {
    let (here, base) = (workingDirectory.split(separator: "/"), project.split(separator: "/"))
    let shared = zip(here, base).prefix { String($0).isExactly(String($1)) }.count
    let parts = base.dropFirst(shared).map { _ in ".." } + here.dropFirst(shared).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }
}

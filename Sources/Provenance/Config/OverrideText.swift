/// What `--set group.key=value` says.
public struct OverrideText: Sendable {
  /// As it was typed: a dotted path, or the unique end of one.
  public let key: String
  /// What it is set to, typed.
  public let value: Value

  /// The key is typed in as people would: see ``apply(to:origin:)``.
  public init(key: String, value: Value) { (self.key, self.value) = (key, value) }

  /// Reads `group.key=value`.
  ///
  /// - Throws: ``Failure`` of kind `usage` if there is no `=` or no key before it.
  public static func parse(_ text: String) throws(Failure) -> OverrideText {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex else {
      throw Failure(.usage, "\"\(text)\" does not set anything", hint: "write group.key=value")
    }
    return OverrideText(
      key: String(text[..<equals]), value: value(of: String(text[text.utf8.index(after: equals)...])))
  }

  /// The typed value of a word: what it is as JSON (`1e-3`, `true`, `null`, `[1,2]`, `"x"`), else the text itself.
  public static func value(of word: String) -> Value { (try? JSONReader.read(word)) ?? .string(word) }

  /// A config with the value set, and what that changed.
  public struct Applied: Sendable {
    /// The config with the value set.
    public let root: Object
    /// What changed, with the old value: goes into the registration.
    public let record: Override
    /// A new key with near names, a change of type; empty if nothing is odd.
    public let findings: [Finding]
  }

  /// Sets the value in a config; order and places stay.
  ///
  /// The key is a dotted path, or the unique end of one (`lr` for `training.lr`). An unknown key becomes a new one, with a finding that
  /// lists near names; a change of type is a finding too.
  ///
  /// - Parameter origin: where the value comes from, such as `--set`.
  /// - Throws: ``Failure`` of kind `input` if several keys fit or the path leads through a value that is not an object.
  public func apply(to root: Object, origin: String) throws(Failure) -> Applied {
    let known = ConfigPath.all(in: root)
    let exact = known.filter { $0.name.isExactly(key) }
    let fitting = exact.isEmpty ? known.filter { $0.name.hasExactSuffix("." + key) } : exact
    guard fitting.count <= 1 else {
      throw Failure(
        .input, "\"\(key)\" may be \(fitting.map(\.name).joined(separator: " or "))",
        hint: exact.isEmpty ? "write the whole key" : "two keys of the config have this name")
    }
    guard let path = fitting.first else { return try add(to: root, origin, known) }
    let old = root.value(at: path.parts[...])
    let record = Override(key: path.name, old: old.map(JSONWriter.line), new: JSONWriter.line(value), origin: origin)
    return Applied(
      root: root.setting(value, at: path.parts[...]), record: record, findings: typeChange(path.name, old, origin))
  }

  private func typeChange(_ name: String, _ old: Value?, _ origin: String) -> [Finding] {
    guard let old, old.typeName != value.typeName, old.typeName != "null" else { return [] }
    return [Finding(subject: name, message: "\(origin) changes its type: was \(old.typeName), is \(value.typeName)")]
  }

  private func add(to root: Object, _ origin: String, _ known: [ConfigPath]) throws(Failure) -> Applied {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw Failure(.usage, "\"\(key)\" is not a key", hint: "write group.key=value")
    }
    for count in 1..<max(parts.count, 1) {
      guard let above = root.value(at: parts[..<count]) else { break }
      guard above.object != nil else {
        let name = parts[..<count].joined(separator: ".")
        throw Failure(.input, "\"\(name)\" is \(above.typeName), it cannot hold \"\(key)\"")
      }
    }
    let near = nearNames(to: key, in: known.filter(\.isLeaf).map(\.name))
    let message = "\(origin) adds a new key" + (near.isEmpty ? "" : "; near names: \(near.joined(separator: ", "))")
    return Applied(
      root: root.setting(value, at: parts[...]),
      record: Override(key: key, old: nil, new: JSONWriter.line(value), origin: origin),
      findings: [Finding(subject: key, message: message)])
  }
}

/// The keys that lead to a value.
private struct ConfigPath {
  let parts: [String]
  let isLeaf: Bool
  var name: String { parts.joined(separator: ".") }

  /// All members at any depth, in file order.
  static func all(in object: Object, below above: [String] = []) -> [ConfigPath] {
    object.members.flatMap { member in
      let parts = above + [member.key]
      let inner = member.value.object
      return [ConfigPath(parts: parts, isLeaf: inner == nil)] + (inner.map { all(in: $0, below: parts) } ?? [])
    }
  }
}

extension String {
  fileprivate func hasExactSuffix(_ suffix: String) -> Bool {
    utf8.count > suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}

extension Object {
  fileprivate func value(at path: ArraySlice<String>) -> Value? {
    guard let key = path.first, let value = self[key] else { return nil }
    return path.count == 1 ? value : value.object?.value(at: path.dropFirst())
  }

  fileprivate func setting(_ value: Value, at path: ArraySlice<String>) -> Object {
    guard let key = path.first else { return self }
    var copy = self
    copy[key] =
      path.count == 1 ? value : .object((self[key]?.object ?? Object()).setting(value, at: path.dropFirst()))
    return copy
  }
}

/// Where in the tree a reader is.
struct YAMLPath {
  private var parts: [String] = []

  mutating func push(_ key: String) { parts.append(parts.isEmpty ? key : "." + key) }
  mutating func push(_ index: Int) { parts.append("[\(index)]") }
  mutating func pop() { parts.removeLast() }

  var text: String { parts.joined() }
}

/// Collects the plain scalars that YAML 1.2 and PyYAML read differently.
struct YAMLAmbiguities {
  /// More are counted, not listed.
  static let maximumListed = 50

  let reading: YAMLReading
  let file: String
  private var listed: [Finding] = []
  private var unlisted = 0

  init(reading: YAMLReading, file: String) {
    self.reading = reading
    self.file = file
  }

  /// Looks at a plain scalar that was read as `value`; without a path it is a key.
  mutating func look(_ text: String, _ value: Value, _ path: YAMLPath?, at place: Position) {
    let other = reading.other.resolve(text)
    if case (.string, .string) = (value, other) { return }
    guard value.typeName != other.typeName || value != other else { return }
    guard listed.count < Self.maximumListed else { unlisted += 1; return }
    let message =
      path == nil
      ? "the key is kept as it is written: for \(reading.name) it is \(describe(value)), for \(reading.other.name) \(describe(other))"
      : "`\(text)` is read as \(reading.name) does: \(describe(value)); for \(reading.other.name) it is \(describe(other))"
    listed.append(Finding(subject: path?.text ?? text, message: message, place: "\(file):\(place.line):\(place.column)"))
  }

  var findings: [Finding] {
    guard unlisted > 0 else { return listed }
    return listed + [
      Finding(subject: "YAML", message: "\(unlisted) more scalars are read differently by \(reading.other.name)", place: file)
    ]
  }

  private func describe(_ value: Value) -> String {
    switch value {
    case .string: "a string"
    case .date: "a date"
    default: "the \(value.typeName) \(value.canonicalText)"
    }
  }
}

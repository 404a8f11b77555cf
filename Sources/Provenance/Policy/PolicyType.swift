/// Where in a policy a value stands: its dotted name for messages, and its place in the text.
struct PolicyPlace {
  let name: String
  let position: Position?

  func failure(_ message: String, hint: String? = nil) -> Failure {
    Failure(.input, message, at: position, hint: hint)
  }

  func mismatch(_ expected: String, _ value: Value, hint: String? = nil) -> Failure {
    failure("\(name) must be \(expected), not \(described(value))", hint: hint)
  }

  private func described(_ value: Value) -> String {
    switch value {
    case .string(let text): text.count <= 40 ? "\"\(text)\"" : "a long string"
    case .array, .object, .number, .bool, .date, .null:
      (value.typeName.utf8.first.map { "aeio".utf8.contains($0) } == true ? "an " : "a ") + value.typeName
    }
  }
}

/// How a kind of value is read from TOML, written again, and described in JSON Schema.
struct PolicyType<Content: Sendable>: Sendable {
  let schema: Value
  let read: @Sendable (Value, PolicyPlace) throws(Failure) -> Content
  let write: @Sendable (Content) -> Value
}

extension PolicyType where Content == String {
  static let text = PolicyType(schema: ["type": "string"]) { (value, place) throws(Failure) in
    guard let text = value.string else { throw place.mismatch("a string", value) }
    return text
  } write: {
    .string($0)
  }

  /// A string that says something, on one line.
  static let word = PolicyType(schema: ["type": "string", "minLength": 1, "pattern": #"^[^\n]+$"#]) {
    (value, place) throws(Failure) in
    let text = try PolicyType.text.read(value, place)
    guard !text.isEmpty, !text.utf8.contains(0x0A) else { throw place.failure("\(place.name) must be one line of text") }
    return text
  } write: {
    .string($0)
  }

  /// A string, or a TOML date for whoever leaves the quotes out.
  static let dateText = PolicyType(schema: ["type": "string"]) { (value, place) throws(Failure) in
    if case .date(let text) = value { return text }
    guard let text = value.string else { throw place.mismatch("a date or a string", value) }
    return text
  } write: {
    .string($0)
  }

  /// A folder strictly inside the project: neither absolute nor by way of `.` or `..`.
  static let innerFolder = PolicyType(
    schema: ["type": "string", "pattern": #"^(?!/)(?!.*//)(?!(.*/)?\.{1,2}(/|$))[^\x00-\x1F]*[^/\x00-\x1F]$"#]
  ) { (value, place) throws(Failure) in
    let text = try PolicyType.text.read(value, place)
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !["", ".", ".."].contains($0) }), text.utf8.allSatisfy({ $0 >= 0x20 }) else {
      throw place.mismatch(
        "a relative path inside the project", value, hint: "write it without a leading or trailing /, without . and ..")
    }
    return text
  } write: {
    .string($0)
  }

  static func choice(_ choices: [String]) -> PolicyType {
    PolicyType(schema: ["enum": .array(choices.map(Value.string))]) { (value, place) throws(Failure) in
      if let text = value.string, choices.contains(text) { return text }
      let near = value.string.flatMap { nearNames(to: $0, in: choices, limit: 1).first }
      throw place.mismatch(
        "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", "), value, hint: near.map { "did you mean \"\($0)\"?" })
    } write: {
      .string($0)
    }
  }
}

extension PolicyType where Content: RawRepresentable, Content.RawValue == String {
  static func choice(of cases: [Content]) -> PolicyType {
    let words = PolicyType<String>.choice(cases.map(\.rawValue))
    return PolicyType(schema: words.schema) { (value, place) throws(Failure) in
      guard let content = Content(rawValue: try words.read(value, place)) else { throw place.mismatch("known", value) }
      return content
    } write: {
      .string($0.rawValue)
    }
  }
}

extension PolicyType where Content == [String] {
  static let texts = list(of: .text)

  /// Config keys, or the number itself.
  static let keysOrNumber = PolicyType(
    schema: ["anyOf": [texts.schema, ["type": "integer", "minimum": 1]]]
  ) { (value, place) throws(Failure) in
    if case .number(let number) = value, let digits = number.integerDigits {
      guard number.double >= 1 else { throw place.failure("\(place.name) must be at least 1") }
      return [digits]
    }
    guard value.array != nil else { throw place.mismatch("an array of strings or a whole number", value) }
    return try texts.read(value, place)
  } write: {
    texts.write($0)
  }
}

extension PolicyType {
  /// An array; elements have no place of their own in TOML's value tree, so a message names the element's number.
  static func list<Element>(of type: PolicyType<Element>) -> PolicyType where Content == [Element] {
    PolicyType(schema: ["type": "array", "items": type.schema]) { (value, place) throws(Failure) in
      guard let elements = value.array else {
        throw place.mismatch("an array", value, hint: value.string.map { "write [\"\($0)\"]" })
      }
      var content: [Element] = []
      for (index, element) in elements.enumerated() {
        content.append(
          try type.read(element, PolicyPlace(name: "element \(index + 1) of \(place.name)", position: place.position)))
      }
      return content
    } write: {
      .array($0.map(type.write))
    }
  }
}

extension PolicyType where Content == Bool {
  static let truth = PolicyType(schema: ["type": "boolean"]) { (value, place) throws(Failure) in
    guard let truth = value.bool else { throw place.mismatch("true or false", value) }
    return truth
  } write: {
    .bool($0)
  }
}

extension PolicyType where Content == Int {
  static let count = PolicyType(schema: ["type": "integer", "minimum": 0]) { (value, place) throws(Failure) in
    guard let count = value.int, count >= 0 else { throw place.mismatch("a whole number, 0 or more", value) }
    return count
  } write: {
    .number(Number($0))
  }
}

extension PolicyType where Content == [EnvironmentState.Variable] {
  static let variables = PolicyType(schema: ["type": "object", "additionalProperties": ["type": "string"]]) {
    (value, place) throws(Failure) in
    guard let object = value.object else { throw place.mismatch("a table of strings", value) }
    var variables: [EnvironmentState.Variable] = []
    for member in object.members {
      let inner = PolicyPlace(name: "\(place.name).\(member.key)", position: member.valuePosition ?? place.position)
      variables.append(EnvironmentState.Variable(name: member.key, value: try PolicyType<String>.text.read(member.value, inner)))
    }
    return variables
  } write: {
    .object(Object($0.map { ($0.name, .string($0.value)) }))
  }
}

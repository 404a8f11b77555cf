/// A member of one of the policy's inner tables.
struct PolicyField: Sendable {
  let name: String
  let schema: Value
  let summary: String
  let isRequired: Bool

  init(_ name: String, _ schema: Value, _ summary: String, isRequired: Bool = false) {
    (self.name, self.schema, self.summary, self.isRequired) = (name, schema, summary, isRequired)
  }

  static func schema(of fields: [PolicyField]) -> Value {
    var properties = Object()
    for field in fields {
      var schema = field.schema.object ?? Object()
      schema["description"] = .string(field.summary)
      properties[field.name] = .object(schema)
    }
    return [
      "type": "object", "additionalProperties": false, "properties": .object(properties),
      "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
    ]
  }
}

/// An inner table whose keys are known to be declared and whose required ones are there.
private struct PolicyTable {
  let place: PolicyPlace
  private let object: Object

  init(_ value: Value, _ place: PolicyPlace, _ fields: [PolicyField], expected: String = "a table") throws(Failure) {
    guard let object = value.object else { throw place.mismatch(expected, value) }
    (self.place, self.object) = (place, object)
    for member in object.members where !fields.contains(where: { $0.name.isExactly(member.key) }) {
      throw unknownKey(member, in: place.name, known: fields.map(\.name))
    }
    for field in fields where field.isRequired && object[field.name] == nil {
      let start = object.members.first?.keyPosition ?? place.position
      throw Failure(.input, "\(place.name) needs \(field.name)", at: start, hint: "add \(field.name) = …")
    }
  }

  func read<Content>(_ name: String, _ type: PolicyType<Content>) throws(Failure) -> Content? {
    guard let member = object.member(name) else { return nil }
    return try type.read(member.value, inner(member))
  }

  func inner(_ name: String) -> PolicyPlace { object.member(name).map(inner) ?? place }

  private func inner(_ member: Object.Member) -> PolicyPlace {
    PolicyPlace(name: "\(member.key) of \(place.name)", position: member.valuePosition ?? place.position)
  }
}

/// The failure for a key that nobody declared.
func unknownKey(_ member: Object.Member, in table: String, known: [String]) -> Failure {
  let whole = table.isEmpty ? member.key : "\(member.key) in \(table)"
  let near = nearNames(to: member.key, in: known, limit: 1).first
  let hint = near.map { "did you mean \($0)?" } ?? "known here: " + known.joined(separator: ", ")
  return Failure(.input, "unknown key \(whole)", at: member.keyPosition, hint: hint)
}

extension PolicyType where Content == Policy.DataRules.Input {
  private static var modes: PolicyType<DataInput.Mode> { .choice(of: [.full, .stat, .declared]) }
  private static var fields: [PolicyField] {
    [
      PolicyField("path", PolicyType<String>.word.schema, "A file or folder.", isRequired: true),
      PolicyField(
        "mode", modes.schema,
        "full: every file's SHA-256. stat: names, sizes, times. declared: a revision. Default: the budget chooses."),
      PolicyField("revision", PolicyType<String>.text.schema, "What mode declared declares: a revision or URL."),
    ]
  }

  /// A path alone, or a table with more.
  static let input = PolicyType(
    schema: ["anyOf": [PolicyType<String>.word.schema, PolicyField.schema(of: fields)]]
  ) { (value, place) throws(Failure) in
    if value.string != nil { return Policy.DataRules.Input(path: try PolicyType<String>.word.read(value, place)) }
    let table = try PolicyTable(value, place, fields, expected: "a path or a table")
    return Policy.DataRules.Input(
      path: try table.read("path", .word) ?? "", mode: try table.read("mode", modes), revision: try table.read("revision", .text))
  } write: { input in
    if input.mode == nil, input.revision == nil { return .string(input.path) }
    var object = Object([("path", .string(input.path))])
    object["mode"] = input.mode.map { .string($0.rawValue) }
    object["revision"] = input.revision.map(Value.string)
    return .object(object)
  }
}

extension PolicyType where Content == Policy.ReadmeRules.Table {
  private static var digests: PolicyType<Digest.Algorithm> { .choice(of: Digest.Algorithm.allCases) }
  private static var fields: [PolicyField] {
    [
      PolicyField("title", PolicyType<String>.word.schema, "The table's heading.", isRequired: true),
      PolicyField(
        "keys", PolicyType<[String]>.texts.schema, "Key patterns in the order of rows; a group's name is all of it.",
        isRequired: true),
      PolicyField("digest", digests.schema, "The digest of the keys' group that stands under the table."),
    ]
  }

  static let table = PolicyType(schema: PolicyField.schema(of: fields)) { (value, place) throws(Failure) in
    let table = try PolicyTable(value, place, fields)
    return Policy.ReadmeRules.Table(
      title: try table.read("title", .word) ?? "", keys: try table.read("keys", .texts) ?? [],
      digest: try table.read("digest", digests))
  } write: { table in
    var object = Object([("title", .string(table.title)), ("keys", .array(table.keys.map(Value.string)))])
    object["digest"] = table.digest.map { .string($0.rawValue) }
    return .object(object)
  }
}

extension PolicyType where Content == Policy.ReadmeRules.Figure {
  private static var fields: [PolicyField] {
    [
      PolicyField("title", PolicyType<String>.word.schema, "What stands above the picture.", isRequired: true),
      PolicyField("metrics", PolicyType<[String]>.texts.schema, "Patterns of metrics' names; * is any text.", isRequired: true),
    ]
  }

  static let figure = PolicyType(schema: PolicyField.schema(of: fields)) { (value, place) throws(Failure) in
    let table = try PolicyTable(value, place, fields)
    return Policy.ReadmeRules.Figure(
      title: try table.read("title", .word) ?? "", metrics: try table.read("metrics", .texts) ?? [])
  } write: { figure in
    .object(Object([("title", .string(figure.title)), ("metrics", .array(figure.metrics.map(Value.string)))]))
  }
}

extension PolicyType where Content == Policy.ChecklistRules.Item {
  private static var command: PolicyType<[String]> { .list(of: .text) }
  private static var checks: [String] { ["file", "expression", "command", "attest"] }
  private static var fields: [PolicyField] {
    [
      PolicyField("id", PolicyType<String>.word.schema, "The item's short name.", isRequired: true),
      PolicyField("title", PolicyType<String>.word.schema, "What is asked.", isRequired: true),
      PolicyField("file", PolicyType<String>.word.schema, "Passes if a file in the experiment's folder fits this pattern."),
      PolicyField("expression", PolicyType<String>.word.schema, "Passes if this holds over metrics and config."),
      PolicyField(
        "command", ["type": "array", "items": ["type": "string"], "minItems": 1],
        "Passes if this succeeds, run in the project with XP_DIR set."),
      PolicyField(
        "attest", PolicyType<Bool>.truth.schema,
        "Only people can answer it: unknown, with their word beside it once xp attest has recorded one."),
    ]
  }

  private static var itemSchema: Value {
    var schema = PolicyField.schema(of: fields).object ?? Object()
    schema["oneOf"] = .array(checks.map { ["required": [.string($0)]] })
    return .object(schema)
  }

  static let item = PolicyType(schema: itemSchema) { (value, place) throws(Failure) in
    let table = try PolicyTable(value, place, fields)
    let id = try table.read("id", .word) ?? ""
    let given = checks.filter { value[$0] != nil }
    guard given.count == 1 else {
      let place = table.inner("id")
      throw place.failure(
        "item \"\(id)\" must have one of file, expression, command and attest, not \(given.isEmpty ? "none" : given.joined(separator: " and "))",
        hint: given.isEmpty ? "add expression = \"val_auc > 0.7\"" : "make two items of it")
    }
    return Policy.ChecklistRules.Item(id: id, title: try table.read("title", .word) ?? "", check: try check(table))
  } write: { item in
    var object = Object([("id", .string(item.id)), ("title", .string(item.title))])
    switch item.check {
    case .file(let pattern): object["file"] = .string(pattern)
    case .expression(let text): object["expression"] = .string(text)
    case .command(let words): object["command"] = .array(words.map(Value.string))
    case .attestation: object["attest"] = true
    }
    return .object(object)
  }

  private static func check(_ table: PolicyTable) throws(Failure) -> Policy.ChecklistRules.Item.Check {
    if let isAttested = try table.read("attest", .truth) {
      guard isAttested else { throw table.inner("attest").failure("attest can only be true", hint: "leave the item out instead") }
      return .attestation
    }
    if let pattern = try table.read("file", PolicyType<String>.word) { return .file(pattern) }
    if let words = try table.read("command", command) {
      guard !words.isEmpty else { throw table.inner("command").failure("a command needs at least one word") }
      return .command(words)
    }
    let text = try table.read("expression", PolicyType<String>.word) ?? ""
    do { _ = try Formula.parse(text) } catch {
      let column = error.position.map { " (its column \($0.column))" } ?? ""
      throw table.inner("expression").failure("in the expression: \(error.message)\(column)", hint: error.hint)
    }
    return .expression(text)
  }
}

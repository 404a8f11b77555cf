import Provenance

/// A judge of JSON Schema (2020-12) that knows the words which `schemas/` uses, and no other: an unknown word is a fault, so that no rule
/// can go unheard.
public struct JSONSchema: Sendable {
  private let root: Value

  public init(_ root: Value) { self.root = root }

  /// Returns what breaks the schema, each with its place; nothing if the value fits.
  public func faults(in value: Value) -> [String] { faults(value, root, at: "") }

  private static let words: Set<String> = [
    "$schema", "$id", "$defs", "title", "description", "default", "$ref", "type", "const", "enum", "required", "properties",
    "additionalProperties", "items", "minItems", "minLength", "minimum", "pattern", "allOf", "anyOf", "oneOf", "if", "then",
  ]

  private func faults(_ value: Value, _ schema: Value, at place: String) -> [String] {
    if let allowed = schema.bool { return allowed ? [] : ["\(place): is not allowed"] }
    guard let rules = schema.object else { return ["\(place): the schema is neither an object nor a boolean"] }
    return rules.members.flatMap { rule in
      Self.words.contains(rule.key)
        ? faults(value, rule.key, rule.value, of: schema, at: place) : ["\(place): unknown word \(rule.key) in the schema"]
    }
  }

  private func faults(_ value: Value, _ word: String, _ rule: Value, of schema: Value, at place: String) -> [String] {
    func demand(_ holds: Bool) -> [String] { holds ? [] : ["\(place): breaks \(word) \(rule.text)"] }
    switch word {
    case "$ref": return faults(value, definition(rule.string ?? ""), at: place)
    case "type": return demand((rule.array ?? [rule]).contains { Self.has(value, type: $0.string ?? "") })
    case "const": return demand(value == rule)
    case "enum": return demand(rule.array?.contains(value) == true)
    case "minItems": return demand((value.array?.count ?? .max) >= rule.int ?? 0)
    case "minLength": return demand((value.string?.unicodeScalars.count ?? .max) >= rule.int ?? 0)
    case "minimum": return demand((value.double ?? .infinity) >= rule.double ?? 0)
    case "pattern": return demand(value.string.map { Self.matches($0, rule.string ?? "") } ?? true)
    case "allOf": return (rule.array ?? []).flatMap { faults(value, $0, at: place) }
    case "anyOf": return demand(fitting(value, rule) > 0)
    case "oneOf": return demand(fitting(value, rule) == 1)
    case "if": return faults(value, rule, at: place).isEmpty ? faults(value, schema["then"] ?? true, at: place) : []
    case "required":
      let names = value.object.map { object in (rule.array ?? []).compactMap(\.string).filter { object[$0] == nil } } ?? []
      return names.map { "\(place): lacks \($0)" }
    case "properties", "additionalProperties": return faultsOfMembers(value, word, rule, of: schema, at: place)
    case "items": return (value.array ?? []).enumerated().flatMap { faults($1, rule, at: "\(place)/\($0)") }
    default: return []
    }
  }

  private func faultsOfMembers(_ value: Value, _ word: String, _ rule: Value, of schema: Value, at place: String) -> [String] {
    (value.object?.members ?? []).flatMap { member in
      let (own, place) = (schema["properties"]?[member.key], place + "/" + member.key)
      if word == "properties" { return own.map { faults(member.value, $0, at: place) } ?? [] }
      return own == nil ? faults(member.value, rule, at: place) : []
    }
  }

  private func fitting(_ value: Value, _ rule: Value) -> Int {
    (rule.array ?? []).count { faults(value, $0, at: "").isEmpty }
  }

  private func definition(_ reference: String) -> Value {
    let name = reference.hasPrefix("#/$defs/") ? String(reference.dropFirst("#/$defs/".count)) : ""
    return root["$defs"]?[name] ?? false
  }

  private static func has(_ value: Value, type: String) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number(let number): type == "number" || (type == "integer" && number.double == number.double.rounded())
    case .string, .date: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    (try? Regex(pattern).matchingSemantics(.unicodeScalar)).map { text.firstMatch(of: $0) != nil } ?? false
  }
}

extension Value {
  fileprivate var text: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

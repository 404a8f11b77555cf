/// The JSON Schema (2020-12) of `xp.toml`, made from the same declarations as the reader: `schemas/policy.v1.schema.json`.
public enum PolicySchema {
  /// The schema's document: every key with its meaning, type and default; unknown keys are refused.
  public static var document: Value {
    var properties = Object()
    for key in PolicyKey.all where key.section.isEmpty { properties[key.name] = schema(of: key) }
    for section in PolicyKey.sections {
      var inner = Object()
      for key in PolicyKey.all where key.section == section.name { inner[key.name] = schema(of: key) }
      properties[section.name] = [
        "description": .string(section.summary), "type": "object", "additionalProperties": false, "properties": .object(inner),
      ]
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "policy.v1.schema.json", "title": "xp.toml",
      "description":
        "The policy of a project: what its experiments are and what is asked of their records. Every key has a default.",
      "type": "object", "additionalProperties": false, "properties": .object(properties),
    ]
  }

  private static func schema(of key: PolicyKey) -> Value {
    var schema = Object([("description", .string(key.summary))])
    for member in key.schema.object?.members ?? [] { schema[member.key] = member.value }
    schema["default"] = key.write(Policy())
    return .object(schema)
  }
}

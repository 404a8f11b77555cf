/// A policy as commented TOML.
public enum PolicyText {
  /// Returns every key with its meaning and its value. Read again, it is the same policy.
  public static func of(_ policy: Policy) -> String {
    var lines = PolicyKey.all.filter { $0.section.isEmpty }.flatMap { entry($0, policy) }
    for section in PolicyKey.sections {
      lines += ["", "# \(section.summary)", "[\(section.name)]"]
      let keys = PolicyKey.all.filter { $0.section == section.name }
      lines += keys.filter { !$0.isArrayOfTables }.flatMap { entry($0, policy) }
      lines += keys.filter(\.isArrayOfTables).flatMap { tables($0, policy) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func entry(_ key: PolicyKey, _ policy: Policy) -> [String] {
    let value = key.write(policy)
    let line = "\(key.name) = \(tomlText(value))"
    guard line.utf8.count > 120, case .array(let elements) = value else { return ["# \(key.summary)", line] }
    return ["# \(key.summary)", "\(key.name) = ["] + elements.map { "  \(tomlText($0))," } + ["]"]
  }

  private static func tables(_ key: PolicyKey, _ policy: Policy) -> [String] {
    let tables = key.write(policy).array ?? []
    if tables.isEmpty { return ["# \(key.summary)", "# [[\(key.path)]]"] }
    return tables.flatMap { table in
      ["# \(key.summary)", "[[\(key.path)]]"]
        + (table.object?.members ?? []).map { "\(tomlKey($0.key)) = \(tomlText($0.value))" }
    }
  }
}

extension PolicyKey {
  /// Printed as `[[section.name]]`.
  var isArrayOfTables: Bool { schema["items"]?["type"]?.string == "object" }
}

/// A value on one line of TOML. Null, which TOML does not have, never occurs in a policy.
func tomlText(_ value: Value) -> String {
  switch value {
  case .null: "\"\""
  case .bool(let bool): bool ? "true" : "false"
  case .number(let number): number.spelling
  case .date(let text): text
  case .string(let text): tomlString(text)
  case .array(let elements): "[" + elements.map(tomlText).joined(separator: ", ") + "]"
  case .object(let object) where object.isEmpty: "{}"
  case .object(let object):
    "{ " + object.members.map { "\(tomlKey($0.key)) = \(tomlText($0.value))" }.joined(separator: ", ") + " }"
  }
}

func tomlKey(_ key: String) -> String {
  let isBare = key.utf8.allSatisfy {
    switch $0 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
  return isBare && !key.isEmpty ? key : tomlString(key)
}

/// JSON's escapes are TOML's too; TOML also wants DEL escaped.
private func tomlString(_ text: String) -> String {
  var bytes: [UInt8] = []
  appendQuoted(text, to: &bytes)
  guard bytes.contains(0x7F) else { return String(decoding: bytes, as: UTF8.self) }
  return String(decoding: bytes.flatMap { $0 == 0x7F ? Array("\\u007F".utf8) : [$0] }, as: UTF8.self)
}

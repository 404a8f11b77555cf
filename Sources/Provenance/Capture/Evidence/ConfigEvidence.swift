/// The config's files as they are now, and what others know of its parameters.
public struct ConfigEvidence: Sendable {
  /// `config.json`, with the canonical form's extensions read back and positions kept.
  public var json: Reading<Value>
  /// SHA-256 of `config.jcs`.
  public var canonical: Reading<Digest>
  /// Those that declare parameters: the policy's defaults file, its required keys, the class's earlier member. Empty if there is
  /// none.
  public var sources: [ParameterSource]
  /// Configs that the script wrote (`config.effective`); empty if there is none.
  public var effective: [EffectiveConfig]

  public init(
    json: Reading<Value> = .absent, canonical: Reading<Digest> = .absent, sources: [ParameterSource] = [],
    effective: [EffectiveConfig] = []
  ) {
    (self.json, self.canonical, self.sources, self.effective) = (json, canonical, sources, effective)
  }

  /// The parameters of `config.json`; none if it could not be read.
  public var parameters: [Parameter] { json.content.map(Parameter.all) ?? [] }
}

/// Somebody who says which parameters a config has.
public struct ParameterSource: Sendable {
  /// A defaults file's path, an experiment's name, or `xp.toml`.
  public var name: String
  /// Dotted keys.
  public var keys: Reading<[String]>
  /// Whether a key of the config that is not among these is undeclared.
  public var declaresAll: Bool

  public init(name: String, keys: Reading<[String]>, declaresAll: Bool) {
    (self.name, self.keys, self.declaresAll) = (name, keys, declaresAll)
  }
}

/// A config that the script itself wrote.
public struct EffectiveConfig: Sendable {
  /// Relative to the experiment's folder.
  public var path: String
  /// Its leaves.
  public var parameters: Reading<[Parameter]>

  public init(path: String, parameters: Reading<[Parameter]>) { (self.path, self.parameters) = (path, parameters) }
}

/// One value of a config under its dotted key.
public struct Parameter: Sendable, Equatable {
  /// Dotted, the group included.
  public var key: String
  /// Typed, in its author's spelling.
  public var value: Value
  /// Where the key stands, if it was read from a text.
  public var line: Int?

  public init(key: String, value: Value, line: Int? = nil) { (self.key, self.value, self.line) = (key, value, line) }

  /// Returns the values of a tree in its order; an empty object is a value of its own.
  public static func all(in value: Value) -> [Parameter] {
    var found: [Parameter] = []
    collect(value, under: "", into: &found)
    return found
  }

  private static func collect(_ value: Value, under prefix: String, into found: inout [Parameter]) {
    for member in value.object?.members ?? [] {
      let key = prefix.isEmpty ? member.key : prefix + "." + member.key
      if let object = member.value.object, !object.isEmpty {
        collect(member.value, under: key, into: &found)
      } else {
        found.append(Parameter(key: key, value: member.value, line: member.keyPosition?.line))
      }
    }
  }
}

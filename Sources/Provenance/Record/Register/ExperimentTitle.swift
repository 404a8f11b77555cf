/// The model and title of an experiment that nobody typed: from the policy, the config, the overrides, the command.
struct ExperimentTitle: Sendable {
  var model: String
  var title: String

  /// - Parameters:
  ///   - config: without secrets, as the overrides are.
  static func of(
    _ request: RegistrationRequest, config: Object, overrides: [Override], source: ConfigSource, policy: Policy
  ) -> ExperimentTitle {
    let model =
      request.model ?? nonEmpty(policy.experiment.model) ?? text(policy.experiment.modelKeys, in: config)
      ?? script(in: request.command) ?? "model"
    let title =
      request.title ?? text(policy.experiment.titleKeys, in: config) ?? words(of: overrides, seed: request.seed)
      ?? stem(of: source) ?? (request.config == nil ? words(of: config) : nil) ?? (request.rehearsal ? "rehearsal" : "run")
    return ExperimentTitle(model: model, title: title)
  }

  private static func text(_ keys: [String], in config: Object) -> String? {
    for key in keys {
      var value: Value? = .object(config)
      for part in key.split(separator: ".") { value = value?[String(part)] }
      if let found = value?.string ?? value?.number?.spelling, let text = nonEmpty(found) { return text }
    }
    return nil
  }

  /// `python src/train.py` → `train`; `./simulate` → `simulate`.
  private static func script(in command: [String]) -> String? {
    let scripts = [".py", ".R", ".jl", ".sh", ".js", ".pl", ".rb", ".lua", ".m"]
    let word = command.first { word in scripts.contains { word.hasSuffix($0) } } ?? command.first
    guard let word else { return nil }
    let name = lastComponent(of: word)
    return nonEmpty(scripts.first { name.hasSuffix($0) }.map { String(name.dropLast($0.utf8.count)) } ?? name)
  }

  /// `training.lr=1e-3` → `lr 1e-3`; of a secret only the key.
  private static func words(of overrides: [Override], seed: String?) -> String? {
    var pairs = overrides.map { (key: $0.key.split(separator: ".").last.map(String.init) ?? "", value: $0.new) }
    // A campaign's members are told apart by their seeds, whatever else is set.
    if let seed {
      pairs.removeAll { $0.key == "seed" || $0.key == "primary" && $0.value == seed }
      pairs = pairs.prefix(2) + [("seed", seed)]
    }
    return words(of: pairs)
  }

  /// The command's own words, which are the config where there is no other.
  private static func words(of config: Object) -> String? {
    words(of: Config(config).flattened.map { ($0.key, $0.value.string ?? $0.value.number?.spelling ?? $0.value.canonicalText) })
  }

  private static func words(of pairs: [(key: String, value: String)]) -> String? {
    let words = pairs.prefix(3).map { $0.value.contains(SecretKey.prefix) ? $0.key : "\($0.key) \($0.value)" }
    return nonEmpty(words.joined(separator: " ").replacingSlashes)
  }

  private static func stem(of source: ConfigSource) -> String? {
    guard source.bytes != nil, !source.name.hasPrefix("command:") else { return nil }
    let name = lastComponent(of: source.name)
    return nonEmpty(name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name)
  }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}

extension String {
  /// What the command's own words hold is not what somebody chose as a title: what cannot stand in one becomes a blank.
  fileprivate var replacingSlashes: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0 == "/" || $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}

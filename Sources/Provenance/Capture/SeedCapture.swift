/// Finds the seeds of an experiment in the places that the policy names.
public enum SeedCapture {
  /// - Parameters:
  ///   - config: every key of the config, dotted, in order.
  ///   - argv: the command; nil if there is none.
  public static func seeds(
    config: [(name: String, value: Value)], argv: [String]?, rules: Policy.SeedRules
  ) -> Seeds {
    let patterns = rules.keys.map(Glob.key)
    func isSeed(_ name: String) -> Bool { patterns.contains { $0.matches(name) } }
    let ofConfig = config.filter { isSeed($0.name) }
      .map { Seeds.Place(name: $0.name, value: $0.value.canonicalText) }
    let ofCommand = places(in: argv ?? [], flags: rules.flags, isSeed)
    var places = ofConfig
    for place in ofCommand where !places.contains(where: { same($0, place) }) { places.append(place) }
    let primary = primary(ofConfig, ofCommand, rules.primary)
    return Seeds(primary: primary, places: places, digest: digest(places))
  }

  /// `--seed 7`, `--seed=7`, and as Hydra writes overrides: `seed=7`, `+training.seed=7`.
  private static func places(
    in argv: [String], flags: [String], _ isSeed: (String) -> Bool
  ) -> [Seeds.Place] {
    var found: [Seeds.Place] = []
    for (index, word) in argv.enumerated() {
      let (left, right) = split(word)
      let bare = String(left.drop { $0 == "-" || $0 == "+" })
      let isFlag = left.hasPrefix("-")
      guard isFlag ? flags.contains(where: left.isExactly) || isSeed(bare) : right != nil && isSeed(bare) else { continue }
      var text = right
      if text == nil, index + 1 < argv.count, !argv[index + 1].hasPrefix("--") { text = argv[index + 1] }
      guard let text else { continue }
      found.append(Seeds.Place(name: isFlag ? left : bare, value: canonical(text)))
    }
    return found
  }

  private static func split(_ word: String) -> (String, String?) {
    guard let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (word, nil) }
    return (String(word[..<sign]), String(word[word.utf8.index(after: sign)...]))
  }

  /// A number is written as a config's would be: `--seed 007` is a string, `--seed 7` is 7.
  private static func canonical(_ text: String) -> String {
    ((try? JSONReader.read(text)) ?? .string(text)).canonicalText
  }

  /// A seed that is `null` names a place but no seed.
  private static func primary(
    _ config: [Seeds.Place], _ command: [Seeds.Place], _ declared: String
  ) -> Seeds.Place? {
    let (config, command) = (config.filter { $0.value != "null" }, command.filter { $0.value != "null" })
    if !declared.isEmpty { return (config + command).first { $0.name.isExactly(declared) } }
    return (config + command).first { $0.name.isExactly("seeds.primary") } ?? command.first
      ?? config.first { $0.name.isExactly("seed") || $0.name.hasSuffix(".seed") }
  }

  private static func same(_ left: Seeds.Place, _ right: Seeds.Place) -> Bool {
    left.name.isExactly(right.name) && left.value.isExactly(right.value)
  }

  static func digest(_ places: [Seeds.Place]) -> Digest {
    let sorted = places.sorted {
      ExactString($0.name) == ExactString($1.name)
        ? ExactString($0.value) < ExactString($1.value) : ExactString($0.name) < ExactString($1.name)
    }
    let list = sorted.map { Value.object(Object([("name", .string($0.name)), ("value", .string($0.value))])) }
    return .sha256(Value.array(list).canonicalBytes)
  }
}

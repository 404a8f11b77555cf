internal import Provenance

extension Items {
  static let seedsDocumented: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    let seeds = evidence.registration.seeds
    let entry = EvidencePlace.entry(evidence.registeredEntry)
    guard let primary = seeds.primary ?? seeds.places.first else {
      let patterns = listed(policy.seeds.keys + policy.seeds.flags)
      return .fail(
        "\(evidence.origin)no place names a seed (\(patterns))", [entry],
        remedy: "name one in the config or on the command; if nothing is random: [checklist] off = [\"seeds\"] in xp.toml")
    }
    let lines = Dictionary(
      evidence.config.parameters.map { (ExactString($0.key), $0.line) }, uniquingKeysWith: { first, _ in first })
    func place(of seed: Seeds.Place) -> EvidencePlace {
      lines[ExactString(seed.name)].map { .file("config.json", line: $0) } ?? entry
    }
    var weighing = Weighing()
    weighing.evidence = [place(of: primary)]
    for other in seeds.places where !agree(primary, other) {
      weighing.fail("\(primary.name) is \(primary.value), \(other.name) is \(other.value)", place(of: other))
    }
    let names = seeds.places.map { "\($0.name) = \($0.value)" }
    return weighing.ruling(
      pass: "\(evidence.origin)\(listed(names.isEmpty ? ["\(primary.name) = \(primary.value)"] : names))",
      remedy: "give one seed in all places, and register again")
  }

  /// A list agrees if it has the primary seed. What stands under `seeds.` with a name of its own (`seeds.torch`) is another seed.
  private static func agree(_ primary: Seeds.Place, _ other: Seeds.Place) -> Bool {
    let wanted = plain(primary.value)
    if let list = try? JSONReader.read(other.value), case .array(let elements) = list {
      return elements.contains { plain($0.canonicalText).isExactly(wanted) }
    }
    if (try? JSONReader.read(primary.value))?.array != nil { return true }
    let isOwn = other.name.hasPrefix("seeds.") && other.name != "seeds.primary" && other.name != "seeds.seed"
    return isOwn || plain(other.value).isExactly(wanted)
  }

  /// A seed on the command line is text, in a config a number.
  private static func plain(_ value: String) -> String {
    value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"") ? String(value.dropFirst().dropLast()) : value
  }
}

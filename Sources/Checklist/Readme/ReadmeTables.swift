import Provenance

/// The tables of a README that the policy forms from a config's groups.
struct ReadmeTables {
  let config: Config
  let policy: Policy
  let recorded: [ConfigRecord.Group]

  private var configGroups: [ConfigGroup] { config.groups(in: policy.config.groups) }

  /// A group's highlights are the policy's words or its first keys.
  var groups: [ReadmeReport.Group] {
    configGroups.map { group in
      ReadmeReport.Group(
        name: group.name, highlights: words(group.name) ?? firstKeys(group), keys: group.keys.count,
        digest: recorded.first { $0.name.isExactly(group.name) }?.digest)
    }
  }

  private func words(_ group: String) -> String? {
    policy.readme.highlights.first { $0.name.isExactly(group) }?.value
  }

  private static let firstKeyCount = 6

  private func firstKeys(_ group: ConfigGroup) -> String {
    let names = group.keys.prefix(Self.firstKeyCount).map(\.key).joined(separator: ", ")
    let rest = group.keys.count - Self.firstKeyCount
    return rest > 0 ? "\(names) and \(rest) more" : names
  }

  var tables: [ReadmeReport.Table] {
    policy.readme.tables.isEmpty ? flagTables : policy.readme.tables.compactMap(table)
  }

  private var flagTables: [ReadmeReport.Table] {
    configGroups.compactMap { group in
      let flags = group.keys.filter { $0.value.bool != nil }
      guard !flags.isEmpty else { return nil }
      let title = group.name.isEmpty ? "Flags" : "Flags of \(group.name)"
      return ReadmeReport.Table(title: title, heading: "Flag", rows: rows(flags), digests: [])
    }
  }

  /// Nil if the config has none of the keys.
  private func table(_ wanted: Policy.ReadmeRules.Table) -> ReadmeReport.Table? {
    let all = configGroups.flatMap(\.keys)
    var taken: Set<ExactString> = []
    var keys: [ConfigKey] = []
    for pattern in wanted.keys {
      let glob = Glob.key(pattern)
      keys += all.filter { key in
        (key.group.isExactly(pattern) || glob.matches(key.name)) && taken.insert(ExactString(key.name)).inserted
      }
    }
    guard !keys.isEmpty else { return nil }
    let heading = wanted.title.lowercased().contains("flag") ? "Flag" : "Key"
    return ReadmeReport.Table(title: wanted.title, heading: heading, rows: rows(keys), digests: digests(keys, wanted.digest))
  }

  private func rows(_ keys: [ConfigKey]) -> [ReadmeReport.Line] {
    let literal = Literal(style: policy.readme.literals)
    return keys.map { ReadmeReport.Line($0.name, literal.text($0.value)) }
  }

  private func digests(_ keys: [ConfigKey], _ algorithm: Digest.Algorithm?) -> [ReadmeReport.GroupDigest] {
    guard let algorithm else { return [] }
    var seen: Set<ExactString> = []
    return keys.map(\.group).filter { seen.insert(ExactString($0)).inserted }.compactMap { group in
      guard let value = config.root[group], let digest = digest(value, algorithm) else { return nil }
      return ReadmeReport.GroupDigest(group: group, digest: digest)
    }
  }

  private func digest(_ value: Value, _ algorithm: Digest.Algorithm) -> Digest? {
    let sha256 = Digest.sha256(value.canonicalBytes)
    switch algorithm {
    case .sha256: return sha256
    case .pythonMD5: return value.pythonMD5
    case .fileSHA256Prefix: return Digest(.fileSHA256Prefix, hex: String(sha256.hex.prefix(16)))
    case .gitSHA1, .gitSHA256: return nil
    }
  }

  /// What the policy ignores, by group: `evaluation` → `device, run_dir`.
  var ignored: [ReadmeReport.Line] {
    var order: [String] = []
    var names: [String: [String]] = [:]
    for pattern in policy.config.ignored {
      let parts = pattern.split(separator: ".", maxSplits: 1).map(String.init)
      let group = parts.count == 2 ? parts[0] : ""
      if names[group] == nil { order.append(group) }
      names[group, default: []].append(parts.last ?? pattern)
    }
    return order.map { ReadmeReport.Line($0, names[$0, default: []].joined(separator: ", ")) }
  }
}

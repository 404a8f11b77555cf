/// The digests of a config: SHA-256 over canonical bytes.
public struct ConfigDigests: Sendable, Equatable {
  /// Over the whole config: what `sha256sum config.jcs` prints.
  public let whole: Digest
  /// Without what the policy ignores, without seeds, without volatile keys.
  public let semantic: Digest
  /// In canonical order.
  public let groups: [ConfigRecord.Group]
}

extension Config {
  /// Returns the config's digests under a policy; the policy's own digest belongs beside them (F5).
  public func digests(policy: Policy) -> ConfigDigests {
    let groups = groups(in: policy.config.groups).map { group in
      ConfigRecord.Group(
        name: group.name, keys: group.keys.count, digest: .sha256(Value.object(group.object).canonicalBytes))
    }
    return ConfigDigests(
      whole: .sha256(Value.object(root).canonicalBytes),
      semantic: .sha256(Value.object(semantic(policy: policy)).canonicalBytes), groups: groups)
  }

  /// The tree without ignored keys, seeds and volatile keys, and without the objects that are empty for it.
  public func semantic(policy: Policy) -> Object {
    let patterns = (policy.config.ignored + policy.config.volatile + policy.seeds.keys).map(Glob.key)
    return root.without { name in patterns.contains { $0.matches(name) } }
  }
}

extension Object {
  /// The members whose dotted names are not removed, at any depth.
  func without(prefix: String = "", _ isRemoved: (String) -> Bool) -> Object {
    Object(
      members: members.compactMap { member in
        let name = prefix + member.key
        guard !isRemoved(name) else { return nil }
        guard let object = member.value.object, !object.isEmpty else { return member }
        let rest = object.without(prefix: name + ".", isRemoved)
        guard !rest.isEmpty else { return nil }
        var copy = member
        copy.value = .object(rest)
        return copy
      })
  }
}

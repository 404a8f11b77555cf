/// Reads `xp.toml`.
public enum PolicyReader {
  /// Returns the policy that the bytes state; what they leave out has its default.
  ///
  /// - Parameter file: how messages name the file.
  /// - Throws: kind `input`, with the place: TOML that cannot be read, an unknown key with the nearest known one, a mistyped value with
  ///   what is expected, a checklist expression that does not parse. Whether the ids in `checklist.off` exist is for the caller to
  ///   judge, who knows all items.
  public static func read(_ bytes: [UInt8], file: String) throws(Failure) -> Policy {
    do { return try policy(try TOMLReader.read(bytes)) } catch { throw error.inFile(file) }
  }

  private static func policy(_ value: Value) throws(Failure) -> Policy {
    var policy = Policy()
    for member in value.object?.members ?? [] {
      if let key = PolicyKey.all.first(where: { $0.section.isEmpty && $0.name.isExactly(member.key) }) {
        try key.read(member, &policy)
      } else if PolicyKey.sections.contains(where: { $0.name.isExactly(member.key) }) {
        try section(member, &policy)
      } else {
        let known = PolicyKey.sections.map(\.name) + PolicyKey.all.map(\.path)
        throw unknownKey(member, in: "", known: nearest(member.key, known))
      }
    }
    try checkItems(policy.checklist.items, value["checklist"]?["item"])
    return policy
  }

  private static func section(_ member: Object.Member, _ policy: inout Policy) throws(Failure) {
    guard let object = member.value.object else {
      let place = PolicyPlace(name: member.key, position: member.valuePosition ?? member.keyPosition)
      throw place.mismatch("a table", member.value, hint: "write [\(member.key)] on a line of its own")
    }
    let keys = PolicyKey.all.filter { $0.section == member.key }
    for inner in object.members {
      guard let key = keys.first(where: { $0.name.isExactly(inner.key) }) else {
        throw unknownKey(inner, in: "[\(member.key)]", known: near(inner.key, keys))
      }
      try key.read(inner, &policy)
    }
  }

  /// The section's own keys, unless only another section has a near one.
  private static func near(_ name: String, _ keys: [PolicyKey]) -> [String] {
    let own = keys.map(\.name)
    if !nearNames(to: name, in: own).isEmpty { return own }
    let elsewhere = PolicyKey.all.filter { $0.name.isExactly(name) }.map(\.path)
    return elsewhere.isEmpty ? own : elsewhere
  }

  private static func nearest(_ name: String, _ known: [String]) -> [String] {
    nearNames(to: name, in: known).isEmpty ? PolicyKey.sections.map(\.name) : known
  }

  private static func checkItems(_ items: [Policy.ChecklistRules.Item], _ tables: Value?) throws(Failure) {
    var seen: Set<String> = []
    for (index, item) in items.enumerated() where !seen.insert(item.id).inserted {
      let member = tables?.array?[index].object?.member("id")
      throw Failure(
        .input, "two checklist items have the id \"\(item.id)\"", at: member?.valuePosition, hint: "give each its own")
    }
  }
}

extension Policy {
  /// Returns which policy the bytes of an `xp.toml` are (F5).
  ///
  /// The digest is the SHA-256 of the canonical bytes of the file's content, the value tree that TOML describes: comments, layout and
  /// the order of keys do not matter, every stated value does. An empty file has the digest of `{}`.
  ///
  /// - Throws: as ``PolicyReader/read(_:file:)``.
  public static func record(of bytes: [UInt8], file: String = "xp.toml") throws(Failure) -> PolicyRecord {
    let policy = try PolicyReader.read(bytes, file: file)
    let content: Value
    do { content = try TOMLReader.read(bytes) } catch { throw error.inFile(file) }
    return PolicyRecord(
      digest: .sha256(content.canonicalBytes), schemaVersion: policy.schemaVersion, updated: policy.updated)
  }
}

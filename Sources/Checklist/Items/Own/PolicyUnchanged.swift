internal import Provenance

extension Items {
  /// A policy whose content changed must have another version or date (F5, F16).
  static let policyUnchanged: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let made = evidence.registration.policy
    let entry = EvidencePlace.entry(evidence.registeredEntry)
    let version = "schema_version \(made.schemaVersion)" + (made.updated.isEmpty ? "" : ", updated \(made.updated)")
    var weighing = Weighing()
    weighing.evidence = [entry]
    if made.isContradicted(by: evidence.policy) {
      weighing.fail(
        "xp.toml is \(evidence.policy.digest.short) now, \(made.digest.short) made this record, both \(version)", .file("xp.toml")
      )
    }
    var told: [Digest] = [evidence.policy.digest]
    for sibling in evidence.siblings where made.isContradicted(by: sibling.policy) && !told.contains(sibling.policy.digest) {
      told.append(sibling.policy.digest)
      weighing.fail(
        "\(sibling.name) was made by \(sibling.policy.digest.short), this by \(made.digest.short), both \(version)", entry)
    }
    return weighing.ruling(
      pass: "made by policy \(made.digest.short), \(version)",
      remedy: "give the changed xp.toml another schema_version or updated")
  }
}

extension PolicyRecord {
  fileprivate func isContradicted(by other: PolicyRecord) -> Bool {
    schemaVersion.isExactly(other.schemaVersion) && updated.isExactly(other.updated) && digest != other.digest
  }
}

internal import Provenance

extension Items {
  static let configComplete: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    let record = evidence.registration.config
    let place = EvidencePlace.file("config.json")
    let remedy = "restore config.json and config.jcs from a copy, or register again"
    if record.groups.isEmpty && record.source == "none" && policy.config.required.isEmpty && policy.config.defaults.isEmpty {
      return .notApplicable("no config was given")
    }
    let value: Value
    switch evidence.config.json {
    case .absent: return .fail("there is no config.json", [place], remedy: remedy)
    case .unreadable(let failure):
      return .fail(
        "config.json cannot be read: \(failure.message)", [.file("config.json", line: failure.position?.line)], remedy: remedy)
    case .read(let content): value = content
    }
    var weighing = Weighing()
    weighing.evidence = [place, .file("config.jcs")]
    weighing.weighDigest(of: value, evidence)
    weighing.weighOrder(of: value, evidence)
    let undeclared = weighing.weighParameters(evidence, policy)
    return weighing.ruling(
      pass: passReason(evidence, undeclared),
      remedy: weighing.failures.contains { $0.contains("missing") } ? "add them to the config and register again" : remedy)
  }

  private static func passReason(_ evidence: Evidence, _ undeclared: [String]) -> String {
    let count = evidence.config.parameters.count
    let sources = evidence.config.sources.map(\.name)
    var reason = "\(evidence.origin)\(count) parameter\(count == 1 ? "" : "s"), \(evidence.registration.config.digest.short)"
    reason += sources.isEmpty ? "; nothing declares which there should be" : "; all of \(sources.joined(separator: ", "))"
    if !undeclared.isEmpty { reason += "; undeclared: \(listed(undeclared))" }
    return reason
  }

  /// The first names, and how many more there are.
  static func listed(_ names: [String], limit: Int = 12) -> String {
    names.prefix(limit).joined(separator: ", ") + (names.count > limit ? " and \(names.count - limit) more" : "")
  }
}

extension Weighing {
  fileprivate mutating func weighDigest(of value: Value, _ evidence: Evidence) {
    let recorded = evidence.registration.config.digest
    let found = Digest.sha256(value.canonicalBytes)
    if found != recorded {
      fail("config.json says something else than was recorded: \(found.short) instead of \(recorded.short)", .file("config.json"))
    }
    switch evidence.config.canonical {
    case .absent: fail("there is no config.jcs", .file("config.jcs"))
    case .unreadable(let failure): fail("config.jcs cannot be read: \(failure.message)", .file("config.jcs"))
    case .read(let digest) where digest != recorded:
      fail("config.jcs has \(digest.short), recorded is \(recorded.short)", .file("config.jcs"))
    case .read: break
    }
  }

  fileprivate mutating func weighOrder(of value: Value, _ evidence: Evidence) {
    let recorded = evidence.registration.config.groups.map(\.name)
    let members = value.object?.members ?? []
    let found = members.filter { $0.value.object != nil }.map(\.key)
    let expected = recorded.filter { name in found.contains { $0.isExactly(name) } }
    let inOrder = found.filter { name in recorded.contains { $0.isExactly(name) } }
    guard let first = zip(inOrder, expected).first(where: { !$0.isExactly($1) }) else { return }
    let line = members.first { $0.key.isExactly(first.0) }?.keyPosition?.line
    fail("groups are not in canonical order: \(first.0) stands where \(first.1) belongs", .file("config.json", line: line))
  }

  /// - Returns: parameters that no source declares, where a source says that it declares all.
  fileprivate mutating func weighParameters(_ evidence: Evidence, _ policy: Policy) -> [String] {
    let parameters = evidence.config.parameters
    let present = Set(parameters.map { ExactString($0.key) })
    let exempt = (policy.config.ignored + policy.config.volatile).map { Glob.key($0) }
    var declared: Set<ExactString>?
    for source in evidence.config.sources {
      switch source.keys {
      case .absent: doubt("\(source.name) is declared and is not there")
      case .unreadable(let failure): doubt("\(source.name) cannot be read: \(failure.message)")
      case .read(let keys):
        // A key whose value became a group, or the other way round, is there.
        let missing = keys.filter { key in
          !present.contains(ExactString(key)) && !exempt.contains { $0.matches(key) }
            && !parameters.contains { $0.key.hasPrefix(key + ".") }
        }
        if !missing.isEmpty { fail("missing, known from \(source.name): \(Items.listed(missing))", .file("config.json")) }
        if source.declaresAll { declared = (declared ?? []).union(keys.map { ExactString($0) }) }
      }
    }
    guard let declared else { return [] }
    return parameters.map(\.key).filter { !declared.contains(ExactString($0)) }
  }
}

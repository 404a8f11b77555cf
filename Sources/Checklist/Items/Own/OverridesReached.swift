internal import Provenance

extension Items {
  static let overridesReached: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    let overrides = evidence.registration.config.overrides
    let entry = EvidencePlace.entry(evidence.registeredEntry)
    guard !overrides.isEmpty else { return .notApplicable("nothing was overridden") }
    guard evidence.judgedAttempt != nil else { return evidence.withoutRun }
    let remedy = "let the script write the config it used, to one of \(listed(policy.config.effective))"
    guard !evidence.config.effective.isEmpty else {
      return .unknown(
        "\(overrides.count) override\(overrides.count == 1 ? "" : "s"), and the script wrote no config that would show them",
        [entry],
        remedy: remedy)
    }
    var weighing = Weighing()
    for file in evidence.config.effective { weighing.weigh(file, overrides, evidence.config.parameters) }
    return weighing.ruling(
      pass: "\(listed(evidence.config.effective.map(\.path))) has \(listed(overrides.map { "\($0.key) = \($0.new)" }))",
      remedy: "find out what the script reads its config from, and register again")
  }
}

extension Weighing {
  fileprivate mutating func weigh(_ file: EffectiveConfig, _ overrides: [Override], _ recorded: [Parameter]) {
    let parameters: [Parameter]
    switch file.parameters {
    case .absent: return doubt("\(file.path) is gone", .file(file.path))
    case .unreadable(let failure):
      return doubt("\(file.path) cannot be read: \(failure.message)", .file(file.path, line: failure.position?.line))
    case .read(let content): parameters = content
    }
    evidence.append(.file(file.path))
    for override in overrides {
      // What the record holds is what was asked for: it has the type, the override only its spelling.
      let wanted = recorded.filter { $0.key.isExactly(override.key) || $0.key.hasPrefix(override.key + ".") }
      guard !wanted.isEmpty else {
        doubt("\(override.key) is not in config.json", .file("config.json"))
        continue
      }
      for parameter in wanted {
        guard let found = parameters.first(where: { $0.key.isExactly(parameter.key) }) else {
          doubt("\(file.path) does not tell \(parameter.key)", .file(file.path))
          continue
        }
        if found.value != parameter.value {
          fail(
            "\(parameter.key) is \(found.value.canonicalText) in \(file.path), set was \(parameter.value.canonicalText)",
            .file(file.path, line: found.line))
        }
      }
    }
  }
}

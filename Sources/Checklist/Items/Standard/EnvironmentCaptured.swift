internal import Provenance

extension Items {
  static let environmentCaptured: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let place = EvidencePlace.file("environment.json")
    let remedy = "register again where the command can run"
    guard let recorded = evidence.registration.environment.value else {
      return .unknown(
        "\(evidence.origin)\(evidence.registration.environment.reason ?? "not recorded")",
        [.entry(evidence.registeredEntry)], remedy: remedy)
    }
    let state: EnvironmentState
    switch evidence.environment.state {
    case .absent: return .fail("environment.json is recorded and is gone", [place], remedy: "restore it from a copy")
    case .unreadable(let failure):
      return .fail(
        "environment.json cannot be read: \(failure.message)", [.file("environment.json", line: failure.position?.line)],
        remedy: "restore it from a copy")
    case .read(let content): state = content
    }
    guard let found = evidence.environment.digest, found == recorded else {
      return .fail("environment.json is not what was recorded: \(recorded.short)", [place], remedy: "restore it from a copy")
    }
    guard let program = state.program.value else {
      return .unknown("what ran is not known: \(state.program.reason ?? "no command")", [place], remedy: remedy)
    }
    var weighing = Weighing()
    weighing.evidence = [place]
    let summary = weighing.weigh(program)
    return weighing.ruling(pass: "\(evidence.origin)\(summary); \(state.system.os), \(state.system.kernel)", remedy: remedy)
  }
}

extension Weighing {
  /// - Returns: what ran, in words.
  fileprivate mutating func weigh(_ program: EnvironmentState.Program) -> String {
    let place = EvidencePlace.file("environment.json")
    if let reason = program.sha256.reason { doubt("\(program.name) has no digest: \(reason)", place) }
    guard program.kind != .binary else {
      guard let libraries = program.libraries.value else {
        doubt("its libraries are not known: \(program.libraries.reason ?? "")", place)
        return program.name
      }
      return
        "\(program.name) \(program.sha256.value?.short ?? ""), \(libraries.isEmpty ? "static" : "\(libraries.count) libraries")"
    }
    switch program.version {
    case .known(let version) where version.isEmpty: fail("the version of \(program.name) is empty", place)
    case .known: break
    case .unknown(let reason): doubt("the version of \(program.name) is not known: \(reason)", place)
    }
    if let reason = program.packages.reason { doubt("its packages are not known: \(reason)", place) }
    let packages = program.packages.value ?? []
    let editable = packages.filter { $0.editable == true }.map(\.name)
    let named = packages.isEmpty ? "no packages installed" : "\(packages.count) packages"
    return "\(program.name) \(program.version.value ?? ""), \(named)"
      + (editable.isEmpty ? "" : ", editable: \(Items.listed(editable))")
  }
}

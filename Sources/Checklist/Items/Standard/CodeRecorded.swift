internal import Provenance

extension Items {
  static let codeRecorded: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let place = EvidencePlace.entry(evidence.registeredEntry)
    guard let code = evidence.registration.code.value else {
      return .unknown(
        "\(evidence.origin)\(evidence.registration.code.reason ?? "not recorded")", [place],
        remedy: "keep the project in git: git init, git add, git commit; then register again")
    }
    guard let commit = code.commit.value else {
      return .unknown(
        "\(evidence.origin)\(code.commit.reason ?? "no commit")", [place], remedy: "make a first commit, then register again")
    }
    var weighing = Weighing()
    weighing.evidence = [place]
    weighing.weigh(evidence.code.commit, "the commit \(commit.hex.prefix(12))", place)
    if let tree = code.tree.value {
      weighing.weigh(evidence.code.tree, "the captured tree \(tree.hex.prefix(12))", place)
    } else {
      weighing.doubt("the working state was not captured: \(code.tree.reason ?? "no reason")", place)
    }
    let branch = code.branch.map { "on \($0)" } ?? "detached"
    let missing =
      code.notCaptured.isEmpty
      ? "" : "; \(code.notCaptured.count) not captured: \(listed(code.notCaptured.map(\.path), limit: 4))"
    let state = code.clean ? "clean" : "\(code.changes.count) change\(code.changes.count == 1 ? "" : "s") captured"
    return weighing.ruling(
      pass: "\(evidence.origin)\(commit.hex.prefix(12)) \(branch), \(state)\(missing)",
      remedy: "fetch it from where it was pushed: git fetch; trees are under refs/xp/trees/")
  }
}

extension Weighing {
  fileprivate mutating func weigh(_ there: Known<Bool>, _ what: String, _ place: EvidencePlace) {
    switch there {
    case .known(true): break
    case .known(false): fail("\(what) is not in the repository", place)
    case .unknown(let reason): doubt("whether \(what) is in the repository could not be told: \(reason)", place)
    }
  }
}

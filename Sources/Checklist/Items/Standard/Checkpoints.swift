internal import Provenance

extension Items {
  static let checkpoints: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    guard let attempt = evidence.judgedAttempt else { return evidence.withoutRun }
    let rules = policy.artifacts
    let defaults = Policy().artifacts
    let declared = rules.best != defaults.best || rules.last != defaults.last
    let candidates = evidence.files.present.map(\.path).filter { looksLikeCheckpoint(attempt.ownPath($0)) }
    let kinds: [(word: String, role: Artifact.Role, patterns: [String])] = [
      ("best", .bestCheckpoint, rules.best), ("last", .lastCheckpoint, rules.last),
    ]
    let recorded = kinds.map { kind in evidence.files.recorded.filter { $0.artifact.role == kind.role } }
    if recorded.allSatisfy(\.isEmpty) && candidates.isEmpty && !declared {
      return .notApplicable("not declared, and the run made none")
    }
    var weighing = Weighing()
    for (kind, files) in zip(kinds, recorded) {
      for file in files { weighing.weigh(file, of: attempt) }
      guard files.isEmpty else { continue }
      let globs = kind.patterns.map { Glob.path($0) }
      if let late = candidates.first(where: { path in globs.contains { $0.matches(attempt.ownPath(path)) } }) {
        weighing.fail("\(late) is there and is not in the run's record", .file(late))
      } else {
        let near = candidates.isEmpty ? "" : "; there are \(listed(candidates, limit: 4))"
        weighing.fail("no \(kind.word) checkpoint (\(listed(kind.patterns, limit: 3)))\(near)")
      }
    }
    if weighing.evidence.isEmpty { weighing.evidence = evidence.entryPlaces }
    let paths = recorded.joined().filter { $0.released == nil }.map(\.artifact.path)
    return weighing.ruling(
      pass: "\(evidence.origin)\(listed(paths)): as recorded, written during the run",
      remedy: "name the files the script writes in xp.toml, [artifacts] best and last, or let it write both")
  }

  private static let checkpointEndings = [
    ".pth", ".pt", ".ckpt", ".safetensors", ".h5", ".keras", ".npz", ".pkl", ".joblib", ".onnx", ".msgpack",
  ]

  private static func looksLikeCheckpoint(_ path: String) -> Bool {
    checkpointEndings.contains { path.hasSuffix($0) } || lastComponent(of: path).hasPrefix("checkpoint")
      || path.hasPrefix("checkpoints/")
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes back what a writer had begun and did not bring to its end.
struct Withdrawal: Sendable {
  let project: Project
  /// All variables, `NAME=value`.
  let environment: [String]
  /// The path of the writer's own marker.
  private let marker: String

  /// What other writers, living or gone, are about: what they name is not taken from them.
  let others: [OpenMarker.Intent]

  init(_ project: Project, besides marker: String, environment: [String]) throws(Failure) {
    (self.project, self.environment, self.marker) = (project, environment, marker)
    others = try Self.others(project, besides: marker)
  }

  /// Removes what ends with its writer.
  ///
  /// - Returns: whether there was anything.
  func clear(_ intent: OpenMarker.Intent) throws(Failure) -> Bool {
    var found = false
    for path in intent.staging.map({ project.root + "/" + $0 }) where FileStatus.of(path) != nil {
      try FileWriting.remove(path)
      found = true
    }
    return found
  }

  /// Takes back an experiment that no journal registers.
  func withdraw(_ intent: OpenMarker.Intent) throws(Failure) {
    if !intent.experiment.isEmpty, !others.contains(where: { $0.experiment.isExactly(intent.experiment) }) {
      let folder = project.folder(of: intent.experiment)
      for name in intent.made { try FileWriting.remove(folder + "/" + name) }
      // While the folder is there, nobody else has its name.
      try FileWriting.remove(project.privateFolder(of: intent.experiment))
      // Only an empty folder goes: one that holds anything is not ours alone.
      rmdir(folder)
    }
    try unpublish(intent.refs)
  }

  /// Removes refs that nothing but this registration needs.
  private func unpublish(_ refs: [TreeRef]) throws(Failure) {
    guard refs.contains(where: \.isNew) else { return }
    let gate = try TreeRef.gate(of: project)
    // Who has named a ref by now keeps it; who names it later makes it anew.
    let others = try Self.others(project, besides: marker)
    for ref in refs where ref.isNew && !others.contains(where: { $0.refs.contains { $0.name == ref.name } }) {
      guard try Ledger.openForReading(project)?.mentions(ref.tree) != true else { continue }
      try? GitRepository.unpublish(ref, environment: environment)
    }
    _ = consume gate
  }

  private static func others(_ project: Project, besides marker: String) throws(Failure) -> [OpenMarker.Intent] {
    try OpenMarker.paths(in: project).filter { $0 != marker }.compactMap { OpenMarker.intent(of: $0) }
  }
}

extension TreeRef {
  /// Whoever makes or removes refs of a project's trees holds this lock, after the marker that names them.
  static func gate(of project: Project) throws(Failure) -> ProjectLock {
    try FileWriting.makeFolders(project.scratchFolder)
    return try project.lock(on: project.scratchFolder)
  }
}

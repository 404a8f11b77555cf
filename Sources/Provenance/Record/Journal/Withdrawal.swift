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

  /// What other writers, living or gone, are about: what they name is not taken from them.
  let others: [OpenMarker.Intent]

  init(_ project: Project, besides marker: String, environment: [String]) throws(Failure) {
    (self.project, self.environment) = (project, environment)
    others = try OpenMarker.paths(in: project).filter { $0 != marker }.compactMap { OpenMarker.intent(of: $0) }
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
      // Only an empty folder goes: one that holds anything is not ours alone.
      rmdir(folder)
      try FileWriting.remove(project.privateFolder(of: intent.experiment))
    }
    try unpublish(intent.refs)
  }

  /// Removes refs that nothing but this registration needs.
  private func unpublish(_ refs: [TreeRef]) throws(Failure) {
    for ref in refs where ref.isNew && !others.contains(where: { $0.refs.contains { $0.name == ref.name } }) {
      guard try Ledger.openForReading(project)?.mentions(ref.tree) != true else { continue }
      try? GitRepository.unpublish(ref, environment: environment)
    }
  }
}

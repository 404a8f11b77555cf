/// The experiments that a person's words mean: each word one experiment.
public struct ExperimentSelection: Sendable {
  let project: Project
  let ledger: Ledger?
  /// From where relative paths are meant, absolute.
  let folder: String

  public init(project: Project, ledger: Ledger?, folder: String) {
    (self.project, self.ledger, self.folder) = (project, ledger, folder)
  }

  /// Returns the folder names of experiments in this project, each once, in the order of the words.
  ///
  /// - Parameter words: nil: all experiments, oldest first.
  /// - Throws: kind `missing` if a word fits none or more than one, kind `input` for an experiment of another project.
  public func names(_ words: [String]?) throws(Failure) -> [String] {
    guard let words else {
      let names = try ledger?.experiments().map(\.name) ?? []
      guard !names.isEmpty else { throw Failure(.missing, "no experiment is registered yet", hint: "xp help register") }
      return names
    }
    var names: [String] = []
    for word in words {
      let record = try ExperimentFinder(project: project, ledger: ledger, folder: folder).find(word)
      guard realPath(record.folder) == realPath(project.folder(of: record.name)) else {
        throw Failure(.input, "is not an experiment of this project", file: word)
      }
      if !names.contains(where: { $0.isExactly(record.name) }) { names.append(record.name) }
    }
    return names
  }
}

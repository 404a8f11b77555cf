/// Finds the one experiment that a person's word means: a path, a folder name, a unique part of one, the beginning of a config
/// digest, or `@last`. Where the others are its reruns, the original is meant.
public struct ExperimentFinder: Sendable {
  let project: Project
  let ledger: Ledger?
  /// From where relative paths are meant, absolute.
  let folder: String

  /// A search in a project; without a ledger it lists the experiments' folder. `folder` is where relative paths are meant,
  /// absolute.
  public init(project: Project, ledger: Ledger?, folder: String) {
    (self.project, self.ledger, self.folder) = (project, ledger, folder)
  }

  /// - Throws: kind `missing` if no experiment or more than one fits.
  public func find(_ word: String) throws(Failure) -> ExperimentRecord {
    try ExperimentRecord.load(try path(of: word))
  }

  private func path(of word: String) throws(Failure) -> String {
    guard !word.isEmpty else { throw Failure(.usage, "an experiment's name is empty", hint: "the latest one is @last") }
    let asPath = absolutePath(word, from: folder)
    if word.contains("/"), FileStatus.of(asPath) != nil { return asPath }
    if FileStatus.of(asPath)?.kind == .folder, ((try? Journal.all(in: asPath)) ?? []).isEmpty == false { return asPath }
    let direct = project.folder(of: word)
    if !word.contains("/"), word != "@last", word != ".", word != "..", FileStatus.of(direct) != nil { return direct }
    let names = try candidates(for: word)
    if let only = names.first, names.count == 1 { return project.folder(of: only) }
    if let original = names.count > 1 && word != "@last" ? original(among: names) : nil { return project.folder(of: original) }
    if names.count > 1 {
      let shown = names.suffix(5).joined(separator: ", ")
      throw Failure(.missing, "\"\(word)\" fits \(names.count) experiments: \(shown)", hint: "name one of them")
    }
    guard word != "@last" else { throw Failure(.missing, "no experiment is registered yet", hint: "xp register --help") }
    let near = nearNames(to: word, in: try all(), limit: 3)
    throw Failure(
      .missing, "there is no experiment \"\(word)\"",
      hint: near.isEmpty ? "the latest one is @last" : "did you mean \(near.joined(separator: ", "))?")
  }

  /// Reruns are named after their original, and give way to it: the one that the others do again; nil if they are more than that.
  private func original(among names: [String]) -> String? {
    guard names.count <= 100 else { return nil }
    let originals = names.filter { name in
      let origin = (try? ExperimentRecord.load(project.folder(of: name)))?.registration.reproduces
      return origin.map { origin in !names.contains { $0.isExactly(origin.experiment) } } ?? true
    }
    return originals.count == 1 ? originals[0] : nil
  }

  private func candidates(for word: String) throws(Failure) -> [String] {
    if let ledger { return try ledger.names(matching: word) }
    let names = try all()
    return word == "@last" ? Array(names.suffix(1)) : names.filter { $0.contains(word) }
  }

  private func all() throws(Failure) -> [String] {
    if let ledger { return try ledger.experiments().map(\.name) }
    guard FileStatus.of(project.experimentsFolder) != nil else { return [] }
    return try FileReading.names(in: project.experimentsFolder).filter { ExperimentName.fits($0) }
  }
}

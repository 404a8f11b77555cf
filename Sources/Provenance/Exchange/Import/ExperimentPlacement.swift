#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Puts one experiment of a staged bundle in place: whole where it is new, joined to what is here where it is known, and under a name
/// of its own where another experiment has its name.
struct ExperimentPlacement: Sendable {
  let project: Project
  let bundle: StagedBundle
  let experiment: BundleManifest.Experiment
  /// The folder under which the ledger knows it already.
  let home: String?

  private var staged: String { bundle.folder + "/experiments/" + experiment.name }

  func place() throws(Failure) -> ImportReport.Experiment {
    for name in candidates {
      let folder = project.folder(of: name)
      if try holds(folder) { return try join(name) }
      guard FileStatus.of(staged)?.kind == .folder, try claim(name) else { continue }
      let files = bundle.files(of: experiment.name).count { BundlePath.ledger(ofJournal: $0.path) == nil }
      guard rename(staged, folder) == 0 else { throw .system("put the experiment's folder in place", folder) }
      try FileWriting.sync(parent(of: folder))
      return report(name, entries: experiment.entries, files: files, isNew: true)
    }
    throw Failure(.environment, "no name is free for \(experiment.name)", file: project.experimentsFolder)
  }

  /// Its own name, then one with the digest of its first entry: wherever it is met, it is called the same.
  private var candidates: [String] {
    let hex = experiment.first.hex
    let own = [experiment.name, "\(experiment.name)_\(hex.prefix(8))", "\(experiment.name)_\(hex)"]
    return (home.map { [$0] } ?? []) + own + (2...99).map { "\(own[1])_\($0)" }
  }

  /// Whether a folder's journals hold the entry that began it.
  private func holds(_ folder: String) throws(Failure) -> Bool {
    guard FileStatus.of(folder)?.kind == .folder else { return false }
    for journal in try Journal.all(in: folder) {
      if try journal.read().entries.contains(where: { $0.digest == experiment.first }) { return true }
    }
    return false
  }

  /// Makes an empty folder of the name, or takes one that a cut-off import left; false if it is somebody's.
  private func claim(_ name: String) throws(Failure) -> Bool {
    let folder = project.folder(of: name)
    if FileStatus.of(folder) == nil, try FileWriting.claimFolder(folder) { return true }
    guard FileStatus.of(folder)?.kind == .folder, try FileReading.names(in: folder).isEmpty else { return false }
    // Whoever claims a name says so in its marker first.
    let others = try OpenMarker.paths(in: project).compactMap { OpenMarker.intent(of: $0)?.experiment }
    return !others.contains { $0.isExactly(name) }
  }

  private func report(_ name: String, entries: Int, files: Int, isNew: Bool, differing: [String] = []) -> ImportReport.Experiment
  {
    let isElsewhere = !name.isExactly(experiment.name) && home == nil
    let outcome: ImportReport.Experiment.Outcome =
      isElsewhere && isNew ? .conflict : isNew ? .new : entries + files > 0 ? .extended : .present
    return ImportReport.Experiment(
      name: experiment.name, folder: name, outcome: outcome, entries: entries, files: files, differing: differing)
  }

  // MARK: Joining what is here

  private func join(_ name: String) throws(Failure) -> ImportReport.Experiment {
    let folder = project.folder(of: name)
    let lock = try project.lock(on: folder)
    let before = try digests(folder)
    var (files, differing) = (0, [String]())
    for (path, file) in bundle.files(of: experiment.name) {
      let source = bundle.path(of: file)
      // Put in place by an import that was cut off.
      guard FileStatus.of(source) != nil else { continue }
      if let writer = BundlePath.ledger(ofJournal: path) {
        _ = try JournalUnion(folder: folder)
          .take(try FileReading.bytes(of: source), of: writer, temporary: bundle.folder + "/joined-" + file.sha256.hex)
        continue
      }
      switch try bring(path, file, from: source, to: folder) {
      case .moved: files += 1
      case .same: break
      case .other: differing.append(path)
      }
    }
    if files > 0 { try FileWriting.syncAll(at: folder) }
    let entries = try digests(folder).subtracting(before).count
    _ = consume lock
    return report(name, entries: entries, files: files, isNew: false, differing: differing)
  }

  private func digests(_ folder: String) throws(Failure) -> Set<Digest> {
    var digests: Set<Digest> = []
    for journal in try Journal.all(in: folder) { digests.formUnion(try journal.read().entries.map(\.digest)) }
    return digests
  }

  private enum Bringing { case moved, same, other }

  /// Moves a file that is missing here; one that is here is never touched, and no link is followed.
  private func bring(
    _ path: String, _ file: BundleManifest.File, from source: String, to folder: String
  ) throws(Failure) -> Bringing {
    let target = folder + "/" + path
    var current = folder
    for name in path.split(separator: "/").dropLast() {
      current += "/" + name
      if mkdir(current, 0o755) != 0, FileStatus.of(current)?.kind != .folder { return .other }
    }
    if let status = FileStatus.of(target) {
      guard status.kind == .file else { return .other }
      // A README is rendered anew by whoever looks: which of two stands here does not matter.
      if path == ExperimentFiles.readme { return .same }
      guard status.size == file.size, try FileReading.sha256(of: target) == file.sha256 else { return .other }
      return .same
    }
    if rename(source, target) == 0 { return .moved }
    // A folder of the experiment may lie on another file system.
    guard errno == EXDEV else { throw .system("put the file in place", target) }
    return .other
  }
}

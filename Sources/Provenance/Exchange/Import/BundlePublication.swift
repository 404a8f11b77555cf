/// Puts the files of a staged bundle in place. Every step may be done again: whatever stopped it, doing all of it once more completes it.
struct BundlePublication: Sendable {
  let project: Project
  let now: Moment
  /// All variables, `NAME=value`.
  let environment: [String]

  /// - Parameter trees: those that the repository holds by now.
  /// - Throws: kind `environment` if something cannot be written; the staged files that were not put in place are still there.
  func publish(_ bundle: StagedBundle, trees: [Digest]) throws(Failure) -> ImportReport {
    // Two imports of one bundle would both find that an experiment is missing.
    let lock = try project.lock(on: project.scratchFolder)
    let ledger = try Ledger.open(project)
    var report = ImportReport()
    try FileWriting.makeFolders(project.experimentsFolder)
    var journals = try takeProject(bundle, &report)
    for experiment in bundle.manifest.experiments {
      let home = try ledger.folder(holding: experiment.first)
      let placement = ExperimentPlacement(project: project, bundle: bundle, experiment: experiment, home: home)
      let placed = try placement.place()
      report.experiments.append(placed)
      for journal in try Journal.all(in: project.folder(of: placed.folder)) {
        journals.append(try journal.read().entries.map { $0.filed(under: placed.folder) })
      }
    }
    try takeShared(bundle, ledger, &report)
    for tree in trees {
      try GitRepository.publish(TreeRef(folder: project.root, tree: tree, isNew: false), environment: environment)
    }
    report.trees = trees.count
    report.entries = try ledger.append(Journal.merged(journals))
    _ = consume lock
    return report
  }

  /// Completes what a crash cut off.
  func resume(_ folder: String) throws(Failure) -> ImportReport {
    let bundle = try StagedBundle.load(folder)
    let trees: [Digest]
    if let repository = try? GitRepository(folder: project.root, environment: environment),
      case .known(let there) = repository.contains(bundle.manifest.trees)
    {
      trees = zip(bundle.manifest.trees, there).filter(\.1).map(\.0)
    } else {
      trees = []
    }
    return try publish(bundle, trees: trees)
  }

  /// The journals of projects themselves.
  private func takeProject(_ bundle: StagedBundle, _ report: inout ImportReport) throws(Failure) -> [[Entry]] {
    let lock = try project.lock(on: project.hidden)
    for file in bundle.manifest.files {
      guard case .projectJournal(let writer) = try BundlePath(file.path) else { continue }
      let bytes = try FileReading.bytes(of: bundle.path(of: file))
      let outcome = try JournalUnion(folder: project.hidden)
        .take(bytes, of: writer, temporary: project.scratchFolder + "/journal-" + file.sha256.hex)
      if case .branch(let name) = outcome { report.findings.append(Self.branch("the project's journal of \(writer)", name)) }
    }
    let journals = try Journal.all(in: project.hidden).map { (journal) throws(Failure) in try journal.read().entries }
    _ = consume lock
    return journals
  }

  /// Orders and checkpoints, as their ledgers wrote them.
  private func takeShared(_ bundle: StagedBundle, _ ledger: Ledger, _ report: inout ImportReport) throws(Failure) {
    for file in bundle.manifest.files {
      switch try BundlePath(file.path) {
      case .order(let writer): try takeOrder(file, of: writer, bundle, ledger, &report)
      case .checkpoint(let name): try takeCheckpoint(file, named: name, bundle, &report)
      case .code, .projectJournal, .experiment: break
      }
    }
  }

  private func takeOrder(
    _ file: BundleManifest.File, of writer: String, _ bundle: StagedBundle, _ ledger: Ledger, _ report: inout ImportReport
  ) throws(Failure) {
    let bytes = try FileReading.bytes(of: bundle.path(of: file))
    let present = try OrderCopies.all(in: project).filter { $0.name.hasPrefix(writer.prefix(16)) }
    switch Growth.place(bytes, of: writer, among: present) {
    case .known: break
    // Our own order tells what our ledger holds: it grows by its own entries alone.
    case .longer(let name) where name == ledger.id, .branch(let name) where name == ledger.id:
      let kept = "\(ledger.id)-\(file.sha256.hex.prefix(8))"
      try put(bytes, at: project.orderFolder + "/" + kept, file)
      report.findings.append(Self.branch("this ledger's own order", kept))
    case .longer(let name): try put(bytes, at: project.orderFolder + "/" + name, file)
    case .branch(let name):
      try put(bytes, at: project.orderFolder + "/" + name, file)
      report.findings.append(Self.branch("the order of \(writer)", name))
    }
  }

  private func takeCheckpoint(
    _ file: BundleManifest.File, named name: String, _ bundle: StagedBundle, _ report: inout ImportReport
  ) throws(Failure) {
    let bytes = try FileReading.bytes(of: bundle.path(of: file))
    var path = project.checkpointsFolder + "/" + name
    if let status = FileStatus.of(path) {
      if status.kind == .file, try FileReading.bytes(of: path) == bytes { return }
      // Two that disagree are what a checkpoint is for: the other one keeps the ending by which all are found and compared.
      let ending = path.hasSuffix(CheckpointFolder.suffix) ? CheckpointFolder.suffix : ""
      path = path.dropLast(ending.count) + "." + file.sha256.hex.prefix(8) + ending
      report.findings.append(Self.branch("checkpoint \(name)", lastComponent(of: path)))
    }
    try FileWriting.makeFolders(parent(of: path))
    try put(bytes, at: path, file)
  }

  private func put(_ bytes: [UInt8], at path: String, _ file: BundleManifest.File) throws(Failure) {
    try FileWriting.replace(path, with: bytes, temporary: project.scratchFolder + "/import-" + file.sha256.hex)
  }

  private static func branch(_ what: String, _ name: String) -> Finding {
    Finding(subject: "import", message: "\(what) went another way here: what came is kept beside it", place: name)
  }
}

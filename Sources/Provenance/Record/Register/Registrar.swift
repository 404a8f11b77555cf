import Dispatch

/// Registers an experiment: reads the world once, then writes a folder, a journal's first entry and its ledger row.
///
/// Killed at any instant, the project is as before or complete: until the finished folder is put in place nothing of it can be
/// seen but an empty folder, and the open marker tells the next command about that.
public struct Registrar: Sendable {
  let project: Project
  let ledger: Ledger?
  let now: Moment

  /// `now` is when it is registered, and the beginning of the folder's name. A ledger may be missing only where nothing is
  /// registered: see ``rehearse(_:)``.
  public init(project: Project, ledger: Ledger?, now: Moment) { (self.project, self.ledger, self.now) = (project, ledger, now) }

  /// What was recorded, or in a dry run what would be.
  public struct Result: Sendable {
    /// The folder's name; in a dry run the one that is free now.
    public var name: String
    /// Relative to the project.
    public var folder: String
    /// The body of the first entry.
    public var registration: Registration
    /// The content of `environment.json`.
    public var environment: EnvironmentState
    /// The content of `config.json` and `config.jcs`, with its digests.
    public var snapshot: Snapshot
    /// The digest of the `registered` entry; nil in a dry run.
    public var entry: Digest?
    /// Other experiments with the same config, newest first.
    public var sameConfig: [ExperimentRow]
  }

  /// Shows what would be registered; writes nothing.
  ///
  /// - Throws: as ``register(_:)``.
  public func rehearse(_ request: RegistrationRequest) throws(Failure) -> Result {
    let draft = try Draft(request, project, ledger, now)
    let name = NewFolder.free(draft.name, in: project)
    let world = try Surroundings.look(draft, project, ledger, now, writing: false)
    let contents = try FolderContents(draft, world, name: name, project: project)
    return try result(contents, world, name: name, entry: nil)
  }

  /// Registers an experiment whole, or leaves nothing of it.
  ///
  /// - Throws: kind `input` if config, overrides, names or command do not hold together, kind `usage` for an override that is
  ///   none, kind `missing` for config or data that is not there, kind `environment` if the project cannot be written, kind
  ///   `defect` without a ledger. Nothing of the experiment stays then.
  public func register(_ request: RegistrationRequest) throws(Failure) -> Result {
    guard let ledger else { throw Failure(.defect, "registering needs a ledger") }
    let draft = try Draft(request, project, ledger, now)
    let world = try Surroundings.look(draft, project, ledger, now, writing: true)
    if try !ledger.knowsPolicy(project.policyRecord.digest) {
      let recorder = Recorder(project: project, ledger: ledger)
      try recorder.recordOfProject(.policy, body: project.policyRecord, at: now)
    }
    try FileWriting.makeFolders(project.experimentsFolder)
    let staging = try stagingFolder()
    let marker = try OpenMarker.place(
      .init(experiment: draft.name.text, staging: relativePath(staging, to: project.root)), in: project)
    let folder = try NewFolder.claim(draft.name, in: project, marker: marker, staging: staging)
    let outcome: Swift.Result<Result, Failure>
    do throws(Failure) {
      outcome = .success(try fill(folder, draft, world, marker, ledger))
    } catch {
      folder.abandon()
      for ref in world.newRefs { try? GitRepository.unpublish(ref, environment: request.environment) }
      outcome = .failure(error)
    }
    try marker.remove()
    return try outcome.get()
  }

  private func fill(
    _ folder: NewFolder, _ draft: Draft, _ world: Surroundings, _ marker: borrowing OpenMarker, _ ledger: Ledger
  ) throws(Failure) -> Result {
    let contents = try FolderContents(draft, world, name: folder.name, project: project)
    let entry = Entry(
      .registered, experiment: folder.name.text, ledger: ledger.id, time: now, previous: nil,
      body: try Recorder.value(of: contents.registration))
    try contents.write(to: folder.staging, private: project.hidden + "/private/" + folder.name.text)
    try Journal(folder: folder.staging, ledger: ledger.id).append(entry)
    try FileWriting.sync(folder.staging)
    try marker.update(
      .init(
        experiment: folder.name.text, staging: relativePath(folder.staging, to: project.root), refs: world.newRefs))
    for ref in world.code.refs { try GitRepository.publish(ref, environment: draft.request.environment) }
    try folder.publish()
    try ledger.append([entry])
    try ledger.remember(world.digests.learned)
    return try result(contents, world, name: folder.name, entry: entry.digest)
  }

  private func result(
    _ contents: FolderContents, _ world: Surroundings, name: ExperimentName, entry: Digest?
  ) throws(Failure) -> Result {
    let same = try ledger?.experiments(withConfig: contents.registration.config.digest) ?? []
    return Result(
      name: name.text, folder: relativePath(project.folder(of: name.text), to: project.root) ?? name.text,
      registration: contents.registration, environment: world.environment, snapshot: contents.snapshot, entry: entry,
      sameConfig: same.filter { $0.name != name.text })
  }

  /// In `.xp/tmp`, unless the experiments lie on another file system: a rename cannot leave its own.
  private func stagingFolder() throws(Failure) -> String {
    let name = "staging-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    let sameDevice =
      FileStatus.of(project.experimentsFolder, followingLinks: true)?.device == FileStatus.of(project.scratchFolder)?.device
    let path = sameDevice ? project.scratchFolder + "/" + name : project.experimentsFolder + "/.xp-" + name
    try FileWriting.makeFolders(path)
    return path
  }
}

/// Registers an experiment: reads the world once, then writes a folder, a journal's first entry and its ledger row.
///
/// Killed at any instant, the project is as before or complete: until the finished folder is put in place nothing of it can be
/// seen but an empty folder, and the open marker tells the next command about that.
public struct Registrar: Sendable {
  let project: Project
  let now: Moment

  /// `now` is when it is registered, and the beginning of the folder's name.
  public init(project: Project, now: Moment) { (self.project, self.now) = (project, now) }

  /// What was recorded, or in a dry run what would be.
  public struct Result: Sendable {
    /// The folder's name; in a dry run the one that is free now.
    public var name: String
    /// Relative to the project.
    public var folder: String
    /// The body of the first entry.
    public var registration: Registration
    /// The command's words, secrets in place, which no record holds; empty without a command.
    public var words: [String]
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
    let draft = try Draft(request, try ConfigSource.read(request, project), project, now, writing: false)
    try check(draft)
    let ledger = try Ledger.openForReading(project)
    let name = NewFolder.free(draft.name, in: project)
    let scratch = "/tmp/xp-capture-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileWriting.makeFolders(scratch)
    defer { try? FileWriting.remove(scratch) }
    let world = try Surroundings.look(draft, project, ledger, now, scratch: scratch, writing: false)
    let contents = try FolderContents(draft, world, name: name, project: project)
    return try result(contents, world, ledger, name: name, entry: nil)
  }

  /// Registers an experiment whole, or leaves nothing of it.
  ///
  /// - Throws: kind `input` if config, overrides, names or command do not hold together, kind `usage` for an override that is
  ///   none, kind `missing` for config or data that is not there, kind `environment` if the project cannot be written. Nothing of the
  ///   experiment stays then.
  public func register(_ request: RegistrationRequest) throws(Failure) -> Result {
    let source = try ConfigSource.read(request, project)
    // Nothing is made until the request has been found good: not the ledger, not the key, nothing in the repository.
    let hasKey = FileStatus.of(project.keyPath) != nil
    let tried = try Draft(request, source, project, now, writing: false)
    try check(tried)
    let ledger = try Ledger.open(project)
    let draft = hasKey ? tried : try Draft(request, source, project, now, writing: true)
    return try inWorkPlaces(of: ledger, environment: request.environment) { (work, marker) throws(Failure) in
      try record(draft, work, marker, ledger)
    }
  }

  /// Works in places of its own, marked open; a failure takes back what was begun.
  func inWorkPlaces<Made>(
    of ledger: Ledger, environment: [String], _ work: (WorkPlaces, borrowing OpenMarker) throws(Failure) -> Made
  ) throws(Failure) -> Made {
    let places = try WorkPlaces(project)
    // It names no experiment before one is claimed: the name may be somebody else's.
    let marker = try OpenMarker.place(.init(experiment: "", staging: places.relative), in: project)
    let made: Made
    do throws(Failure) {
      try places.make()
      made = try work(places, marker)
    } catch {
      let intent = marker.intent() ?? .init(experiment: "", staging: places.relative)
      let withdrawal = try Withdrawal(project, besides: marker.path, environment: environment)
      _ = try withdrawal.clear(intent)
      // A folder that is in place is a record: the marker stays, and the next command brings it into the ledger.
      guard !Journal(folder: project.folder(of: intent.experiment), ledger: ledger.id).exists else {
        throw Failure(
          error.kind, "\(error.message); \(intent.experiment) is complete but not in the ledger yet", file: error.file,
          hint: error.hint ?? "xp sync")
      }
      try withdrawal.withdraw(intent)
      try marker.remove()
      throw error
    }
    try places.remove()
    try marker.remove()
    return made
  }

  private func record(
    _ draft: Draft, _ work: WorkPlaces, _ marker: borrowing OpenMarker, _ ledger: Ledger
  ) throws(Failure) -> Result {
    let world = try Surroundings.look(draft, project, ledger, now, scratch: work.scratch, writing: true)
    if try !ledger.knows(project.policyRecord) {
      let recorder = Recorder(project: project, ledger: ledger)
      try recorder.recordOnceOfProject(.policy, body: project.policyRecord, at: now)
    }
    let (contents, name, entry) = try place(draft, world, work, marker, ledger)
    return try result(contents, world, ledger, name: name, entry: entry)
  }

  /// What is put into a new folder beside what a draft and its surroundings make.
  struct Addition {
    /// The command as it is to be recorded in an experiment of that name; nil: the draft's own.
    var command: (_ experiment: String) -> Command? = { _ in nil }
    /// Says more in the registration.
    var amend: (inout Registration) -> Void = { _ in }
    /// Writes more files, and makes the statement about an attempt that has ended already.
    var attempt: ((_ folder: String) throws(Failure) -> Attempt)?
  }

  /// Claims a name, puts the folder together and in place, and takes its entries into the ledger.
  func place(
    _ draft: Draft, _ world: Surroundings, _ work: WorkPlaces, _ marker: borrowing OpenMarker, _ ledger: Ledger,
    with addition: Addition = Addition()
  ) throws(Failure) -> (contents: FolderContents, name: ExperimentName, entry: Digest) {
    try FileWriting.makeFolders(project.experimentsFolder)
    let refs = world.code.refs
    let folder = try NewFolder.claim(
      draft.name, in: project, marker: marker, intent: .init(experiment: "", staging: work.relative, refs: refs),
      staging: work.staging)
    var contents = try FolderContents(
      draft, world, name: folder.name, project: project, command: addition.command(folder.name.text))
    addition.amend(&contents.registration)
    let entry = Entry(
      .registered, experiment: folder.name.text, ledger: ledger.id, time: now, previous: nil,
      body: try Recorder.value(of: contents.registration))
    try contents.write(to: folder.staging, private: project.privateFolder(of: folder.name.text))
    let journal = Journal(folder: folder.staging, ledger: ledger.id)
    var entries = [entry]
    if let attempt = try addition.attempt?(folder.staging) {
      entries.append(
        Entry(
          .finished, experiment: folder.name.text, ledger: ledger.id, time: now, previous: entry.digest,
          body: try Recorder.value(of: attempt)))
    }
    for entry in entries { try journal.append(entry) }
    try FileWriting.sync(folder.staging)
    let gate = try TreeRef.gate(of: project)
    for ref in refs { try GitRepository.publish(ref, environment: draft.request.environment) }
    _ = consume gate
    try folder.publish()
    try ledger.append(entries)
    // A cache: losing it costs time, not truth.
    try? ledger.remember(world.digests.learned)
    return (contents, folder.name, entry.digest)
  }

  /// Refuses what could only fail after something has been made.
  private func check(_ draft: Draft) throws(Failure) {
    let root = project.policy.experiment.root
    if let status = FileStatus.of(project.experimentsFolder),
      FileStatus.of(project.experimentsFolder, followingLinks: true)?.kind != .folder
    {
      throw Failure(
        .input, status.kind == .link ? "is a link that leads to no folder" : "is not a folder", file: root,
        hint: "experiments go there: move it away, or name another root in \(PolicyFile.name)")
    }
    try FolderContents.check(draft, project)
  }

  private func result(
    _ contents: FolderContents, _ world: Surroundings, _ ledger: Ledger?, name: ExperimentName, entry: Digest?
  ) throws(Failure) -> Result {
    let same = try ledger?.experiments(withConfig: contents.registration.config.digest) ?? []
    return Result(
      name: name.text, folder: relativePath(project.folder(of: name.text), to: project.root) ?? name.text,
      registration: contents.registration, words: contents.words, environment: world.environment, snapshot: contents.snapshot,
      entry: entry,
      sameConfig: same.filter { $0.name != name.text })
  }
}

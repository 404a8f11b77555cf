/// An attempt under way, and everything that its record will need.
public struct OpenAttempt: ~Copyable {
  /// The experiment as it was before.
  public let record: ExperimentRecord
  /// Where the attempt's files are.
  public let folder: AttemptFolder
  /// The command as the process is given it.
  public let launch: ReadyCommand
  /// Says that it is under way.
  public let marker: RunMarker
  /// What was outside the folder before.
  let before: OutputSnapshot
  /// How often the system had ended processes for want of memory before.
  let outOfMemory: Int?

  /// Claims an attempt of a registered experiment and records that it began.
  ///
  /// Marker, folder, `started` entry, in this order: whatever a crash leaves can be told from the marker.
  /// - Parameters:
  ///   - marker: of this experiment, claimed by the caller.
  ///   - accelerators: GPUs that are leased to it.
  /// - Throws: kind `environment` if the folder or the ledger cannot be written.
  public static func open(
    _ record: ExperimentRecord, _ launch: ReadyCommand, marker: consuming RunMarker, recorder: Recorder, at now: Moment,
    hasTerminal: Bool, accelerators: [Int] = [], scheduler: [EnvironmentState.Variable] = [], requeue: Int? = nil
  ) throws(Failure) -> OpenAttempt {
    var launch = launch
    if !hasTerminal { launch.unbuffer() }
    let folder = try AttemptFolder.claim(in: record.folder)
    try marker.write(
      RunMarker.Content(
        experiment: record.name, number: folder.number, folder: folder.name, host: Liveness.host, boot: Liveness.boot,
        namespace: Liveness.namespace, recorder: Int(currentProcess), since: now))
    let before = OutputWatch(project: recorder.project).before()
    try marker.keep(before)
    let start = Start(
      number: folder.number, command: launch.recorded, host: Liveness.host, boot: Liveness.boot, recorder: Int(currentProcess),
      terminal: hasTerminal, accelerators: accelerators, scheduler: scheduler, requeue: requeue)
    try recorder.record(.started, about: record.name, body: start, at: now)
    launch.tell(
      experiment: record.name, folder: record.folder, attempt: folder, config: Self.config(of: record, recorder.project))
    return OpenAttempt(
      record: record, folder: folder, launch: launch, marker: marker, before: before, outOfMemory: OutOfMemory.count())
  }

  /// The file that `{config}` stands for: one with secrets lies aside, relative to the project.
  private static func config(of record: ExperimentRecord, _ project: Project) -> String {
    let file = record.registration.config.file
    return file.hasPrefix(".xp/") ? project.root + "/" + file : file
  }

  /// What its holder is told.
  public func order(
    terminal: PseudoTerminal?, inputFromTerminal: Bool, errorsToTerminal: Bool, timeout: Double?, signal: Int32, grace: Double
  ) -> HolderOrder {
    HolderOrder(
      argv: launch.argv, directory: launch.directory, environment: launch.environment, folder: folder.path, number: folder.number,
      host: Liveness.host, marker: marker.path, terminal: terminal?.path, inputFromTerminal: inputFromTerminal,
      errorsToTerminal: errorsToTerminal, timeout: timeout, timeoutSignal: signal, grace: grace)
  }
}

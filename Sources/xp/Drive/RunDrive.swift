import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs one attempt of a registered experiment: opens it, follows its command, and records its end.
struct RunDrive {
  let session: Session
  let project: Project
  let ledger: Ledger
  /// Whether what the command writes is shown.
  var shows = true
  /// Seconds; nil: as the policy says.
  var timeout: Double?

  /// What became of it.
  struct Result {
    let attempt: Attempt
    /// What the command's exit status is to the caller's shell.
    let status: Int32
    /// Why the record is not whole; nil if it is.
    var incomplete: Failure?
    /// What the system said when it would not start the command.
    var refusal: Int32?
  }

  /// - Throws: as ``OpenAttempt/open(_:_:marker:recorder:at:hasTerminal:accelerators:scheduler:requeue:)``; nothing was started then.
  func run(_ record: ExperimentRecord, argv: [String]?, marker: consuming RunMarker) throws(Failure) -> Result {
    let launch = try Launch(record, in: project, argv: argv, environment: session.environment)
    let terminal = shows && session.console.outputIsTerminal ? try PseudoTerminal.like(1) : nil
    defer { if let terminal { close(terminal.descriptor) } }
    let typesIntoTerminal = terminal != nil && isatty(0) == 1
    let signals = try SignalPipe.catching(
      [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT] + (terminal == nil ? [] : [SIGWINCH]))
    let recorder = Recorder(project: project, ledger: ledger)
    let attempt = try OpenAttempt.open(
      record, launch, marker: marker, recorder: recorder, at: session.now, hasTerminal: terminal != nil)
    let rules = project.policy.run
    let timeout = self.timeout ?? rules.timeout
    let order = attempt.order(
      terminal: terminal, inputFromTerminal: typesIntoTerminal, errorsToTerminal: session.console.errorsAreTerminal,
      timeout: timeout > 0 ? timeout : nil, signal: SignalPipe.number(of: rules.timeoutSignal.rawValue) ?? SIGTERM,
      grace: rules.grace)
    let link = try HolderLink.start(order, marker: attempt.marker, terminal: terminal)
    let following = try RunFollowing(
      attempt.folder, link: link, signals: signals, shows: shows, terminal: terminal, typesIntoTerminal: typesIntoTerminal)
    let outcome = following.follow {}
    return try finish(attempt, outcome, recorder)
  }

  private func finish(
    _ attempt: consuming OpenAttempt, _ outcome: RunFollowing.Outcome, _ recorder: Recorder
  ) throws(Failure) -> Result {
    let (folder, name) = (attempt.folder, attempt.record.name)
    let written = if let record = outcome.record { record } else { try self.written(attempt.record, folder) }
    let status = Int32(written.exit ?? 125)
    do throws(Failure) {
      let closing = AttemptClosing(project: project, recorder: recorder, now: session.now)
      let sealed = try closing.close(attempt, written, findings: outcome.findings)
      return Result(attempt: sealed, status: status, refusal: outcome.refusal)
    } catch {
      let unsealed = Attempt(
        number: folder.number, recorder: .xp, state: AttemptEnd(record: written).state,
        started: written.started.map(Known.known) ?? .unknown("not recorded"),
        ended: written.ended.map(Known.known) ?? .unknown("not recorded"),
        exitStatus: written.exit.map(Known.known) ?? .unknown("not recorded"), host: .known(Liveness.host),
        process: written.process,
        artifacts: [], metrics: [])
      let failure = error.hinted("\(name) is taken in by the next command: xp sync")
      return Result(attempt: unsealed, status: status == 0 ? 125 : status, incomplete: failure, refusal: outcome.refusal)
    }
  }

  /// What stands in `attempt.txt` where the holder told nothing.
  private func written(_ record: ExperimentRecord, _ folder: AttemptFolder) throws(Failure) -> SelfRecord {
    let found = try SelfRecord.read(record.folder).records.first { $0.number == folder.number }
    return found ?? SelfRecord.read(held: "", number: folder.number, folder: folder.name)
  }
}

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
  /// GPUs that it leases; nil: as many as the policy says.
  var gpus: Int?
  /// Whether it waits for a GPU that another run has.
  var waits = true
  /// Variables that this attempt sets beside the recorded ones.
  var variables: [EnvironmentState.Variable] = []

  /// What became of it.
  struct Result {
    let attempt: Attempt
    /// Experiments that stand for the jobs that it launched.
    var jobs: [String] = []
    /// What the command's exit status is to the caller's shell.
    let status: Int32
    /// Why the record is not whole; nil if it is.
    var incomplete: Failure?
    /// What the system said when it would not start the command.
    var refusal: Int32?
  }

  /// - Throws: what keeps the command from being started; nothing was started then.
  func run(_ record: ExperimentRecord, argv: [String]?, marker: consuming RunMarker) throws(Failure) -> Result {
    let environment = session.environment
    let terminal = shows && session.console.outputIsTerminal ? try PseudoTerminal.like(1) : nil
    defer { if let terminal { close(terminal.descriptor) } }
    let typesIntoTerminal = terminal != nil && isatty(0) == 1
    let signals = try SignalPipe.catching(
      [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT] + (terminal == nil ? [] : [SIGWINCH]))
    let lease = try lease(environment, signals)
    let ready = try ReadyCommand(
      record, in: project, argv: argv, environment: environment, additions: variables + lease.variables)
    let recorder = Recorder(project: project, ledger: ledger)
    let scheduler = SchedulerIdentity.read(environment)
    let attempt = try OpenAttempt.open(
      record, ready, marker: marker, recorder: recorder, at: session.now, hasTerminal: terminal != nil,
      accelerators: lease.indexes, scheduler: try withoutSecrets(scheduler.scheduler), requeue: scheduler.requeue)
    let rank = LaunchRank.read(environment, parent: RankDrive.parent)
    let announcement = rank.flatMap { RankDrive.announce(attempt.announcement, of: $0, in: project) }
    defer { if let announcement { unlink(announcement) } }
    let link = try HolderLink.start(
      order(for: attempt, terminal, typesIntoTerminal), marker: attempt.marker, terminal: terminal, leases: lease.descriptors)
    let following = try RunFollowing(
      attempt.folder, link: link, signals: signals, shows: shows, terminal: terminal, typesIntoTerminal: typesIntoTerminal)
    let follower = MetricFollower(
      project: project, experiment: record.name, attempt: attempt.folder.number, folder: record.folder)
    let sampler = AcceleratorSampler(indexes: lease.indexes.isEmpty ? nil : lease.indexes, environment: environment)
    sampler.start()
    var troubles = Troubles()
    let outcome = following.follow {
      do throws(Failure) { try follower.poll(ledger) } catch { troubles.note(error, session) }
    }
    return try finish(attempt, outcome, recorder, follower, sampler.finish(), troubles)
  }

  /// What went wrong with the record while the command ran: said once, when it began.
  private struct Troubles {
    private(set) var findings: [Finding] = []

    mutating func note(_ failure: Failure, _ session: Session) {
      guard findings.isEmpty else { return }
      let since = String(session.now.local.prefix(19).suffix(8))
      session.console.note("since \(since) the record is not complete: \(failure.message); the command goes on")
      findings.append(Finding(subject: "record", message: "not complete since \(since): \(failure.message)", place: failure.file))
    }
  }

  private func order(
    for attempt: borrowing OpenAttempt, _ terminal: PseudoTerminal?, _ typesIntoTerminal: Bool
  ) -> HolderOrder {
    let rules = project.policy.run
    let timeout = self.timeout ?? rules.timeout
    return attempt.order(
      terminal: terminal, inputFromTerminal: typesIntoTerminal, errorsToTerminal: session.console.errorsAreTerminal,
      timeout: timeout > 0 ? timeout : nil, signal: SignalPipe.number(of: rules.timeoutSignal.rawValue) ?? SIGTERM,
      grace: rules.grace)
  }

  // MARK: GPUs and schedulers

  /// GPUs for the command alone, as long as its holder lives.
  private struct Lease: ~Copyable {
    let held: AcceleratorLease?
    var variables: [EnvironmentState.Variable] = []
    var indexes: [Int] = []
    var descriptors: [Int32] = []
  }

  private func lease(_ environment: [String], _ signals: SignalPipe) throws(Failure) -> Lease {
    let count = gpus ?? project.policy.run.gpus
    guard count > 0 else { return Lease(held: nil) }
    let listing = try AcceleratorListing.now(environment: environment, cacheFolder: project.cacheFolder, now: session.now)
    let name = listing.system.variable + "="
    let visible = environment.last { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
    let held = try AcceleratorLease.take(
      count, of: listing, visible: visible, patience: waits ? .wait : .refuse, told: { session.console.note($0) },
      goOn: { !signals.take().contains { [SIGINT, SIGTERM, SIGHUP].contains($0) } })
    let (variables, indexes, descriptors) = (held.variables, held.indexes, held.descriptors)
    return Lease(held: held, variables: variables, indexes: indexes, descriptors: descriptors)
  }

  private func withoutSecrets(_ variables: [EnvironmentState.Variable]) throws(Failure) -> [EnvironmentState.Variable] {
    guard !variables.isEmpty else { return [] }
    let scanner = SecretScanner(rules: project.policy.secrets)
    return Redaction(scanner: scanner, digest: try project.secretDigest(writing: true)).redact(variables).0
  }

  // MARK: The end

  private func finish(
    _ attempt: consuming OpenAttempt, _ outcome: RunFollowing.Outcome, _ recorder: Recorder, _ follower: MetricFollower,
    _ accelerators: [ProcessFacts.AcceleratorUse], _ troubles: Troubles
  ) throws(Failure) -> Result {
    let (folder, name) = (attempt.folder, attempt.record.name)
    let written = if let record = outcome.record { record } else { try self.written(attempt.record, folder) }
    let status = Int32(written.exit ?? 125)
    let meter = ProgressLine(session.console)
    do throws(Failure) {
      let closing = AttemptClosing(
        project: project, recorder: recorder, now: session.now, environment: session.environment)
      let closed = try closing.close(
        attempt, written, follower: follower, findings: outcome.findings + troubles.findings, accelerators: accelerators,
        progress: { meter.show("reading what it made", $0.done, of: $0.total) })
      meter.clear()
      return Result(attempt: closed.attempt, jobs: closed.jobs, status: status, refusal: outcome.refusal)
    } catch {
      meter.clear()
      let failure = Failure(
        error.kind, error.message, file: error.file, at: error.position,
        hint: "\(error.hint.map { $0 + "; " } ?? "")what it wrote is kept, and the next command takes it in: xp verify \(name)")
      return Result(
        attempt: AttemptClosing.unsealed(written), status: status == 0 ? 125 : status, incomplete: failure,
        refusal: outcome.refusal)
    }
  }

  /// What stands in `attempt.txt` where the holder told nothing.
  private func written(_ record: ExperimentRecord, _ folder: AttemptFolder) throws(Failure) -> SelfRecord {
    let found = try SelfRecord.read(record.folder).records.first { $0.number == folder.number }
    return found ?? SelfRecord.read(held: "", number: folder.number, folder: folder.name)
  }
}

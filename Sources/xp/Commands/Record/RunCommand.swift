import ArgumentParser
import Provenance

struct RunCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Register an experiment, run its command, and record how it went",
    usage: "xp run [<config>] [<options>] -- <command> ...\n       xp run <experiment> [<options>]",
    discussion: """
      Config and command are those of xp register. An experiment that is registered is run as its next attempt, with its own \
      log and metrics. The command is told XP_EXPERIMENT, XP_DIR, XP_CONFIG and XP_METRICS.

      A sweep: with --seeds, or --set KEY=VALUE,VALUE, every combination is an experiment of its own, and all are one campaign. \
      It exits 0 if every one completed, else 1.

      It exits as its command did, 128 + N after signal N; 127 and 126 if the command is not there or may not be run; 125 if xp \
      itself failed, or the record is not whole though the command succeeded.
      """)

  @Argument(help: "A config in JSON, YAML or TOML; without a command, an experiment")
  var subject: String?
  @OptionGroup var options: RegistrationOptions
  @Option(help: ArgumentHelp("How long it may take, such as 90s, 10min, 2h; it is warned before it is killed", valueName: "time"))
  var timeout: String?
  @Option(help: ArgumentHelp("GPUs that it has for itself among concurrent runs; waits until they are free", valueName: "count"))
  var gpus: Int?
  @Flag(name: .customLong("no-wait"), help: "Do not wait for a GPU: fail")
  var noWait = false
  @Option(help: "Whether files that it makes outside its folder are listed where they are, or copied into it")
  var collect: Policy.RunRules.Collect?
  @Option(
    help: ArgumentHelp("One experiment for each of these seeds, such as 0-4 or 1,2,3; {seed} in the command", valueName: "seeds"))
  var seeds: String?
  @Option(help: ArgumentHelp("How many experiments of a sweep run at a time", valueName: "count"))
  var jobs = 1
  @Option(help: .hidden)
  var campaign: String?
  @Option(help: .hidden)
  var seedOfMember: String?
  @Flag(help: "Do nothing if the same config, code, data and seeds have completed; say as which experiment")
  var ifNew = false
  @Flag(help: "Show nothing that the command writes, and print the record as JSON at the end")
  var json = false
  @Argument(parsing: .postTerminator, help: "The command, after --")
  var command: [String] = []

  func validate() throws {
    if let timeout, Seconds.seconds(of: timeout) == nil {
      throw ValidationError("--timeout takes a time such as 90s, 10min or 2h")
    }
    if let gpus, gpus < 0 { throw ValidationError("--gpus takes a whole number, 0 or more") }
    if jobs < 1 { throw ValidationError("--jobs takes a whole number, 1 or more") }
    if command.isEmpty && seeds != nil { throw ValidationError("--seeds goes with a command after --") }
    if command.isEmpty && ifNew { throw ValidationError("--if-new goes with a config or a command, not with an experiment") }
    if command.isEmpty && subject == nil { throw ValidationError("a command is needed after --, or the name of an experiment") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    do throws(Failure) { return try run(in: session) } catch {
      // Whatever fails before the command has run is 125: all codes below are the command's own.
      guard error.kind != .usage else { throw error }
      session.console.complain(error)
      return .recordingFailed
    }
  }

  private func run(in session: Session) throws(Failure) -> Outcome {
    let project = try project(in: session)
    if let rank = LaunchRank.read(session.environment, parent: RankDrive.parent), !rank.records, !command.isEmpty {
      try RankDrive(session: session, project: project, rank: rank).run(command)
    }
    let ledger = try Ledger.open(project)
    if let plan = try sweep() { return try run(plan, in: project, ledger, session) }
    if ifNew, let known = try duplicate(in: project, ledger, session) {
      session.console.note("nothing was done: \(known.text)")
      try session.console.write(rendered: Terminal.safe(known.experiment) + "\n")
      return .yes
    }
    let (record, words) = try experiment(in: project, ledger, session)
    let marker = try RunMarker.claim(record.name, in: project)
    let drive = RunDrive(
      session: session, project: project, ledger: ledger, shows: !json, timeout: timeout.flatMap { Seconds.seconds(of: $0) },
      gpus: gpus, waits: !noWait)
    let result = try drive.run(record, argv: words, marker: marker)
    try tell(result, of: record, in: project, session)
    return Outcome(rawValue: result.status)
  }

  /// The project, with what the words say in the places of what its policy says.
  private func project(in session: Session) throws(Failure) -> Project {
    let project = try session.project()
    guard let collect else { return project }
    var policy = project.policy
    policy.run.collect = collect
    return Project(root: project.root, policy: policy, policyRecord: project.policyRecord)
  }

  private func tell(_ result: RunDrive.Result, of record: ExperimentRecord, in project: Project, _ session: Session)
    throws(Failure)
  {
    if json {
      try session.console.write(rendered: RunRendering.json(result, of: record, in: project))
    } else {
      session.console.note(RunRendering.end(of: result, record, project.policy.metrics))
    }
    if let failure = result.incomplete { session.console.complain(failure) }
    if let code = result.refusal { session.console.complain(refusal(code, record)) }
  }

  private func request(in project: Project, _ session: Session) throws(Failure) -> RegistrationRequest {
    var request = try options.request(config: subject, command: command, in: project, session)
    request.campaign = campaign
    if let seedOfMember { request.give(seed: seedOfMember) }
    return request
  }

  /// A completed experiment that this one would only repeat. Nothing is written to find that out.
  private func duplicate(in project: Project, _ ledger: Ledger, _ session: Session) throws(Failure) -> Duplicate? {
    let request = try request(in: project, session)
    let draft = try Registrar(project: project, now: session.now).rehearse(request)
    return try ledger.duplicates(of: draft.registration, named: draft.name, policy: project.policy, limit: 1).first
  }

  /// The experiment that is run: registered now, with the words as they were typed, or before.
  private func experiment(
    in project: Project, _ ledger: Ledger, _ session: Session
  ) throws(Failure) -> (ExperimentRecord, words: [String]?) {
    guard !command.isEmpty else {
      guard let subject else { throw Failure(.usage, "no experiment is named") }
      return (try session.experiment(subject, in: project, ledger: ledger), nil)
    }
    let request = try request(in: project, session)
    let result = try Registrar(project: project, now: session.now).register(request)
    session.console.note(result.registration.findings)
    if !json { session.console.note(RunRendering.beginning(result)) }
    if let known = try ledger.duplicates(of: result.registration, named: result.name, policy: project.policy, limit: 1).first {
      session.console.note(known.text)
    }
    return (try ExperimentRecord.load(project.folder(of: result.name)), result.words)
  }

  private func refusal(_ code: Int32, _ record: ExperimentRecord) -> Failure {
    let word = record.registration.command?.argv.first ?? ""
    let failure = Failure.system("run the command", word, code: code)
    return Failure(failure.kind, failure.message, file: word, hint: "see what it is: type \(ShellWords.quoted(word))")
  }
}

extension Policy.RunRules.Collect: ExpressibleByArgument {}

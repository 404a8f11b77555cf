import Checklist
import Provenance

/// Does an experiment again: rebuilds its code, runs it as an experiment of its own, and states what it came to in both journals.
struct ReproductionDrive {
  let session: Session
  let project: Project
  let ledger: Ledger
  /// The original.
  let record: ExperimentRecord
  let facts: ReproductionFacts
  let preflight: Preflight
  /// Whether what is in doubt is passed over.
  let anyway: Bool

  /// What one rerun came to.
  struct Outcome {
    let report: ReproductionReport
    /// What it left; nil: nothing was run.
    var results: RunResults?
  }

  private var survey: ReproductionSurvey {
    ReproductionSurvey(project: project, ledger: ledger, environment: session.environment, now: session.now)
  }

  /// States that it could not be told, and why: nothing is run.
  func refuse(_ reasons: [String]) throws(Failure) -> Outcome {
    var report = ReproductionReport(.unverifiable, of: record.name, reasons: reasons)
    report.originalHost = record.attempt?.host.value
    report.rerunHost = facts.present.system.host
    try state(report)
    return Outcome(report: report)
  }

  /// Does it once.
  ///
  /// - Parameter place: where the tree is rebuilt, and stays; nil: in a place of its own, for as long as it is needed.
  func run(at place: String?, seed: String?) throws(Failure) -> Outcome {
    let tree: RebuiltTree
    let rebuild = Rebuild(project: project, environment: session.environment)
    try rebuild.removeLeft()
    do throws(Failure) { tree = try rebuild.make(record, from: preflight.code ?? .present, at: place) } catch {
      guard error.kind != .input else { throw error }
      return try refuse(["its code cannot be rebuilt: \(error.message)" + (error.file.map { " (\($0))" } ?? "")])
    }
    let hold = try rebuild.hold(tree)
    let outcome: Outcome
    do throws(Failure) { outcome = try run(in: tree, seed) } catch {
      if place == nil { try? tree.remove() }
      throw error
    }
    if place == nil { try tree.remove() }
    _ = consume hold
    return outcome
  }

  private func run(in tree: RebuiltTree, _ seed: String?) throws(Failure) -> Outcome {
    let workplace = project.working(in: tree, as: record.registration)
    var variables = CommandWords.searchPaths(session.environment, from: project, to: tree)
    let recreated = recreate(in: tree)
    variables.removeAll { variable in recreated.contains { $0.name.isExactly(variable.name) } }
    variables += recreated
    let supply = try TreeSupply(facts, in: tree, workplace, survey: survey).supply()
    if !supply.linked.isEmpty { session.console.note("linked from the project: \(supply.linked.joined(separator: ", "))") }
    let doubts = Preflight.doubts(about: supply.data)
    guard doubts.isEmpty || anyway else { return try refuse(doubts) }
    let settings = variables.map { "\($0.name)=\($0.value)" }
    let rerun = try Rerun(
      of: record, in: tree, workplace, now: session.now,
      environment: session.environment.filter { line in
        !settings.contains { $0.prefix { $0 != "=" } == line.prefix { $0 != "=" } }
      }
        + settings
    ).register(supply.data.map(\.found), seed: seed)
    session.console.note("\(rerun.name) does it again; follow it: xp watch \(rerun.name)")
    let drive = RunDrive(session: session, project: workplace, ledger: ledger, shows: false, variables: variables)
    let result = try drive.run(rerun, argv: nil, marker: try RunMarker.claim(rerun.name, in: project))
    session.console.note(RunRendering.end(of: result, rerun, project.policy.metrics))
    if let incomplete = result.incomplete { throw incomplete }
    if result.status != 0 {
      let log = relativePath(rerun.folder, to: project.root) ?? rerun.folder
      session.console.note("what it said: \(log)/\(ExperimentFiles.stderr)")
    }
    return try judge(rerun.name, doubts)
  }

  /// The environment that the lock file describes, where the present one is another.
  private func recreate(in tree: RebuiltTree) -> [EnvironmentState.Variable] {
    let differs = preflight.rows.contains { ["program", "packages"].contains($0.subject) && $0.state != .same }
    guard differs, let recorded = facts.environment.value, let argv = record.registration.command?.argv,
      let recreation = EnvironmentRecreation(recorded, argv: argv, in: tree, environment: session.environment)
    else { return [] }
    session.console.note(
      "making the environment of \(recreation.lockFile) anew: \(recreation.commands.map { $0.joined(separator: " ") }.joined(separator: "; "))"
    )
    do throws(Failure) { return try recreation.make() } catch {
      session.console.note("the present environment is used: \(error.message)")
      return []
    }
  }

  private func judge(_ name: String, _ doubts: [String]) throws(Failure) -> Outcome {
    let rerun = try ExperimentRecord.load(project.folder(of: name))
    guard let attempt = rerun.attempt else { throw Failure(.environment, "no end of it is recorded", file: name) }
    let collector = ResultCollector(project: project, ledger: ledger)
    var (left, right) = (collector.results(of: record), collector.results(of: rerun))
    collector.readDifferences(&left, &right)
    let judgment = ReproductionJudgment(
      of: DiffSides.side(of: record), by: DiffSides.side(of: rerun), rules: project.policy.config)
    let comparison = ResultComparison(left, right, rules: ToleranceRules(project.policy.metrics))
    var passed = preflight.doubts
    passed += doubts.filter { !passed.contains($0) }
    let report = judgment.report(comparison, attempts: (record.attempt, attempt), doubts: passed)
    try state(report)
    return Outcome(report: report, results: right)
  }

  // MARK: What is stated

  private func state(_ report: ReproductionReport) throws(Failure) {
    try ReproductionRecord(project: project, now: session.now).record(try report.body(), of: record.name, rerun: report.rerun)
    try render()
  }

  /// The original's README, if there is one that nobody has changed by hand, says it too.
  private func render() throws(Failure) {
    let record = try ExperimentRecord.load(record.folder)
    let files = ReadmeFiles(project: project, record: record)
    guard let existing = try files.text() else { return }
    let (sources, figures) = try ReadmeCollector(project: project, ledger: ledger).collect(record)
    let report = sources.report()
    if case .edited(let why) = ReadmeSeal.check(existing, inputs: try report.inputs()) {
      return session.console.note("\(record.name): README.md stays as it is: \(why)")
    }
    let text = ReadmePage.text(body: ReadmeMarkdown(report: report).body, inputs: try report.inputs(), existing: existing)
    try files.write(text, figures)
  }
}

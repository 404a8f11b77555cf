import ArgumentParser
import Checklist
import Provenance

struct ReproduceCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Run an experiment again from its record, and judge whether its results come out again",
    discussion: """
      The captured code is rebuilt in a new folder and run there as an experiment of its own; the checkout is not touched. The \
      verdict is bitwise, within tolerance (metrics.tolerance in xp.toml), drift, failed, or unverifiable, and stands in both records.

      Exit 0 for bitwise and within tolerance, 1 for drift and failed, 2 for unverifiable.
      """)

  @Argument(help: "An experiment")
  var experiment: String
  @Option(help: ArgumentHelp("Rebuild the code there, a folder that is new or empty, and leave it", valueName: "folder"))
  var into: String?
  @Option(name: .customLong("repeat"), help: ArgumentHelp("Do it so many times, and measure its own noise", valueName: "count"))
  var count = 1
  @Option(help: ArgumentHelp("Do it with these seeds instead, such as 0-4 or 1,2,3", valueName: "seeds"))
  var seed: String?
  @Flag(help: "Only say whether it can be run again, and what is not as it was")
  var dryRun = false
  @Flag(help: "Run it although something cannot be checked; the verdict says what")
  var anyway = false
  @Flag(help: "Print JSON")
  var json = false

  func validate() throws {
    if count < 1 { throw ValidationError("--repeat takes a whole number, 1 or more") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let seeds = try seed.map { (text) throws(Failure) in try SweepPlan.seeds(text).map(Optional.some) } ?? [nil]
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let facts = ReproductionSurvey(project: project, ledger: ledger, environment: session.environment, now: session.now)
      .look(at: record)
    let preflight = Preflight(facts)
    if dryRun { return try tell(preflight, of: record, session) }
    if !json { try session.console.write(rendered: PreflightText(preflight, of: record.name, session).text) }
    let drive = ReproductionDrive(
      session: session, project: project, ledger: ledger, record: record, facts: facts, preflight: preflight, anyway: anyway)
    let stops = preflight.obstacles + (anyway ? [] : preflight.doubts)
    let outcomes = stops.isEmpty ? try run(drive, seeds) : [try drive.refuse(stops)]
    return try tell(outcomes, preflight, drive, session)
  }

  private func run(_ drive: ReproductionDrive, _ seeds: [String?]) throws(Failure) -> [ReproductionDrive.Outcome] {
    let wanted = seeds.flatMap { Array(repeating: $0, count: count) }
    let place = into.map { absolutePath($0, from: drive.session.folder) }
    var outcomes: [ReproductionDrive.Outcome] = []
    for (index, seed) in wanted.enumerated() {
      let outcome = try drive.run(at: place.map { wanted.count == 1 ? $0 : "\($0)/\(index + 1)" }, seed: seed)
      outcomes.append(outcome)
      // What was stopped from outside, or cannot be run, is not tried again.
      if outcome.report.verdict == .unverifiable { break }
    }
    return outcomes
  }

  private func tell(_ preflight: Preflight, of record: ExperimentRecord, _ session: Session) throws(Failure) -> Outcome {
    let text =
      json ? ReproductionJSON(record.name, preflight).text : PreflightText(preflight, of: record.name, session).text
    try session.console.write(rendered: text)
    return preflight.isClear ? .yes : .couldNotTell
  }

  private func tell(
    _ outcomes: [ReproductionDrive.Outcome], _ preflight: Preflight, _ drive: ReproductionDrive, _ session: Session
  ) throws(Failure) -> Outcome {
    let reports = outcomes.map(\.report)
    let results = outcomes.compactMap(\.results)
    let noise = results.count > 1 ? ResultNoise(results, rules: ToleranceRules(drive.project.policy.metrics)) : nil
    let verdict = ReproductionVerdict(of: reports.map(\.verdict))
    let text =
      json
      ? ReproductionJSON(drive.record.name, preflight, reports, noise).text
      : ReproductionText(reports: reports, noise: noise, width: session.tableWidth, style: session.style).text
    try session.console.write(rendered: text)
    return verdict.isReproduced ? .yes : verdict == .unverifiable ? .couldNotTell : .no
  }
}

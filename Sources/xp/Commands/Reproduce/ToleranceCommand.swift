import ArgumentParser
import Checklist
import Provenance

struct ToleranceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tolerance", abstract: "Propose how far results may lie apart", subcommands: [ToleranceSuggestCommand.self])
}

struct ToleranceSuggestCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Propose tolerances for xp.toml from an experiment's own reruns",
    discussion: """
      It compares the experiment and all its reruns (xp reproduce --repeat) with the same seed, each with each. What it prints is \
      a proposal: a person puts it into the policy.
      """)

  @Argument(help: "An experiment")
  var experiment: String
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let collector = ResultCollector(project: project, ledger: ledger)
    let results = try runs(of: record, project).map { collector.results(of: $0) }
    guard results.count >= ToleranceProposal.fewestRuns else {
      throw Failure(
        .missing, "noise takes \(ToleranceProposal.fewestRuns) completed runs, and of \(record.name) there are \(results.count)",
        hint: "xp reproduce \(record.name) --repeat \(ToleranceProposal.fewestRuns)")
    }
    let noise = ResultNoise(results, rules: ToleranceRules(project.policy.metrics))
    let proposal = ToleranceProposal(noise)
    let text =
      json
      ? ToleranceRendering.json(proposal, noise, of: record.name) : ToleranceRendering.toml(proposal, noise, of: record.name)
    try session.console.write(rendered: text)
    return .yes
  }

  /// The experiment itself, and its reruns with the same seed: those that completed.
  private func runs(of record: ExperimentRecord, _ project: Project) throws(Failure) -> [ExperimentRecord] {
    var runs = [record]
    for name in record.reproductions.compactMap({ $0.report.seed == nil ? $0.report.rerun : nil }) where name != record.name {
      let folder = project.folder(of: name)
      if FileStatus.of(folder) != nil { runs.append(try ExperimentRecord.load(folder)) }
    }
    return runs.filter { $0.attempt?.state == .completed }
  }
}

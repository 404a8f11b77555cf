import ArgumentParser
import Checklist
import Provenance

struct ShowCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that is recorded of one experiment, on a page")

  @Argument(help: "An experiment; none: the latest")
  var experiment = "@last"
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let report = ExperimentSources(
      record: record, config: config(of: record), policy: project.policy, environment: environment(of: record),
      usedBy: try ledger?.users(of: record.name).map { "\($0.experiment) (\($0.artifact))" } ?? [],
      folder: relativePath(record.folder, to: project.root) ?? record.folder
    ).report()
    try session.console.write(
      rendered: json
        ? try ShowJSON(report: report).text() : ShowText(report: report, style: session.style, width: session.width).text)
    return .yes
  }

  private func config(of record: ExperimentRecord) -> Result<Config, Failure> {
    do throws(Failure) { return .success(try record.config()) } catch { return .failure(error) }
  }

  private func environment(of record: ExperimentRecord) -> Known<EnvironmentState> {
    if case .unknown(let reason) = record.registration.environment { return .unknown(reason) }
    return .look { () throws(Failure) in try record.environment() }
  }
}

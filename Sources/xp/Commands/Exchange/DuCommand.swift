import ArgumentParser
import Provenance

struct DuCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "du", abstract: "Show how much room experiments take, and what xp gc would free",
    discussion: "The largest first. Sizes are those of the files.")

  @Argument(help: "Experiments; none: all")
  var experiments: [String] = []
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let selection = ExperimentSelection(project: project, ledger: ledger, folder: session.folder)
    let (uses, findings) = try StorageSurvey(project: project, ledger: ledger, now: session.now)
      .uses(of: try selection.names(experiments.isEmpty ? nil : experiments))
    session.console.note(findings)
    let text = json ? StorageRendering.json(uses) : StorageRendering.text(uses, width: session.tableWidth, style: session.style)
    try session.console.write(rendered: text)
    return .yes
  }
}

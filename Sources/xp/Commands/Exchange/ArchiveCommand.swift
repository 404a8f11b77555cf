import ArgumentParser
import Provenance

struct ArchiveCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "Hide experiments from lists; nothing is deleted",
    discussion: "xp archive --undo shows them again.")

  @Argument(help: "Experiments")
  var experiments: [String]
  @Option(help: ArgumentHelp("Why", valueName: "text"))
  var because: String?
  @Flag(help: "Show them again")
  var undo = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let archiving = Archiving(project: project, ledger: ledger, now: session.now)
    let names = try ExperimentSelection(project: project, ledger: ledger, folder: session.folder).names(experiments)
    for name in names {
      let record = try ExperimentRecord.load(project.folder(of: name))
      let isNew = try archiving.set(!undo, record, because: because)
      let what = undo ? (isNew ? "shown again" : "not archived") : isNew ? "archived" : "archived already"
      try session.console.write(rendered: "\(Terminal.safe(name)): \(what)\n")
    }
    return .yes
  }
}

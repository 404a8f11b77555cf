import ArgumentParser
import Provenance

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Care for the ledger", subcommands: [LedgerRebuildCommand.self])
}

struct LedgerRebuildCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the ledger anew from the journals, in its recorded order",
    discussion: "The file that was there is kept beside it.")

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let (findings, kept) = try LedgerRebuild(project: project, now: session.now, environment: session.environment).rebuild()
    session.console.note(findings)
    let count = try Ledger.open(project).experiments().count
    let beside = kept.map { ", the old file is \($0)" } ?? ""
    try session.console.write(rendered: "made the ledger anew: \(count) \(count == 1 ? "experiment" : "experiments")\(beside)\n")
    return .yes
  }
}

import ArgumentParser
import Provenance

struct LedgerRebuildCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the ledger anew from the journals, in its recorded order",
    discussion: "The file that was there is kept beside it.")

  func perform(in session: Session) throws(Failure) -> Outcome {
    // What was left half done would need the very ledger that is to be made anew: it is brought together afterwards.
    let project = try session.unsettledProject()
    let (findings, kept) = try LedgerRebuild(project: project, now: session.now, environment: session.environment).rebuild()
    session.console.note(findings)
    _ = try session.project()
    let ledger = try Ledger.open(project)
    session.console.note(try MetricIngestion(project: project, ledger: ledger).ingestAll())
    let count = try ledger.experiments().count
    let beside = kept.map { ", the old file is \($0)" } ?? ""
    try session.console.write(rendered: "made the ledger anew: \(count) \(count == 1 ? "experiment" : "experiments")\(beside)\n")
    return .yes
  }
}

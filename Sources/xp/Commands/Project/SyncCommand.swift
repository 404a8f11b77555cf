import ArgumentParser
import Provenance

struct SyncCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Take in every entry and every metric that the ledger does not have yet",
    discussion: "For folders copied by hand, and after a crash; twice is once.")

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let findings = try Reconciliation(project: project, now: session.now, environment: session.environment).settleAll()
    session.console.note(findings)
    let ledger = try Ledger.open(project)
    session.console.note(try MetricIngestion(project: project, ledger: ledger).ingestAll())
    let count = try ledger.experiments().count
    try session.console.write(rendered: "\(count) \(count == 1 ? "experiment" : "experiments") in the ledger\n")
    return .yes
  }
}

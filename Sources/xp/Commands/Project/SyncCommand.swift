import ArgumentParser
import Provenance

struct SyncCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Take in every entry that is in a journal but not in the ledger",
    discussion: "For folders copied by hand, and after a crash; twice is once.")

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let findings = try Reconciliation(project: project, now: session.now, environment: session.environment).settleAll()
    session.console.note(findings)
    let count = try Ledger.open(project).experiments().count
    try session.console.write(rendered: "\(count) \(count == 1 ? "experiment" : "experiments") in the ledger\n")
    return .yes
  }
}

import ArgumentParser
import Provenance

struct LedgerVerifyCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recompute all that the ledger claims, and name what does not hold",
    discussion: """
      Entries, their order, the tree over them, the journals, the files and git trees that entries hold digests of, and \
      the checkpoints in .xp/checkpoints. Nothing is written. Exit 1 if anything is altered, missing, added, reordered or \
      cut, else 2 if anything could not be told.
      """)

  @Flag(help: "Read every artifact, too")
  var artifacts = false
  @Option(help: ArgumentHelp("A checkpoint that somebody kept; may be repeated", valueName: "file"))
  var checkpoint: [String] = []
  @Option(help: ArgumentHelp("A verifier key, or a file with one, for such checkpoints; may be repeated", valueName: "vkey"))
  var key: [String] = []
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.unsettledProject()
    guard let ledger = try Ledger.openForReading(project) else {
      throw Failure(.missing, "there is no ledger yet", hint: "after a loss: xp ledger rebuild; else: xp help register")
    }
    var request = LedgerVerification.Request()
    request.artifacts = artifacts
    request.checkpoints = checkpoint.map { absolutePath($0, from: session.folder) }
    request.keys = try KeyWords(key, session).verifierKeys
    let report = try LedgerVerification(
      project: project, ledger: ledger, environment: session.environment, request: request
    ).run()
    try session.console.write(
      rendered: json
        ? LedgerReportJSON.render(report) : LedgerReportText.render(report, width: session.width, style: session.style))
    return Outcome(report.holds)
  }
}

extension Outcome {
  /// Nil: it could not be told.
  init(_ holds: Bool?) { self = holds.map { $0 ? .yes : .no } ?? .couldNotTell }
}

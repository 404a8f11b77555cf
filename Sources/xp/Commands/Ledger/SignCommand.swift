import ArgumentParser
import Provenance

struct SignCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign an experiment's record and files into its folder",
    discussion: """
      Writes record.intoto.json: a DSSE envelope over an in-toto Statement v1. Its subjects are config, checkpoints, \
      metrics and logs, its predicate is the record. Files that are not as they were recorded are not signed.
      """)

  @Argument(help: "An experiment; none: the latest")
  var experiment = "@last"

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let digests = LearnedDigests(ledger: ledger, now: session.now)
    let statement = try RecordStatement(record, in: project, cache: digests)
    let (key, _) = try session.signingKey(of: project)
    let envelope = try Envelope(statement.bytes, type: Envelope.statementType, signedBy: key)
    let path = record.folder + "/" + RecordStatement.fileName
    try MarkedWriting(project: project, record: record).replace(path, with: envelope.bytes)
    session.console.note("\(Short.count(statement.subjects.count, "subject")), key \(key.publicKey.envelopeID)")
    try session.console.write(rendered: Terminal.safe(relativePath(path, to: project.root) ?? path) + "\n")
    return .yes
  }
}

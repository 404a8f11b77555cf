import ArgumentParser
import Provenance

struct LedgerCheckCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a proof, a checkpoint or an envelope offline",
    discussion: """
      Needs the file and a key, no project. Without --key the project's own keys count. In the project a checkpoint is \
      held against the ledger, and an envelope always against the files beside it.
      """)

  @Argument(help: "A .tlog-proof, a .checkpoint or an .intoto.json file")
  var file: String
  @Option(help: ArgumentHelp("A verifier key, or a file with one or a public key in PEM; may be repeated", valueName: "vkey"))
  var key: [String] = []

  func perform(in session: Session) throws(Failure) -> Outcome {
    let path = absolutePath(file, from: session.folder)
    let named = try KeyWords(key, session)
    let project = try? session.unsettledProject()
    let own = key.isEmpty ? try project.map { project throws(Failure) in try KeyStore(project).all().map(\.verifier) } ?? [] : []
    let check: ProofCheck
    do throws(Failure) {
      check = try ProofCheck.check(
        try FileReading.bytes(of: path, limit: Envelope.maximumSize), keys: own + named.verifierKeys,
        publicKeys: named.publicKeys, folder: parent(of: path),
        ledger: try project.flatMap { project throws(Failure) in try Ledger.openForReading(project) })
    } catch {
      throw Failure(error.kind, error.message, file: error.file == nil ? file : error.file, at: error.position, hint: error.hint)
    }
    try session.console.write(rendered: ProofCheckText.render(check, style: session.style))
    return Outcome(check.holds)
  }
}

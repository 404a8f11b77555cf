import ArgumentParser
import Provenance

struct LedgerCheckpointCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Sign what the ledger is now, keep that in .xp/checkpoints, and print it",
    discussion: """
      A C2SP checkpoint: origin, number of entries, root, signature. Give it to somebody, or mail it to yourself: with it \
      `xp ledger verify --checkpoint FILE` sees any later change of what it covers.
      """)

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let (key, verifier) = try session.signingKey(of: project)
    let (checkpoint, path) = try CheckpointFolder(project).keep(Ledger.open(project), signedBy: key, named: verifier)
    session.console.note("kept in \(relativePath(path, to: project.root) ?? path)")
    try session.console.write(Array(checkpoint.note.description.utf8))
    return .yes
  }
}

import ArgumentParser
import Provenance

struct LedgerProveCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Write a proof that an experiment's entry is in the ledger, to be checked offline",
    discussion: """
      A C2SP tlog-proof: the entry, what leads from it to the root, and a signed checkpoint. By default the last entry of \
      each journal is proven: since each entry names the one before, that fixes all of them. The file goes into the \
      experiment's folder, unless -o names another. Check one with `xp ledger check FILE`.
      """)

  @Argument(help: "An experiment; none: the latest")
  var experiment = "@last"
  @Option(help: ArgumentHelp("Which entry: last, registered, or the beginning of a digest", valueName: "which"))
  var entry = "last"
  @Option(name: .shortAndLong, help: ArgumentHelp("Write the one proof to this file", valueName: "file"))
  var output: String?

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let chosen = try ProvableEntries(record).entries(entry)
    if output != nil, chosen.count > 1 {
      throw Failure(.usage, "\(chosen.count) entries fit, -o is for one", hint: "name one by its digest, or leave -o out")
    }
    let (key, verifier) = try session.signingKey(of: project)
    let (checkpoint, _) = try CheckpointFolder(project).keep(ledger, signedBy: key, named: verifier)
    for entry in chosen {
      let proof = try ledger.proof(of: entry, under: checkpoint)
      let name = "\(entry.ledger).\(proof.index + 1)\(InclusionProof.suffix)"
      let path = output.map { absolutePath($0, from: session.folder) } ?? record.folder + "/" + name
      if output == nil {
        try MarkedWriting(project: project, record: record).replace(path, with: Array(proof.description.utf8))
      } else {
        try FileWriting.replace(path, with: proof.description)
      }
      try session.console.write(rendered: Terminal.safe(output ?? relativePath(path, to: project.root) ?? path) + "\n")
    }
    return .yes
  }
}

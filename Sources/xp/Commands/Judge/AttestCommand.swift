import ArgumentParser
import Checklist
import Provenance

struct AttestCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "attest", abstract: "Answer for an item of the checklist that no tool can answer",
    discussion: """
      Recorded and shown beside the item as attested by … on …, never as pass: what is unknown stays unknown, and \
      xp verify still exits 2 for it, 1 for a fail.
      """)

  @Argument(help: "An experiment")
  var experiment: String
  @Argument(help: "The item's id, as xp verify --json prints it")
  var item: String
  @Option(help: ArgumentHelp("Who answers for it", valueName: "name"))
  var by: String
  @Option(help: ArgumentHelp("Why", valueName: "words"))
  var because: String

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    try Checklist.find(item, in: project.policy)
    let attestation = try Attestation.checked(item: item, by: by, because: because, rules: project.policy.secrets)
    let entry = try Recorder(project: project, ledger: ledger).record(
      .attested, about: record.name, body: attestation, at: session.now)
    let said = AttestedItem(item: item, by: attestation.by, because: attestation.because, time: entry.time)
    try session.console.write(rendered: Terminal.safe("\(record.name): \(item) \(said.text)") + "\n")
    return .yes
  }
}

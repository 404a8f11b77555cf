import ArgumentParser
import Provenance

struct TagCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "tag", abstract: "Put tags on an experiment, or take them off",
    usage: "xp tag <experiment> [<word> ...] [--remove <word> ...]",
    discussion: "Without words it prints the tags. Experiments are found by them: xp list tag=paper.")

  @Argument(help: "An experiment")
  var experiment: String
  @Argument(help: "Tags to put on")
  var words: [String] = []
  @Option(help: ArgumentHelp("A tag to take off, as often as needed", valueName: "word"))
  var remove: [String] = []

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    guard !words.isEmpty || !remove.isEmpty else {
      let record = try session.experiment(experiment, in: project, ledger: try session.ledger(of: project))
      try session.console.write(rendered: record.tags.map { Terminal.safe($0) + "\n" }.joined())
      return .yes
    }
    let ledger = try Ledger.open(project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let tags = try WrittenWords(project: project, ledger: ledger, now: session.now).tag(record, adding: words, removing: remove)
    let list = tags.isEmpty ? "no tags" : tags.joined(separator: ", ")
    try session.console.write(rendered: "\(Terminal.safe(record.name)): \(Terminal.safe(list))\n")
    return .yes
  }
}

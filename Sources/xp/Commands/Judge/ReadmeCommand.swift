import ArgumentParser
import Checklist
import Provenance

struct ReadmeCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "readme", abstract: "Render an experiment's README.md from its record",
    discussion:
      "What people wrote between the notes' markers stays. --check exits 1 if a README is not what would be rendered now.")

  @Argument(help: "Experiments; none: the latest")
  var experiments: [String] = []
  @Flag(help: "All experiments")
  var all = false
  @Flag(help: "Write nothing; say whether each README is what would be rendered now")
  var check = false
  @Flag(help: "Write to standard output instead of into the folder")
  var stdout = false

  func validate() throws {
    if all && !experiments.isEmpty { throw ValidationError("--all goes without names") }
    if check && stdout { throw ValidationError("--check and --stdout exclude each other") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let words = all ? try ledger?.experiments().map(\.name) ?? [] : experiments.isEmpty ? ["@last"] : experiments
    var outcome = Outcome.yes
    for word in words {
      let record = try session.experiment(word, in: project, ledger: ledger)
      let report = try ReadmeCollector(project: project, ledger: ledger).collect(record).report()
      if check {
        if try !isCurrent(record, report, session) { outcome = .no }
      } else {
        try render(record, report, project, session)
      }
    }
    return outcome
  }

  private func render(
    _ record: ExperimentRecord, _ report: ReadmeReport, _ project: Project, _ session: Session
  ) throws(Failure) {
    let path = record.folder + "/README.md"
    let existing = FileStatus.of(path) == nil ? nil : try FileReading.text(of: path, limit: 16 << 20)
    let text = ReadmePage.text(body: ReadmeMarkdown(report: report).body, inputs: try report.inputs(), existing: existing)
    if stdout { return try session.console.write(Array(text.utf8)) }
    if existing?.isExactly(text) != true {
      try MarkedWriting(project: project, record: record).replace(path, with: Array(text.utf8))
    }
    let shown = relativePath(path, to: project.root) ?? path
    try session.console.write(rendered: Terminal.safe(shown) + "\n")
  }

  private func isCurrent(_ record: ExperimentRecord, _ report: ReadmeReport, _ session: Session) throws(Failure) -> Bool {
    let path = record.folder + "/README.md"
    guard FileStatus.of(path) != nil else {
      session.console.note("\(record.name): it has no README.md; render it: xp readme \(record.name)")
      return false
    }
    switch ReadmeSeal.check(try FileReading.text(of: path, limit: 16 << 20), inputs: try report.inputs()) {
    case .current: return true
    case .stale(let why), .edited(let why):
      session.console.note("\(record.name): README.md is not what would be rendered now: \(why)")
      return false
    }
  }
}

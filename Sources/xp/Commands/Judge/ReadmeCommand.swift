import ArgumentParser
import Checklist
import Provenance

struct ReadmeCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "readme", abstract: "Render an experiment's README.md, with its curves, from its record",
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
      let (sources, figures) = try ReadmeCollector(project: project, ledger: ledger).collect(record)
      let files = ReadmeFiles(project: project, record: record)
      if check {
        if try !isCurrent(files, sources.report(), figures, session) { outcome = .no }
      } else {
        try render(files, sources.report(), figures, session)
      }
    }
    return outcome
  }

  private func render(
    _ files: ReadmeFiles, _ report: ReadmeReport, _ figures: FigureFiles, _ session: Session
  ) throws(Failure) {
    let existing = try files.text()
    let text = ReadmePage.text(body: ReadmeMarkdown(report: report).body, inputs: try report.inputs(), existing: existing)
    if stdout { return try session.console.write(Array(text.utf8)) }
    if existing?.isExactly(text) != true || files.missing(figures) != nil { try files.write(text, figures) }
    let shown = report.reproduction.folder + "/" + ExperimentFiles.readme
    try session.console.write(rendered: Terminal.safe(shown) + "\n")
  }

  private func isCurrent(
    _ files: ReadmeFiles, _ report: ReadmeReport, _ figures: FigureFiles, _ session: Session
  ) throws(Failure) -> Bool {
    guard let text = try files.text() else {
      session.console.note("\(report.name): it has no README.md; render it: xp readme \(report.name)")
      return false
    }
    switch ReadmeSeal.check(text, inputs: try report.inputs()) {
    case .current:
      guard let missing = files.missing(figures) else { return true }
      session.console.note("\(report.name): a picture is not what would be rendered now: \(missing)")
      return false
    case .stale(let why), .edited(let why):
      session.console.note("\(report.name): README.md is not what would be rendered now: \(why)")
      return false
    }
  }
}

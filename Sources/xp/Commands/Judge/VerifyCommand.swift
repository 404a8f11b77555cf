import ArgumentParser
import Checklist
import Provenance

struct VerifyCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judge experiments' checklists from evidence that is read now",
    discussion: "Any fail is exit 1, else any unknown is exit 2. Only a changed judgment is recorded.")

  @Argument(help: "Experiments; none: the latest")
  var experiments: [String] = []
  @Flag(help: "All experiments")
  var all = false
  @Flag(help: "Reread files whose digest is known and that have not changed since")
  var deep = false
  @Flag(help: "Print JSON")
  var json = false
  @Flag(help: "Print a Markdown table")
  var markdown = false

  func validate() throws {
    if all && !experiments.isEmpty { throw ValidationError("--all goes without names") }
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    try Checklist.check(project.policy)
    let isWritable = project.isWritable
    let ledger = try session.ledger(of: project)
    let words = all ? try ledger?.experiments().map(\.name) ?? [] : experiments.isEmpty ? ["@last"] : experiments
    guard !words.isEmpty else {
      throw Failure(.missing, "no experiment is registered yet", hint: "xp help register")
    }
    var reports: [ChecklistReport] = []
    for word in words {
      let record = try session.experiment(word, in: project, ledger: ledger)
      reports.append(try judge(record, project, ledger, session))
    }
    if !isWritable { session.console.note("the project cannot be written: no judgment is recorded") }
    try session.console.write(rendered: text(reports, session))
    let verdicts = reports.map(\.outcome)
    return verdicts.contains(.fail) ? .no : verdicts.contains(.unknown) ? .couldNotTell : .yes
  }

  private func judge(
    _ record: ExperimentRecord, _ project: Project, _ ledger: Ledger?, _ session: Session
  ) throws(Failure) -> ChecklistReport {
    let digests = LearnedDigests(ledger: ledger, now: session.now)
    let siblings =
      try ledger?.siblings(before: record.registered.time, policy: record.registration.policy) ?? []
    let evidence = EvidenceCollector(
      project: project, siblings: siblings, environment: session.environment, deep: deep, cache: digests, now: session.now
    ).collect(record)
    let report = Checklist.judge(evidence, policy: project.policy)
    guard let ledger, project.isWritable, record.folder == project.folder(of: record.name) else { return report }
    if record.judged.map({ report.sameJudgment(as: $0.body) }) != true {
      try keep(report, of: record, project, ledger, session)
    }
    // A cache: losing it costs time, not truth.
    try? ledger.remember(digests.learned)
    return report
  }

  /// A judgment that cannot be written down, as on a full disk, is still one.
  private func keep(
    _ report: ChecklistReport, of record: ExperimentRecord, _ project: Project, _ ledger: Ledger, _ session: Session
  ) throws(Failure) {
    let recorder = Recorder(project: project, ledger: ledger)
    do throws(Failure) { try recorder.record(.judged, about: record.name, body: report.body, at: session.now) } catch {
      guard error.kind == .environment else { throw error }
      session.console.note("\(record.name): its judgment is not recorded: \(error.message)")
    }
  }

  private func text(_ reports: [ChecklistReport], _ session: Session) -> String {
    if json { return ChecklistJSON.render(reports) }
    if markdown { return reports.map { ChecklistMarkdown.render($0) }.joined(separator: "\n") }
    return reports.map { ChecklistText.render($0, width: session.width, style: session.style) }.joined(separator: "\n")
  }
}

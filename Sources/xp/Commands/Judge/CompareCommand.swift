import ArgumentParser
import Checklist
import Provenance

struct CompareCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare the results of two experiments, with what may be why",
    discussion: """
      Every metric at every step and every file, by the policy's tolerances. Exit 0 when all is bitwise the same or within \
      tolerance, 1 when something drifts, 2 when it could not be told.
      """)

  @Argument(help: "Two experiments")
  var words: [String]
  @Flag(help: "Compare although the policy's class keys differ, and say so everywhere")
  var across = false
  @Flag(help: "Print JSON")
  var json = false
  @Flag(help: "Print Markdown")
  var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
    if words.count != 2 { throw ValidationError("two experiments are compared") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let comparison = try ComparedRuns(session: session, across: across).compare(words[0], words[1])
    try session.console.write(rendered: text(comparison, session))
    if let advice = comparison.advice { session.console.note(advice) }
    switch comparison.results.agreement {
    case .bitwise, .withinTolerance: return .yes
    case .drift: return .no
    case .unverifiable: return .couldNotTell
    }
  }

  private func text(_ comparison: RunComparison, _ session: Session) -> String {
    if json { return CompareJSON(comparison: comparison).text }
    if markdown { return CompareMarkdown(comparison: comparison).text }
    return CompareText(comparison: comparison, style: session.style, width: session.tableWidth).text
  }
}

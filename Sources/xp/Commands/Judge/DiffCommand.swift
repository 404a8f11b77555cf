import ArgumentParser
import Checklist
import Provenance

struct DiffCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the inputs of two experiments or config files",
    discussion: "Exit 0 when they are the same, 1 when they differ, 2 when it could not be told.")

  @Argument(help: "An experiment or a config file")
  var a: String
  @Argument(help: "Another")
  var b: String
  @Flag(help: "Only the configs")
  var configOnly = false
  @Flag(help: "Print JSON")
  var json = false
  @Flag(help: "Print Markdown")
  var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = PolicyFile.find(from: session.folder) == nil ? nil : try session.project()
    let sides = DiffSides(session: session, project: project)
    let (left, right) = (try sides.side(a), try sides.side(b))
    let comparison = Comparison(
      left: left, right: right, rules: (project?.policy ?? Policy()).config, configOnly: configOnly,
      distance: configOnly ? nil : sides.distance(left, right))
    let difference = comparison.difference()
    try session.console.write(rendered: text(difference, session))
    // Two configs of which one cannot be read are not the same for want of a difference.
    if difference.same, case .unknown = difference.config { return .couldNotTell }
    return difference.same ? .yes : .no
  }

  private func text(_ difference: InputDifference, _ session: Session) -> String {
    if json { return DiffJSON(difference: difference).text }
    if markdown { return DiffMarkdown(difference: difference).text }
    return DiffText(difference: difference, style: session.style, width: session.tableWidth).text
  }
}

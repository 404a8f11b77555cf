import ArgumentParser
import Provenance

struct ImportCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in a bundle, all of it or nothing",
    discussion: """
      Ids and times stay as they are; twice is once. Where another experiment has the same name, the one that comes is kept \
      beside it under a name of its own. Nothing in the bundle is believed before it has been checked.
      """)

  @Argument(help: "A bundle, or - for standard input")
  var file: String
  @Option(help: ArgumentHelp("Refuse a bundle that declares more", valueName: "size"))
  var maxSize: ByteSize?
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let input =
      file == "-"
      ? try BundleInput(standardInputNamed: "standard input")
      : try BundleInput(path: absolutePath(file, from: session.folder), named: file)
    let importer = Importer(project: project, now: session.now, environment: session.environment)
    let report = try importer.take(input, limit: maxSize?.bytes ?? .max)
    session.console.note(report.findings)
    let text =
      json ? ExchangeRendering.json(report) : ExchangeRendering.text(report, width: session.tableWidth, style: session.style)
    try session.console.write(rendered: text)
    return .yes
  }
}

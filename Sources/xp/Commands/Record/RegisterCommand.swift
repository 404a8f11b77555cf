import ArgumentParser
import Provenance

struct RegisterCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Record an experiment: config, code, environment, seeds, data, command",
    usage: "xp register [<config>] [<options>] [-- <command> ...]",
    discussion: """
      Without CONFIG the command's own --key value words are the config. In the command, {config} stands for the config \
      with its overrides, {dir} for the experiment's folder, {group.key} for a value.
      """)

  @Argument(help: "A config in JSON, YAML or TOML")
  var config: String?
  @Option(help: ArgumentHelp("The model's name", valueName: "name"))
  var model: String?
  @Option(help: ArgumentHelp("What this one is about, in a few words", valueName: "words"))
  var title: String?
  @Option(help: ArgumentHelp("Set a key of the config, as often as needed", valueName: "group.key=value"))
  var set: [String] = []
  @Option(help: ArgumentHelp("Why it is done", valueName: "text"))
  var purpose: String?
  @Option(help: ArgumentHelp("A tag, as often as needed", valueName: "word"))
  var tag: [String] = []
  @Option(help: ArgumentHelp("Data that it reads: a file, a folder, a URL; as often as needed", valueName: "path"))
  var data: [String] = []
  @Flag(help: "The script will only pretend to train, and the record says so")
  var rehearsal = false
  @Flag(help: "Show what would be recorded and write nothing")
  var dryRun = false
  @Flag(help: "Print the record as JSON")
  var json = false
  @Argument(parsing: .postTerminator, help: "The command, after --")
  var command: [String] = []

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    var request = RegistrationRequest(folder: session.folder, environment: session.environment)
    (request.config, request.model, request.title, request.purpose) = (config, model, title, purpose)
    (request.overrides, request.tags, request.data) = (set, tag, data)
    (request.rehearsal, request.command) = (rehearsal, command)
    guard realPath(request.folder).map({ relativePath($0, to: project.root) != nil }) ?? false else {
      throw Failure(.input, "this folder is outside the project", file: request.folder)
    }
    let registrar = Registrar(project: project, now: session.now)
    let result = dryRun ? try registrar.rehearse(request) : try registrar.register(request)
    session.console.note(result.registration.findings)
    let text =
      json
      ? RegisterRendering.json(result, isDryRun: dryRun) : RegisterRendering.text(result, isDryRun: dryRun, style: session.style)
    try session.console.write(rendered: text)
    return .yes
  }
}

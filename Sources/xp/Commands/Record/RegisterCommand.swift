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
  @OptionGroup var options: RegistrationOptions
  @Flag(help: "Show what would be recorded and write nothing")
  var dryRun = false
  @Flag(help: "Print the record as JSON")
  var json = false
  @Argument(parsing: .postTerminator, help: "The command, after --")
  var command: [String] = []

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let request = try options.request(config: config, command: command, in: project, session)
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

import ArgumentParser
import Provenance

/// What a person can say of an experiment when it is registered.
struct RegistrationOptions: ParsableArguments {
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

  /// - Throws: kind `input` outside the project: a command's folder is recorded relative to it.
  func request(
    config: String?, command: [String], in project: Project, _ session: Session
  ) throws(Failure) -> RegistrationRequest {
    var request = RegistrationRequest(folder: session.folder, environment: session.environment)
    (request.config, request.model, request.title, request.purpose) = (config, model, title, purpose)
    (request.overrides, request.tags, request.data) = (set, tag, data)
    (request.rehearsal, request.command) = (rehearsal, command)
    guard realPath(request.folder).map({ relativePath($0, to: project.root) != nil }) ?? false else {
      throw Failure(.input, "this folder is outside the project", file: request.folder)
    }
    return request
  }
}

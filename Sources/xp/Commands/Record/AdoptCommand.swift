import ArgumentParser
import Provenance

struct AdoptCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "adopt", abstract: "Take in an experiment that was made without xp",
    discussion: "Everything in it is marked imported, with the times of its files; what cannot be known is unknown.")

  @Argument(help: "The experiment's folder")
  var folder: String
  @Option(help: ArgumentHelp("Its config, relative to the folder", valueName: "file"))
  var config: String?
  @Option(help: ArgumentHelp("A metrics file, relative to the folder; as often as needed", valueName: "file"))
  var metrics: [String] = []
  @Option(help: ArgumentHelp("The model's name", valueName: "name"))
  var model: String?
  @Option(help: ArgumentHelp("What it was about", valueName: "words"))
  var title: String?

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let whole = absolutePath(folder, from: session.folder)
    var request = Adoption.Request(folder: whole, shown: folder)
    (request.config, request.metrics, request.model, request.title) = (config, metrics, model, title)
    let (record, change) = try Adoption(project: project, now: session.now).adopt(request)
    let text =
      switch change {
      case .experiment: "adopted \(record.name) as imported"
      case .run: "took in the files of a run of \(record.name)"
      case .nothing: "\(record.name) is recorded already and stays as it is"
      }
    try session.console.write(rendered: Terminal.safe(text) + "\n")
    return .yes
  }
}

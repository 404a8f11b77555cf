import ArgumentParser
import Provenance

struct InitCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make this folder a project: write a commented xp.toml and .xp/",
    discussion: "Run twice, it changes nothing.")

  @Option(help: ArgumentHelp("Propose groups, seeds, comparability keys and metrics found in this config", valueName: "config"))
  var from: String?
  @Flag(help: "With --from: require every key that the config has")
  var strict = false

  func validate() throws {
    if strict && from == nil { throw ValidationError("--strict goes with --from CONFIG") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let root = session.folder
    let path = root + "/" + PolicyFile.name
    let today = String(session.now.local.prefix(10))
    var text = InitialPolicy.text(updated: today)
    if let from {
      let document = try ConfigReader.readFile(absolutePath(from, from: root), shownAs: from, yaml: .core)
      text = InitialPolicy.proposed(from: document.root, strict: strict, updated: today)
    }
    let isNew = FileStatus.of(path) == nil
    if isNew { try FileWriting.create(path, with: Array(text.utf8)) }
    let project = try Project.load(root)
    _ = try Ledger.open(project)
    _ = try SecretKey.ofProject(folder: project.hidden)
    try session.console.write(rendered: isNew ? "wrote xp.toml and .xp/\n" : "xp.toml is here already and stays as it is\n")
    if !isNew && from != nil { session.console.note("to see what --from would propose, move xp.toml away first") }
    return .yes
  }
}

/// The words of a recorded command as a rerun gives them: paths of the original's folder lead to the rerun's, paths of the project into the
/// rebuilt one.
struct CommandWords: Sendable {
  private(set) var command: Command
  private let original: ExperimentRecord
  private let project: Project
  private let tree: RebuiltTree
  /// The experiments' folder when the original was registered, relative to the project.
  private let root: String
  /// The original's name when it was registered.
  private let recordedName: String

  init(_ command: Command, of original: ExperimentRecord, in project: Project, _ tree: RebuiltTree) {
    (self.original, self.project, self.tree) = (original, project, tree)
    root = (try? Project.load(tree.project))?.policy.experiment.root ?? project.policy.experiment.root
    recordedName = (try? Entry(line: original.registered.bytes))?.experiment ?? original.name
    self.command = command
    let home = project.root + "/"
    self.command.argv = command.argv.map { $0.replacing(home, with: tree.project + "/") }
  }

  /// Puts another seed behind each flag that took the original's.
  func seeded(_ change: SeedChange?) -> CommandWords {
    guard let change else { return self }
    var words = self
    for index in command.argv.indices {
      for flag in change.flags {
        if command.argv[index].isExactly(flag), index + 1 < command.argv.count { words.command.argv[index + 1] = change.seed }
        if command.argv[index].hasPrefix(flag + "=") { words.command.argv[index] = "\(flag)=\(change.seed)" }
      }
    }
    return words
  }

  /// The command of a rerun of that name.
  func named(_ name: String) -> Command {
    var renamed = command
    renamed.argv = command.argv.map { word in
      [root, ".xp/private"].reduce(word) { Self.rename($0, in: $1, recordedName, to: name) }
    }
    return renamed
  }

  /// Puts the rerun's own folders where its words look for them in the rebuilt project.
  func link(_ rerun: ExperimentRecord) throws(Failure) {
    let links = TreeLinks(project: project, tree: tree)
    try links.linkRecord(root + "/" + rerun.name, to: rerun.folder)
    if rerun.registration.config.file.hasPrefix(".xp/") {
      try links.linkRecord(".xp/private/" + rerun.name, to: project.privateFolder(of: rerun.name))
    }
    let directory = command.directory
    if directory != ".", !directory.hasPrefix("../"), !directory.hasPrefix("/") {
      try FileWriting.makeFolders(tree.project + "/" + directory)
    }
  }

  /// `experiments/OLD/…` → `experiments/NEW/…`, for a whole name only.
  private static func rename(_ word: String, in folder: String, _ old: String, to new: String) -> String {
    let path = folder + "/" + old
    var (result, rest) = ("", word[...])
    while let found = rest.firstRange(of: path) {
      let next = found.upperBound < rest.endIndex ? rest[found.upperBound] : "/"
      let isWhole = !(next.isLetter || next.isNumber || next == "_" || next == "-" || next == ".")
      result += rest[..<found.lowerBound] + (isWhole ? folder + "/" + new : path)
      rest = rest[found.upperBound...]
    }
    return result + rest
  }
}

/// The words of a recorded command as a rerun gives them: paths of the original's folder lead to the rerun's, paths of the project into the
/// rebuilt one.
public struct CommandWords: Sendable {
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
    self.command.argv = command.argv.map { Self.moved($0, from: project, to: tree) }
    for index in command.overrides.indices {
      self.command.overrides[index].value = Self.moved(command.overrides[index].value, from: project, to: tree)
    }
  }

  /// Variables that make the caller's own search paths lead into the rebuilt tree where they led into the project, as far as it has what
  /// they name: what is imported is the recorded code.
  ///
  /// - Parameter environment: all variables, `NAME=value`.
  public static func searchPaths(
    _ environment: [String], from project: Project, to tree: RebuiltTree
  ) -> [EnvironmentState.Variable] {
    environment.compactMap { line in
      guard let (name, value) = ProgramSearch.split(line), name.hasSuffix("PATH") else { return nil }
      let parts = value.split(separator: ":", omittingEmptySubsequences: false).map { part -> String in
        guard let inside = relativePath(String(part), to: project.root) else { return String(part) }
        let there = inside == "." ? tree.project : tree.project + "/" + inside
        return FileStatus.of(there) == nil ? String(part) : there
      }
      let moved = parts.joined(separator: ":")
      return moved.isExactly(value) ? nil : .init(name: name, value: moved)
    }
  }

  private static func moved(_ text: String, from project: Project, to tree: RebuiltTree) -> String {
    text.replacing(path: project.root, with: tree.project, isWhole: true)
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
      [root, ".xp/private"].reduce(word) { word, folder in
        word.replacing(path: "\(folder)/\(recordedName)", with: "\(folder)/\(name)", isWhole: false)
      }
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
}

extension String {
  /// Replaces a path where it stands in a text: what follows it is `/` or no part of a name.
  ///
  /// - Parameter isWhole: it is absolute, so that nothing of a path stands before it.
  fileprivate func replacing(path: String, with other: String, isWhole: Bool) -> String {
    func isOfName(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_" || character == "-" || character == "."
    }
    var (result, rest) = ("", self[...])
    while let found = rest.firstRange(of: path) {
      let before = found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " "
      let next = found.upperBound < endIndex ? self[found.upperBound] : "/"
      let fits = !isOfName(next) && !(isWhole && (isOfName(before) || before == "/"))
      result += rest[..<found.lowerBound] + (fits ? other : path)
      rest = rest[found.upperBound...]
    }
    return result + rest
  }
}

/// Makes an environment anew from a lock file that was recorded, with the tool that wrote it, inside a rebuilt tree.
public struct EnvironmentRecreation: Sendable {
  /// What is called, one after the other, in the rebuilt project.
  public let commands: [[String]]
  /// The lock file, relative to the project.
  public let lockFile: String
  /// The environment's folder, absolute.
  public let folder: String
  private let project: String
  private let environment: [String]
  private let isConda: Bool

  /// Plans it; nil if no lock file was recorded whose tool is here, the tree has another content of it, or the command names its program
  /// by a path that no environment changes.
  ///
  /// - Parameters:
  ///   - recorded: the environment of the original.
  ///   - argv: the command's words.
  ///   - environment: all variables, `NAME=value`.
  public init?(_ recorded: EnvironmentState, argv: [String], in tree: RebuiltTree, environment: [String]) {
    guard let program = argv.first, !program.hasPrefix("/") else { return nil }
    (project, self.environment) = (tree.project, environment)
    // `.venv/bin/python`: the command says where it expects it.
    let named = program.range(ofPart: "/bin/").map { String(program[..<$0]) }
    guard named != nil || !program.contains("/") else { return nil }
    let inside = named ?? ".xp-environment"
    let place = tree.project + "/" + inside
    // A link that the tree holds would lead to somebody's own environment.
    guard FileStatus.of(place) == nil, !TreeWriting.leavesByLink(inside, in: tree.project), !inside.contains("..") else {
      return nil
    }
    let search = ProgramSearch(environment: environment, folder: tree.project)
    let locks = recorded.lockFiles.filter { lock in
      (try? FileReading.sha256(of: tree.project + "/" + lock.path)).map { $0 == lock.sha256.value } ?? false
    }.map(\.path)
    func text(_ lock: String) -> String { (try? FileReading.text(of: tree.project + "/" + lock, limit: 1 << 26)) ?? "" }
    if let lock = locks.first(where: { $0 == "uv.lock" }), search.find("uv") != nil {
      (commands, lockFile, isConda) = ([["uv", "sync", "--locked"]], lock, false)
    } else if let lock = locks.first(where: { $0.hasSuffix(".lock") && text($0).contains("@EXPLICIT") }),
      search.find("conda") != nil
    {
      (commands, lockFile) = ([["conda", "create", "--yes", "--quiet", "--prefix", place, "--file", lock]], lock)
      isConda = true
    } else if let lock = locks.first(where: { $0.hasPrefix("requirements") && text($0).contains("--hash=") }),
      let python = Self.python(recorded, search)
    {
      let install = ["-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", lock]
      (commands, lockFile, isConda) = ([[python, "-m", "venv", place], [place + "/bin/python"] + install], lock, false)
    } else {
      return nil
    }
    folder = place
  }

  /// The recorded interpreter where it is still there, else the one of that name.
  private static func python(_ recorded: EnvironmentState, _ search: ProgramSearch) -> String? {
    guard let program = recorded.program.value, program.kind == .python else { return search.find("python3") }
    return FileStatus.of(program.path, followingLinks: true)?.kind == .file ? program.path : search.find("python3")
  }

  /// Makes it.
  ///
  /// - Returns: the variables that make a command use it.
  /// - Throws: kind `environment`, with the tool's last words, if it refuses; kind `missing` if it is gone.
  public func make() throws(Failure) -> [EnvironmentState.Variable] {
    let variables = environment.filter { !$0.hasPrefix("VIRTUAL_ENV=") && !$0.hasPrefix("UV_PROJECT_ENVIRONMENT=") }
    for words in commands {
      let outcome = try ChildProcess.run(words, in: project, environment: variables + ["UV_PROJECT_ENVIRONMENT=" + folder])
      guard outcome.succeeded else {
        let last = outcome.errorText.split(separator: "\n").last.map { ": \($0)" } ?? ""
        throw Failure(.environment, "\(words[0]) ended with status \(outcome.status)\(last)", file: lockFile)
      }
    }
    let path = ReadyCommand.Variables(environment).value(of: "PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    return [
      .init(name: "PATH", value: "\(folder)/bin:\(path)"), .init(name: isConda ? "CONDA_PREFIX" : "VIRTUAL_ENV", value: folder),
    ]
  }
}

extension String {
  fileprivate func range(ofPart part: String) -> Index? { firstRange(of: part)?.lowerBound }
}

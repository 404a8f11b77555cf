/// Reads what an experiment runs in: machine, program with packages or libraries, accelerators, lock files, variables.
public struct EnvironmentCapture: Sendable {
  private let project: String
  private let argv: [String]?
  private let variables: [String]
  private let rules: Policy.EnvironmentRules
  private let redaction: Redaction
  private let cacheFolder: String?
  private let now: Moment

  /// - Parameters:
  ///   - project: the folder in which the command starts.
  ///   - argv: the command; nil if there is none.
  ///   - variables: the command's environment, `NAME=value`.
  ///   - digest: the keyed digest of a secret.
  ///   - cacheFolder: where answers of interpreters and digests of files are kept; nil: nowhere.
  ///   - now: files younger than two seconds are not trusted to stay as they are.
  public init(
    project: String, argv: [String]?, variables: [String], rules: Policy.EnvironmentRules, scanner: SecretScanner,
    digest: @escaping @Sendable (String) -> String, cacheFolder: String?, now: Moment = .now()
  ) {
    self.project = project
    self.argv = argv
    self.variables = variables
    self.rules = rules
    self.redaction = Redaction(scanner: scanner, digest: digest)
    self.cacheFolder = cacheFolder
    self.now = now
  }

  /// Looks. Nothing throws: what cannot be told is unknown, with the reason. Programs are asked side by side.
  public func capture() -> EnvironmentState {
    let search = ProgramSearch(environment: variables, folder: project)
    var cache = AnswerCache(folder: cacheFolder, now: now)
    let accelerators = AcceleratorCapture(search: search, cache: &cache)
    let program = ProgramCapture(argv: argv, search: search, cache: &cache)
    let system = SystemCapture(variables: search.variables).capture()
    let lockFiles = lockFiles(&cache)
    let state = EnvironmentState(
      system: system, program: program.finish(into: &cache), accelerators: accelerators.finish(into: &cache),
      modules: (search.variables["LOADEDMODULES"] ?? "").split(separator: ":").map(String.init), lockFiles: lockFiles,
      variables: allowedVariables(search.variables))
    cache.write()
    return state
  }

  private func allowedVariables(_ all: [String: String]) -> [EnvironmentState.Variable] {
    // Most of the patterns are plain names, and a glob costs its length times the text's.
    let isPattern = { (name: String) in name.utf8.contains { "*?[".utf8.contains($0) } }
    let names = Set(rules.variables.filter { !isPattern($0) })
    let patterns = rules.variables.filter(isPattern).map { (Glob.key($0), $0.prefix { !"*?[".contains($0) }) }
    let allowed = all.filter { variable in
      names.contains(variable.key)
        || patterns.contains { variable.key.hasPrefix($0.1) && $0.0.matches(variable.key) }
    }
    .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    .map { EnvironmentState.Variable(name: $0.key, value: $0.value) }
    return redaction.redact(allowed).0
  }

  private static let lockNames: Set<String> = [
    "uv.lock", "pylock.toml", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "environment.yml", "environment.yaml",
    "conda-lock.yml", "renv.lock", "Manifest.toml", "Cargo.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml",
    "Package.resolved", "go.sum", "Gemfile.lock", "flake.lock",
  ]

  private func lockFiles(_ cache: inout AnswerCache) -> [EnvironmentState.LockFile] {
    let names = (try? FileReading.names(in: project)) ?? []
    return names.filter { name in
      Self.lockNames.contains(name) || (name.hasPrefix("requirements") && name.hasSuffix(".txt"))
        || (name.hasPrefix("pylock.") && name.hasSuffix(".toml")) || (name.hasPrefix("conda-") && name.hasSuffix(".lock"))
    }.map { EnvironmentState.LockFile(path: $0, sha256: cache.sha256(of: project + "/" + $0)) }
  }
}

/// The one program that a command starts, being asked.
private enum ProgramCapture: ~Copyable {
  case python(PythonCapture)
  case other(BinaryCapture)
  case unknown(String)

  init(argv: [String]?, search: ProgramSearch, cache: inout AnswerCache) {
    guard let argv, !argv.isEmpty else {
      self = .unknown("no command was given")
      return
    }
    do throws(Failure) {
      let program = try CommandProgram.resolve(argv, search)
      if case .python = program.kind {
        self = .python(PythonCapture(program, cache: &cache))
      } else {
        self = .other(BinaryCapture(program, cache: &cache))
      }
    } catch { self = .unknown(error.message) }
  }

  consuming func finish(into cache: inout AnswerCache) -> Known<EnvironmentState.Program> {
    switch consume self {
    case .python(let capture): capture.finish(into: &cache)
    case .other(let capture): capture.finish(into: &cache)
    case .unknown(let reason): .unknown(reason)
    }
  }
}

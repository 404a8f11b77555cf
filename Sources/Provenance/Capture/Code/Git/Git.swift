#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The git program, asked in one folder, with everything switched off that would write, run a hook or talk to a network.
struct Git: Sendable {
  let program: String
  let folder: String
  let environment: [String]

  /// Settings that hold against whatever the user's and the repository's configuration say.
  ///
  /// Hooks and the file system monitor are commands of somebody's choice; the split index and the untracked cache write beside the
  /// index; `ignoreStat`, `trustctime` and `checkStat` can hide an edit of the same size; `safecrlf` can refuse a file.
  private static let settings = [
    "core.fsmonitor=false", "core.untrackedCache=false", "core.splitIndex=false", "core.ignoreStat=false",
    "core.trustctime=true", "core.checkStat=default", "core.safecrlf=false", "core.hooksPath=/dev/null",
    "core.logAllRefUpdates=false", "core.quotePath=false", "submodule.recurse=false", "color.ui=false", "gc.auto=0",
    "log.showSignature=false", "i18n.logOutputEncoding=UTF-8",
  ].flatMap { ["-c", $0] }

  /// Variables that would point git to another repository than the folder's, as they do inside a hook.
  private static let withheld: Set<String> = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_CONFIG", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS",
    "GIT_DEFAULT_HASH", "GIT_OPTIONAL_LOCKS", "GIT_NO_REPLACE_OBJECTS", "GIT_NO_LAZY_FETCH", "GIT_TERMINAL_PROMPT",
    "GIT_ALLOW_PROTOCOL",
    "GIT_INDEX_VERSION", "GIT_TEST_SPLIT_INDEX", "LC_ALL", "LANGUAGE",
  ]

  /// - Throws: kind `missing` if the environment's `PATH` has no git.
  init(folder: String, environment: [String]) throws(Failure) {
    let path = environment.first { $0.hasPrefix("PATH=") }?.dropFirst(5) ?? "/usr/local/bin:/usr/bin:/bin"
    let found = path.split(separator: ":").map { String($0) + "/git" }.first { access($0, X_OK) == 0 }
    guard let found else { throw Failure(.missing, "git was not found in PATH") }
    let kept = environment.filter { variable in
      !Self.withheld.contains(String(variable.prefix { $0 != "=" }))
    }
    self.init(
      program: found, folder: folder,
      environment: kept + [
        "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0",
        // No protocol is allowed: a partial clone would fetch what it lacks.
        "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
      ])
  }

  private init(program: String, folder: String, environment: [String]) {
    (self.program, self.folder, self.environment) = (program, folder, environment)
  }

  /// The same program, asked elsewhere or with more variables.
  func with(folder: String? = nil, variables: [String] = []) -> Git {
    Git(program: program, folder: folder ?? self.folder, environment: environment + variables)
  }

  func start(
    _ words: [String], settings: [String] = [], input: [UInt8] = [], reading descriptor: Int32? = nil
  ) throws(Failure) -> ChildProcess {
    try ChildProcess.start(
      [program] + Self.settings + settings.flatMap { ["-c", $0] } + words, in: folder, environment: environment, input: input,
      reading: descriptor)
  }

  func run(_ words: [String], settings: [String] = [], input: [UInt8] = []) throws(Failure) -> ChildProcess.Outcome {
    try start(words, settings: settings, input: input).wait()
  }

  /// Runs and returns the output.
  ///
  /// - Throws: git's own reason if it failed.
  func output(_ words: [String], settings: [String] = [], input: [UInt8] = []) throws(Failure) -> [UInt8] {
    let outcome = try run(words, settings: settings, input: input)
    guard outcome.succeeded else { throw Failure(.environment, "git \(words[0]): \(outcome.gitReason)") }
    return outcome.output
  }
}

extension ChildProcess.Outcome {
  /// What git said went wrong, in one line.
  var gitReason: String {
    let lines = errorText.split(separator: "\n")
    for mark in ["fatal: ", "error: "] {
      if let line = lines.first(where: { $0.hasPrefix(mark) }) { return String(line.dropFirst(mark.count)) }
    }
    return lines.last.map(String.init) ?? "exit status \(status)"
  }
}

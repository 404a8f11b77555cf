/// Asks a Python interpreter, once, what it is and where it looks for packages.
struct PythonCapture: ~Copyable {
  private let program: CommandProgram
  private let inquiry: Inquiry

  /// One line of JSON; runs in every Python since 2.6. The empty entry that `-c` puts on the path is left out.
  private static let question = """
    import sys,json
    v=sys.version_info
    d={"version":"%d.%d.%d"%tuple(v[:3])+("" if v[3]=="final" else v[3][0]+str(v[4])),"executable":sys.executable,\
    "prefix":sys.prefix,"path":[p for p in sys.path if p]}
    sys.stdout.write("\\n"+json.dumps({"xp":d})+"\\n")
    """

  init(_ program: CommandProgram, cache: inout AnswerCache) {
    self.program = program
    guard case .python(let options) = program.kind else {
      inquiry = .refused("\(program.name) is not a Python interpreter")
      return
    }
    let words = program.launcher + [program.path] + options + ["-c", Self.question]
    let variables = program.search.setting("PYTHONDONTWRITEBYTECODE", "1").environment
    inquiry = .start(
      words, in: program.search.folder, variables: variables, key: Self.key(program, options), cache: &cache)
  }

  /// Whatever decides which interpreter answers, and with which path.
  private static func key(_ program: CommandProgram, _ options: [String]) -> String {
    let search = program.search
    let named = search.variables.filter {
      $0.key.hasPrefix("PYTHON") || ["VIRTUAL_ENV", "CONDA_PREFIX", "PYENV_VERSION", "PYENV_ROOT"].contains($0.key)
    }
    let real = realPath(program.path) ?? program.path
    var parts = [real, FileStatus.of(real).map(AnswerCache.identity) ?? ""]
    parts += named.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value } + options + program.launcher
    if !program.launcher.isEmpty { parts.append(search.variables["PATH"] ?? "") }
    parts.append(search.folder)
    parts.append(FileHead.text(search.folder + "/.python-version", limit: 4096) ?? "")
    let pyenv = search.variables["PYENV_ROOT"] ?? search.variables["HOME"].map { $0 + "/.pyenv" }
    if let pyenv { parts.append(FileHead.text(pyenv + "/version", limit: 4096) ?? "") }
    // A virtual environment's own file says what it stands on.
    let settings = parent(of: parent(of: program.path)) + "/pyvenv.cfg"
    parts.append(FileStatus.of(settings).map(AnswerCache.identity) ?? "")
    return "python " + Digest.sha256(parts.joined(separator: "\0")).hex
  }

  consuming func finish(into cache: inout AnswerCache) -> Known<EnvironmentState.Program> {
    let program = program
    let text = inquiry.finish(into: &cache) { outcome in
      let line = outcome.text.split(separator: "\n").last { $0.hasPrefix("{\"xp\":") }
      return line.map { .known(String($0)) } ?? .unknown("\(program.name): \(outcome.complaint)")
    }
    guard let text = text.value else { return .unknown(text.reason ?? "") }
    guard let answer = (try? JSONReader.read(text))?["xp"], let executable = answer["executable"]?.string else {
      return .unknown("\(program.name): its answer cannot be read")
    }
    let path = realPath(executable) ?? realPath(program.path) ?? program.path
    let folders = (answer["path"]?.array ?? []).compactMap(\.string).map { absolutePath($0, from: program.search.folder) }
    return .known(
      EnvironmentState.Program(
        kind: .python, name: program.name, path: path, sha256: cache.sha256(of: path),
        version: answer["version"]?.string.map { .known($0) } ?? .unknown("\(program.name) names no version"),
        prefix: answer["prefix"]?.string, packages: .known(PythonPackages(folders: folders).capture(&cache)),
        libraries: .unknown("not read for an interpreter")))
  }
}

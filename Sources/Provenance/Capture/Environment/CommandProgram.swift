/// What a command really starts, behind wrappers such as `env`, `timeout`, `uv run` or `srun`.
struct CommandProgram: Sendable {
  enum Kind: Sendable, Equatable {
    /// `arguments`: the interpreter's own options that change where it looks for packages.
    case python(options: [String])
    case shell
    case interpreter
    case binary
  }
  let kind: Kind
  /// As the command names it.
  let name: String
  /// The file to ask.
  let path: String
  /// What must stand before the file's words so that it runs in the right environment: `conda run -n x`.
  var launcher: [String] = []
  let search: ProgramSearch

  /// - Throws: why the program cannot be told.
  static func resolve(_ argv: [String], _ search: ProgramSearch) throws(Failure) -> CommandProgram {
    var (words, search, launcher) = (argv[...], search, [String]())
    for _ in 0..<8 {
      guard let first = words.first else { break }
      let name = lastComponent(of: first)
      while name == "env", let (variable, value) = words.dropFirst().first.flatMap(ProgramSearch.split), !variable.hasPrefix("-")
      {
        search = search.setting(variable, value)
        words.remove(at: words.startIndex + 1)
      }
      guard let inner = behind(name, words, search) else {
        return try program(words, search, launcher: launcher)
      }
      if let manager = environmentManagers[name] {
        if manager.asks {
          launcher += [search.find(first) ?? first] + words[(words.startIndex + 1)..<inner]
        } else {
          search = try search.inVirtualEnvironment(of: name)
        }
      }
      words = words[inner...]
    }
    throw Failure(.input, "the program behind \"\(argv.first ?? "")\" was not found")
  }

  // MARK: Wrappers

  private static let wrappers: Set<String> = [
    "env", "nice", "ionice", "time", "timeout", "nohup", "setsid", "stdbuf", "taskset", "numactl", "chrt", "catchsegv",
    "xvfb-run", "strace", "ltrace", "perf", "srun", "mpirun", "mpiexec", "mpiexec.hydra", "orterun", "prun", "aprun", "jsrun",
    "horovodrun", "sudo", "exec", "command", "unbuffer", "caffeinate",
  ]
  /// Those with a `run` word of their own; `asks`: the environment is found by running the interpreter through them.
  private static let environmentManagers: [String: (asks: Bool, valued: Set<String>)] = [
    "uv": (false, ["--with", "-p", "--python", "--project", "--directory", "--env-file", "--extra", "--group", "--package"]),
    "rye": (false, []), "pdm": (false, []), "hatch": (true, []), "poetry": (true, []), "pipenv": (true, []),
    "pixi": (true, ["-e", "--environment", "--manifest-path"]),
    "conda": (true, ["-n", "--name", "-p", "--prefix", "--cwd"]),
    "mamba": (true, ["-n", "--name", "-p", "--prefix", "--cwd"]),
    "micromamba": (true, ["-n", "--name", "-p", "--prefix", "--cwd"]),
  ]

  /// The place of the wrapped command's first word; nil if `name` wraps nothing. Options and their values are passed over:
  /// the first word that is a program ends them.
  private static func behind(_ name: String, _ words: ArraySlice<String>, _ search: ProgramSearch) -> Int? {
    var valued: Set<String> = []
    var index = words.startIndex + 1
    if let manager = environmentManagers[name] {
      guard let run = words.dropFirst().firstIndex(of: "run") else { return nil }
      (valued, index) = (manager.valued, run + 1)
      if name == "uv", index < words.endIndex, words[index] == "-m" || words[index] == "--module" { return nil }
    } else if !wrappers.contains(name) {
      return nil
    }
    while index < words.endIndex {
      let word = words[index]
      if word == "--" { return index + 1 < words.endIndex ? index + 1 : nil }
      if word.hasPrefix("-") {
        index += valued.contains(word) ? 2 : 1
      } else if search.find(word) != nil || word.hasSuffix(".py") || isPython(word) {
        return index
      } else {
        index += 1
      }
    }
    return nil
  }

  // MARK: The program itself

  private static func program(
    _ words: ArraySlice<String>, _ search: ProgramSearch, launcher: [String]
  ) throws(Failure) -> CommandProgram {
    let word = words.first ?? ""
    let name = lastComponent(of: word)
    let script = name.hasSuffix(".py") && search.find(word) == nil
    if name == "uv" { return try python("python", [], try search.inVirtualEnvironment(of: name), launcher) }
    if !launcher.isEmpty, isPython(name) || script {
      return CommandProgram(
        kind: .python(options: options(words)), name: script ? "python" : word, path: script ? "python" : word,
        launcher: launcher, search: search)
    }
    if script { return try python("python", [], search, launcher) }
    if isPython(name) { return try python(word, options(words), search, launcher) }
    guard let path = search.find(word) else {
      throw Failure(.missing, "\"\(word)\" was not found in the command's PATH", hint: "which \(word)")
    }
    return try byContent(word, path, search, launcher, depth: 0)
  }

  private static func python(
    _ word: String, _ options: [String], _ search: ProgramSearch, _ launcher: [String]
  ) throws(Failure) -> CommandProgram {
    guard let path = search.find(word) ?? (word == "python" ? search.find("python3") : nil) else {
      throw Failure(.missing, "\"\(word)\" was not found in the command's PATH", hint: "which \(word)")
    }
    return CommandProgram(kind: .python(options: options), name: word, path: path, launcher: launcher, search: search)
  }

  /// A script runs in the interpreter that its first line names; the first lines of long installed ones are a shell's.
  private static func byContent(
    _ word: String, _ path: String, _ search: ProgramSearch, _ launcher: [String], depth: Int
  ) throws(Failure) -> CommandProgram {
    let folder = parent(of: path)
    if lastComponent(of: folder) == "shims", search.find(folder + "/python") != nil {
      return CommandProgram(kind: .python(options: []), name: word, path: folder + "/python", launcher: launcher, search: search)
    }
    let name = lastComponent(of: path)
    if isPython(name) {
      return CommandProgram(kind: .python(options: []), name: word, path: path, launcher: launcher, search: search)
    }
    func made(_ kind: Kind) -> CommandProgram {
      CommandProgram(kind: kind, name: word, path: path, launcher: launcher, search: search)
    }
    if ["sh", "bash", "dash", "zsh", "ksh", "fish"].contains(name) { return made(.shell) }
    if ["Rscript", "R", "julia", "node", "ruby", "perl", "php", "lua", "octave", "java"].contains(name) {
      return made(.interpreter)
    }
    guard depth < 4, let words = interpreterWords(FileHead.text(path, limit: 1024) ?? ""), let first = words.first else {
      return made(.binary)
    }
    var rest = words[...]
    if lastComponent(of: first) == "env" { rest = rest.dropFirst().drop { $0.hasPrefix("-") } }
    guard let interpreter = rest.first, let found = search.find(interpreter) else {
      throw Failure(.missing, "the interpreter of \(path), \"\(rest.first ?? first)\", was not found")
    }
    return try byContent(word, found, search, launcher, depth: depth + 1)
  }

  /// The words after `#!`; nil if the text is no script.
  static func interpreterWords(_ head: String) -> [String]? {
    guard head.hasPrefix("#!") else { return nil }
    let lines = head.split(separator: "\n", maxSplits: 2)
    // An interpreter's path with spaces or over 127 bytes: `#!/bin/sh` and `'''exec' "/long path/python" "$0" "$@"`.
    if lines.count > 1, lines[1].hasPrefix("'''exec' ") {
      let rest = lines[1].dropFirst("'''exec' ".count)
      return [String(rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != " " })]
    }
    return lines[0].dropFirst(2).split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
  }

  /// `python`, `python3`, `python3.11`, `pypy3`.
  static func isPython(_ word: String) -> Bool {
    let name = lastComponent(of: word)
    guard let rest = ["python", "pypy"].lazy.compactMap({ name.hasPrefix($0) ? name.dropFirst($0.count) : nil }).first else {
      return false
    }
    return rest.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "t") }
  }

  private static func options(_ words: ArraySlice<String>) -> [String] {
    words.dropFirst().prefix { $0.hasPrefix("-") && $0 != "-c" && $0 != "-m" && $0 != "-" }.filter { word in
      word.utf8.dropFirst().allSatisfy { "IEsSP".utf8.contains($0) }
    }
  }
}

extension ProgramSearch {
  /// The project's own environment, as `uv run` uses it.
  func inVirtualEnvironment(of manager: String) throws(Failure) -> ProgramSearch {
    let place = absolutePath(variables["UV_PROJECT_ENVIRONMENT"] ?? ".venv", from: folder)
    guard find(place + "/bin/python") != nil else {
      throw Failure(.missing, "\(manager) has not made \(place) yet", hint: "\(manager) sync")
    }
    return preferring(place + "/bin").setting("VIRTUAL_ENV", place)
  }
}

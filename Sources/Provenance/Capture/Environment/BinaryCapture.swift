/// Reads what else can run: a binary with its libraries, another interpreter by its version.
struct BinaryCapture: ~Copyable {
  private let program: CommandProgram
  private let path: String
  private let inquiry: Inquiry

  init(_ program: CommandProgram, cache: inout AnswerCache) {
    self.program = program
    path = realPath(program.path) ?? program.path
    let search = program.search
    let identity = FileStatus.of(path).map(AnswerCache.identity) ?? ""
    switch program.kind {
    case .binary:
      let loader = FileStatus.of("/etc/ld.so.cache").map(AnswerCache.identity) ?? ""
      let named = ["LD_LIBRARY_PATH", "LD_PRELOAD"].map { search.variables[$0] ?? "" }
      let key = "libraries \(path) \(identity) \(loader) \(named)"
      inquiry = .start(["ldd", path], in: search.folder, variables: search.environment, key: key, cache: &cache)
    case .shell where lastComponent(of: path) == "dash": inquiry = .refused("dash tells no version")
    default:
      let key = "version \(path) \(identity)"
      inquiry = .start([program.path, "--version"], in: search.folder, variables: search.environment, key: key, cache: &cache)
    }
  }

  consuming func finish(into cache: inout AnswerCache) -> Known<EnvironmentState.Program> {
    let (program, path) = (program, path)
    let digest = cache.sha256(of: path)
    if program.kind == .binary {
      let text = inquiry.finish(into: &cache, Self.linkerAnswer)
      let libraries: Known<[EnvironmentState.Library]> =
        if let text = text.value { .known(Self.libraries(text, &cache)) } else { .unknown(text.reason ?? "") }
      return .known(
        EnvironmentState.Program(
          kind: .binary, name: program.name, path: path, sha256: digest, version: .unknown("a binary tells no version"),
          packages: .unknown("a binary has no list of packages"), libraries: libraries))
    }
    let version = inquiry.finish(into: &cache) { outcome in
      let line = (outcome.text + "\n" + outcome.errorText).split(separator: "\n").first
      guard outcome.succeeded, let line else { return .unknown("\(program.name) --version: \(outcome.complaint)") }
      return .known(trimmed(line))
    }
    let reason =
      program.kind == .shell
      ? "a shell script decides itself what it starts: see its text" : "not read for \(lastComponent(of: path)): see lock files"
    return .known(
      EnvironmentState.Program(
        kind: .interpreter, name: program.name, path: path, sha256: digest, version: version, packages: .unknown(reason),
        libraries: .unknown("not read for an interpreter")))
  }

  private static func linkerAnswer(_ outcome: ChildProcess.Outcome) -> Known<String> {
    let all = outcome.text + outcome.errorText
    if all.contains("not a dynamic executable") || all.contains("statically linked") { return .known("") }
    return outcome.succeeded ? .known(outcome.text) : .unknown("ldd: \(outcome.complaint)")
  }

  /// Lines of `ldd`: `libm.so.6 => /lib/libm.so.6 (0x…)`, `/lib64/ld-linux.so (0x…)`, `libx.so => not found`.
  static func libraries(_ text: String, _ cache: inout AnswerCache) -> [EnvironmentState.Library] {
    var found: [EnvironmentState.Library] = []
    for line in text.split(separator: "\n") {
      let words = trimmed(line).split(separator: " ")
      guard let name = words.first.map(String.init) else { continue }
      if words.count >= 3, words[1] == "=>", words[2].hasPrefix("/") {
        let path = String(words[2])
        found.append(EnvironmentState.Library(name: name, path: path, sha256: cache.sha256(of: path)))
      } else if words.count >= 3, words[1] == "=>" {
        found.append(EnvironmentState.Library(name: name, path: "", sha256: .unknown("not found by the loader")))
      } else if name.hasPrefix("/") {
        found.append(EnvironmentState.Library(name: lastComponent(of: name), path: name, sha256: cache.sha256(of: name)))
      }
    }
    return found.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
  }
}

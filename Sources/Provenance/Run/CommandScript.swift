/// `command.sh`: a recorded command as a POSIX script that runs without `xp` and writes down how it went.
///
/// The words stand between two markers, one a line, so that people can read them and ``words(of:)`` can read them back.
/// A word that held a secret is read from its variable when the script runs; what the record has in its place stands beside it.
public struct CommandScript: Sendable {
  static let begin = "# --- the command: recorded words, one a line ---"
  static let end = "# --- end of the command ---"

  /// Returns the script's text.
  ///
  /// - Parameters:
  ///   - experiment: its name, `XP_EXPERIMENT`.
  ///   - folder: the experiment's folder, relative to the project: where the script will lie.
  ///   - config: the config file, relative to that folder: `XP_CONFIG`.
  ///   - metrics: the name of the metric file in an attempt's folder: `XP_METRICS`.
  /// - Throws: kind `input` for what no process can be given: no words, a NUL byte, a name that no variable can have.
  public static func text(
    for command: Command, experiment: String, folder: String, config: String, metrics: String = ExperimentFiles.metrics
  ) throws(Failure) -> String {
    try check(command)
    let levels = folder.split(separator: "/").filter { $0 != "." }.map { _ in ".." }.joined(separator: "/")
    let settings = [
      ("experiment", experiment), ("folder", folder), ("up", levels.isEmpty ? "." : levels),
      ("directory", command.directory), ("config", config), ("metrics", metrics),
    ]
    return [
      "#!/bin/sh\n# Runs experiment \(oneLine(experiment)) again: sh \(oneLine(ShellWords.quoted(folder + "/command.sh")))\n",
      "# It keeps stdout.log, stderr.log and attempt.txt, and needs nothing but a POSIX shell.\n\n",
      settings.map { "xp_\($0.0)=\(ShellWords.quoted($0.1))\n" }.joined(), "\n",
      secretChecks(command), block(command), "\n",
      "overrides() {\n  :\n",
      command.overrides.filter { !isSecret($0) }.map { "  export \($0.name)=\(ShellWords.quoted($0.value))\n" }.joined(), "}\n\n",
      CommandScript.recorder,
    ].joined()
  }

  /// Returns the recorded argv that a script runs; nil if the generated block is not there or was changed beyond reading.
  public static func words(of text: String) -> [String]? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { $0.utf8.elementsEqual(begin.utf8) }),
      let last = lines.lastIndex(where: { $0.utf8.elementsEqual(end.utf8) }), first < last,
      let parts = ShellWords.parts(of: lines[(first + 1)..<last].joined(separator: "\n"))
    else { return nil }
    let statements = parts.split(separator: .end).map(Array.init)
    guard let set = statements.last, set.count > 2, set[0] == .word("set"), set[1] == .word("--") else { return nil }
    var words = Array(set[2...])
    for statement in statements.dropLast() {
      // `: 3 NAME 'recorded word'`
      guard statement.count == 4, statement[0] == .word(":"), case .word(let place) = statement[1],
        case .word(let name) = statement[2], case .word(let recorded) = statement[3],
        let index = Int(place), words.indices.contains(index), case .variable(let prefix, name) = words[index],
        prefix.isExactly(Self.prefix(of: recorded))
      else { return nil }
      words[index] = .word(recorded)
    }
    let recorded: [String] = words.compactMap { if case .word(let word) = $0 { word } else { nil } }
    return recorded.count == words.count ? recorded : nil
  }

  // MARK: Parts

  private static func check(_ command: Command) throws(Failure) {
    guard !command.argv.isEmpty else { throw Failure(.input, "a command needs at least one word") }
    let texts = command.argv + [command.directory] + command.overrides.map(\.value)
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      throw Failure(.input, "a word of a command cannot hold a NUL byte")
    }
    for name in command.overrides.map(\.name) + command.secrets.map(\.variable) where !ShellWords.isName(name) {
      throw Failure(.input, "\"\(name)\" cannot be a variable's name", hint: "use letters, digits and _ only")
    }
    guard command.secrets.allSatisfy({ command.argv.indices.contains($0.index) }) else {
      throw Failure(.defect, "a secret's place is outside the command")
    }
  }

  private static func secretChecks(_ command: Command) -> String {
    let words = command.secrets.map { ($0.variable, "word \($0.index + 1) of the command") }
    let settings = command.overrides.filter(isSecret).map { ($0.name, "a variable of the command") }
    return (words + settings).map { name, what in
      """
      if [ -z "${\(name)+set}" ]; then
        echo "error: \(name) is not set: \(what) held a secret and is read from it" >&2
        echo "hint: export \(name)=..., then run the same again" >&2
        exit 125
      fi

      """
    }.joined()
  }

  /// The record has a digest instead of the value: the value is what the caller's environment says.
  private static func isSecret(_ variable: EnvironmentState.Variable) -> Bool {
    !prefix(of: variable.value).isExactly("") || variable.value.hasPrefix(SecretKey.prefix)
  }

  private static func block(_ command: Command) -> String {
    var lines = [begin]
    for secret in command.secrets {
      lines.append(": \(secret.index) \(secret.variable) \(ShellWords.quoted(command.argv[secret.index]))")
    }
    lines.append("set -- \\")
    for (index, word) in command.argv.enumerated() {
      let secret = command.secrets.last { $0.index == index }
      let shown =
        secret.map { secret in
          let prefix = prefix(of: word)
          return (prefix.isEmpty ? "" : ShellWords.quoted(prefix)) + "\"${\(secret.variable)}\""
        } ?? ShellWords.quoted(word)
      lines.append("  " + shown + (index == command.argv.count - 1 ? "" : " \\"))
    }
    lines.append(end)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a recorded word says openly: in `--api-key=secret:hmac-sha256:…` the variable holds what the digest stands for.
  static func prefix(of word: String) -> String {
    let (bytes, mark) = (Array(word.utf8), Array(SecretKey.prefix.utf8))
    let start = bytes.indices.first { bytes[$0...].starts(with: mark) } ?? 0
    return String(decoding: bytes[..<start], as: UTF8.self)
  }

  /// A comment must not end early.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}

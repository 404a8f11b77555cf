import Provenance
import TestSupport
import Testing

/// A throw-away project with one registered command.
struct ScriptProject {
  let scratch = Scratch()
  let name = "20261120_215603_model_title"
  var project: String { scratch.path + "/pro 'ject" }
  var folder: String { project + "/experiments/" + name }

  init(
    _ argv: [String], directory: String = ".", overrides: [EnvironmentState.Variable] = [],
    secrets: [Command.SecretWord] = []
  ) throws {
    let command = Command(argv: argv, directory: directory, overrides: overrides, secrets: secrets)
    let text = try CommandScript.text(
      for: command, experiment: name, folder: "experiments/" + name, config: "config.yaml")
    try FileWriting.makeFolders(folder)
    try FileWriting.replace(folder + "/command.sh", with: text)
  }

  func run(
    _ shell: String = "sh", from folder: String? = nil, environment: [String] = [], input: [UInt8] = []
  ) throws -> ChildProcess.Outcome {
    try ChildProcess.run(
      [shell, self.folder + "/command.sh"], in: folder ?? scratch.path,
      environment: ["PATH=/usr/bin:/bin", "TMPDIR=" + scratch.path] + environment, input: input)
  }

  func kept(_ file: String) throws -> [UInt8] { try FileReading.bytes(of: folder + "/" + file) }
}

let shells = ["sh", "dash", "bash"].filter { FileStatus.of("/bin/" + $0) != nil || FileStatus.of("/usr/bin/" + $0) != nil }

/// Words that have broken quoting somewhere.
let hostileWords = [
  "", " ", "'", "''", "\"", "\\", "\\\\", "\\n", "\n", "\n\n", "a\nb", "$HOME", "${HOME}", "$(id)", "`id`", "!", "!!", "~",
  "~root", "*", "?", "[a]", "{a,b}", "#", "#x", "-", "--", "-n", "-e", "é", "e\u{301}", "日本", "\u{1F600}", "\t", "\r", "\u{1}",
  "\u{7F}", "\u{81}", "\u{88}", "a=b", "=", "&&", "|", ";", "<", ">", "(", ")", "%s", "%%", "'\\''", "a'b\"c$d`e\\f\ng", " x ",
  "# --- end of the command ---", "\n# --- end of the command ---\n", "\u{FEFF}", "\u{2028}", "secret:x",
]

@Suite struct CommandScriptTests {
  @Test(arguments: shells) func everyWordReachesTheCommandAsItWasRecorded(shell: String) throws {
    let project = try ScriptProject(["printf", "%s\\0"] + hostileWords)
    let outcome = try project.run(shell)
    #expect(outcome.status == 0)
    #expect(outcome.output == hostileWords.flatMap { Array($0.utf8) + [0] })
    #expect(try project.kept("stdout.log") == outcome.output)
  }

  @Test func theWordsOfAScriptAreTheRecordedOnes() throws {
    let argv = ["printf"] + hostileWords
    let project = try ScriptProject(argv)
    let words = CommandScript.words(of: String(decoding: try project.kept("command.sh"), as: UTF8.self))
    #expect(words?.map(ExactString.init) == argv.map(ExactString.init))
  }

  @Test func randomWordsSurviveBothWays() throws {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("'\"\\$`!*?[]{}()<>|&;#~=%- \n\t\rab01é日\u{1F600}\u{7F}\u{1}".unicodeScalars)
    let words = (0..<300).map { _ in
      String(String.UnicodeScalarView((0..<Int.random(in: 0..<9)).map { _ in alphabet.randomElement(using: &generator)! }))
    }
    let project = try ScriptProject(["printf", "%s\\0"] + words)
    #expect(try project.run().output == words.flatMap { Array($0.utf8) + [0] })
    let parsed = CommandScript.words(of: String(decoding: try project.kept("command.sh"), as: UTF8.self))
    #expect(parsed?.dropFirst(2).map(ExactString.init) == words.map(ExactString.init))
  }

  @Test func everyWordStandsOnALineOfItsOwn() throws {
    let project = try ScriptProject(["python", "train.py", "--epochs", "10"])
    let text = String(decoding: try project.kept("command.sh"), as: UTF8.self)
    #expect(text.contains("set -- \\\n  python \\\n  train.py \\\n  --epochs \\\n  10\n"))
  }

  @Test func aChangedBlockIsNotGuessedAt() throws {
    let project = try ScriptProject(["echo", "a"])
    let text = String(decoding: try project.kept("command.sh"), as: UTF8.self)
    func changed(_ old: String, _ new: String) -> [String]? {
      let parts = text.components(separatedAt: old)
      return CommandScript.words(of: parts.joined(separator: new))
    }
    #expect(changed("  a\n", "  b\n") == ["echo", "b"])
    #expect(changed("  a\n", "  $(rm x)\n") == nil)
    #expect(changed("  a\n", "  'a\n") == nil)
    #expect(changed("set --", "exec") == nil)
    #expect(changed("# --- end of the command ---\n", "") == nil)
    #expect(CommandScript.words(of: "") == nil)
  }

  @Test func whatNoProcessCanBeGivenIsRefused() {
    func text(_ command: Command) throws {
      _ = try CommandScript.text(for: command, experiment: "e", folder: "experiments/e", config: "c")
    }
    #expect(throws: Failure.self) { try text(Command(argv: [])) }
    #expect(throws: Failure.self) { try text(Command(argv: ["a", "b\0c"])) }
    #expect(throws: Failure.self) {
      try text(Command(argv: ["a"], overrides: [EnvironmentState.Variable(name: "A-B", value: "1")]))
    }
  }

  @Test(arguments: shells) func aSecretComesFromItsVariableAndIsAskedForWhenItIsMissing(shell: String) throws {
    let recorded = ["printf", "%s|%s", "--api-key=secret:hmac-sha256:0a", "secret:hmac-sha256:0b"]
    let project = try ScriptProject(
      recorded,
      secrets: [
        Command.SecretWord(index: 2, variable: "XP_SECRET_1"), Command.SecretWord(index: 3, variable: "XP_SECRET_2"),
      ])
    let missing = try project.run(shell, environment: ["XP_SECRET_1=a b'c"])
    #expect(missing.status == 125)
    #expect(missing.errorText.contains("XP_SECRET_2 is not set"))
    #expect(FileStatus.of(project.folder + "/attempt.txt") == nil)
    let outcome = try project.run(shell, environment: ["XP_SECRET_1=a b'c", "XP_SECRET_2=$x"])
    #expect(outcome.text == "--api-key=a b'c|$x")
    #expect(CommandScript.words(of: String(decoding: try project.kept("command.sh"), as: UTF8.self)) == recorded)
  }

  @Test func aSecretVariableIsTheCallersOwn() throws {
    let project = try ScriptProject(
      ["sh", "-c", "echo $TOKEN"], overrides: [EnvironmentState.Variable(name: "TOKEN", value: "secret:hmac-sha256:0a")])
    let missing = try project.run()
    #expect(missing.status == 125 && missing.errorText.contains("TOKEN is not set"))
    #expect(try project.run(environment: ["TOKEN=mine"]).text == "mine\n")
  }

  @Test(arguments: shells) func theCommandRunsInItsDirectoryWithItsVariables(shell: String) throws {
    let script = #"pwd; printf '%s\n' "$XP_EXPERIMENT" "$XP_DIR" "$XP_CONFIG" "$XP_METRICS" "$LR" "$config" "${folder-unset}""#
    let project = try ScriptProject(
      ["sh", "-c", script], directory: "sub folder", overrides: [EnvironmentState.Variable(name: "LR", value: "a'b $c\nd")])
    try FileWriting.makeFolders(project.project + "/sub folder")
    let outcome = try project.run(shell, environment: ["config=mine"])
    let folder = project.folder
    let expected = [
      project.project + "/sub folder", project.name, folder, folder + "/config.yaml", folder + "/metrics.xp.jsonl", "a'b $c\nd",
      "mine", "unset",
    ]
    #expect(outcome.text == expected.map { $0 + "\n" }.joined())
  }

  @Test(arguments: shells) func aProjectThatMovedStillRuns(shell: String) throws {
    let project = try ScriptProject(["pwd"])
    let moved = project.scratch.path + "/moved to\nhere"
    _ = try ChildProcess.run(["mv", project.project, moved], in: "/", environment: ["PATH=/usr/bin:/bin"])
    let outcome = try ChildProcess.run(
      [shell, "command.sh"], in: moved + "/experiments/" + project.name, environment: ["PATH=/usr/bin:/bin"])
    #expect(outcome.text == moved + "\n")
    #expect(outcome.status == 0)
  }

  @Test func aFolderTakenOutOfItsProjectSaysSo() throws {
    let project = try ScriptProject(["pwd"])
    let elsewhere = project.scratch.path + "/x/elsewhere"
    try FileWriting.makeFolders(elsewhere)
    try FileWriting.replace(elsewhere + "/command.sh", with: try project.kept("command.sh"))
    let outcome = try ChildProcess.run(["sh", elsewhere + "/command.sh"], in: "/", environment: ["PATH=/usr/bin:/bin"])
    #expect(outcome.status == 125)
    #expect(outcome.errorText.contains("is not in its project"))
  }
}

extension String {
  /// The pieces between the occurrences of another text.
  func components(separatedAt text: String) -> [String] {
    split(separator: text, omittingEmptySubsequences: false).map(String.init)
  }
}

import Provenance
import TestSupport
import Testing

@Suite struct CommandRecordingTests {
  @Test(arguments: shells, [0, 1, 3, 42, 255]) func theExitStatusIsTheCommandsOwn(shell: String, status: Int) throws {
    let project = try ScriptProject(["sh", "-c", "echo out; echo err >&2; exit \(status)"])
    let outcome = try project.run(shell)
    #expect(outcome.status == Int32(status))
    #expect(outcome.text == "out\n")
    #expect(outcome.errorText == "err\n")
    #expect(try project.kept("stdout.log") == Array("out\n".utf8))
    #expect(try project.kept("stderr.log") == Array("err\n".utf8))
    let (records, findings) = try SelfRecord.read(project.folder)
    #expect(findings.isEmpty)
    let record = try #require(records.first)
    #expect(records.count == 1)
    #expect(record.number == 1 && record.exit == status && !record.isOpen && record.signal == nil)
    #expect(record.host?.isEmpty == false && record.pid != nil)
    #expect(try #require(record.started) <= #require(record.ended))
  }

  @Test(arguments: shells) func aMissingOrForbiddenProgramIsAFailureLikeAShells(shell: String) throws {
    #expect(try ScriptProject(["no-such-program-here"]).run(shell).status == 127)
    #expect(try ScriptProject(["/etc/passwd"]).run(shell).status == 126)
  }

  @Test(arguments: shells) func everyByteOfTheOutputIsKept(shell: String) throws {
    let program = """
      i=0; while [ $i -lt 40 ]; do head -c 131072 "$1"; i=$((i+1)); done; printf 'no newline \\000\\377\\r' ; printf 'last' >&2
      """
    let scratch = Scratch()
    let bytes = (0..<131_072).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    try FileWriting.replace(scratch.path + "/bytes", with: bytes, durable: false)
    let project = try ScriptProject(["sh", "-c", program, "sh", scratch.path + "/bytes"])
    let outcome = try project.run(shell)
    let expected = (0..<40).flatMap { _ in bytes } + Array("no newline ".utf8) + [0, 0xFF, 0x0D]
    #expect(outcome.status == 0)
    #expect(try project.kept("stdout.log") == expected)
    #expect(outcome.output == expected)
    #expect(try project.kept("stderr.log") == Array("last".utf8))
  }

  @Test(arguments: shells) func asecondAttemptStandsBesideTheFirst(shell: String) throws {
    let project = try ScriptProject(["sh", "-c", "echo $XP_DIR >>calls; wc -l <calls"])
    #expect(try project.run(shell).text == "1\n")
    #expect(try project.run(shell).text == "2\n")
    #expect(try project.run(shell).text == "3\n")
    #expect(try project.kept("stdout.log") == Array("1\n".utf8))
    #expect(try project.kept("attempt_2/stdout.log") == Array("2\n".utf8))
    #expect(try project.kept("attempt_3/stdout.log") == Array("3\n".utf8))
    #expect(try SelfRecord.read(project.folder).records.map(\.number) == [1, 2, 3])
    let folders = try FileReading.text(of: project.project + "/calls")
    #expect(folders == "\(project.folder)\n\(project.folder)/attempt_2\n\(project.folder)/attempt_3\n")
  }

  @Test func aLogThatIsAlreadyThereIsNotOverwritten() throws {
    let project = try ScriptProject(["echo", "new"])
    try FileWriting.replace(project.folder + "/stdout.log", with: "old\n")
    #expect(try project.run().status == 0)
    #expect(try project.kept("stdout.log") == Array("old\n".utf8))
    #expect(try project.kept("attempt_2/stdout.log") == Array("new\n".utf8))
  }

  @Test func attemptsAtOnceEachHaveAFolderOfTheirOwn() throws {
    let project = try ScriptProject(["sh", "-c", "echo $XP_DIR"])
    let driver =
      "i=0; while [ $i -lt 8 ]; do sh '\(project.folder.components(separatedAt: "'").joined(separator: "'\\''"))/command.sh' & i=$((i+1)); done; wait"
    let outcome = try ChildProcess.run(["sh", "-c", driver], in: "/", environment: ["PATH=/usr/bin:/bin"])
    #expect(Set(outcome.text.split(separator: "\n")).count == 8)
    #expect(try SelfRecord.read(project.folder).records.map(\.exit) == [Int?](repeating: 0, count: 8))
  }

  @Test func theProjectLearnsThatSomethingRan() throws {
    let project = try ScriptProject(["true"])
    try FileWriting.makeFolders(project.project + "/.xp/open")
    #expect(try project.run().status == 0)
    #expect(try FileReading.names(in: project.project + "/.xp/open") == [project.name + ".self"])
  }

  @Test(arguments: shells) func standardInputReachesTheCommand(shell: String) throws {
    #expect(try ScriptProject(["cat"]).run(shell, input: Array("typed\n".utf8)).text == "typed\n")
  }

  @Test(arguments: shells, ["TERM", "INT", "HUP"]) func aSignalEndsTheCommandAndIsWrittenDown(
    shell: String, signal: String
  ) throws {
    let project = try ScriptProject(["sh", "-c", "echo $$ >pid; echo begun; exec sleep 60"])
    let outcome = try signalled(project, shell, signal)
    let numbers = ["TERM": 143, "INT": 130, "HUP": 129]
    #expect(outcome.text.hasSuffix("exit \(numbers[signal]!)\n"))
    let record = try #require(try SelfRecord.read(project.folder).records.first)
    #expect(record.exit == numbers[signal] && record.signal == signal && record.ended != nil)
    #expect(try project.kept("stdout.log") == Array("begun\n".utf8))
  }

  @Test(arguments: shells) func aCommandThatSavesItsWorkOnTermIsWaitedFor(shell: String) throws {
    let program = "trap 'sleep 0.3; echo saved; exit 7' TERM; echo $$ >pid; while :; do sleep 0.05; done"
    let project = try ScriptProject(["sh", "-c", program])
    #expect(try signalled(project, shell, "TERM").text.hasSuffix("exit 7\n"))
    #expect(try project.kept("stdout.log") == Array("saved\n".utf8))
    #expect(try SelfRecord.read(project.folder).records.first?.exit == 7)
  }

  @Test(arguments: shells) func aCommandThatASignalKilledIsToldAsAShellWould(shell: String) throws {
    let project = try ScriptProject(["sh", "-c", "kill -KILL $$"])
    #expect(try project.run(shell).status == 137)
    #expect(try SelfRecord.read(project.folder).records.first?.exit == 137)
  }

  /// Starts the script, waits until its command has told its pid, and signals the script.
  private func signalled(_ project: ScriptProject, _ shell: String, _ signal: String) throws -> ChildProcess.Outcome {
    // Without `setsid`-like help the driver itself must not make INT ignored: the script is started by a shell in the foreground
    // and signalled from beside it.
    let driver = """
      ( until [ -s pid ]; do sleep 0.02; done; sleep 0.05; kill -\(signal) "$(sed -n 's/^pid //p' "$1/attempt.txt")" ) &
      \(shell) "$1/command.sh"
      echo exit $?
      """
    return try ChildProcess.run(
      ["sh", "-c", driver, "sh", project.folder], in: project.project,
      environment: ["PATH=/usr/bin:/bin", "TMPDIR=" + project.scratch.path])
  }
}

import TestSupport
import Testing

@testable import Provenance

/// An environment is made anew with the tool that wrote its lock file, and only where the command would use it.
@Suite struct EnvironmentRecreationTests {
  let scratch = Scratch()
  private var tree: RebuiltTree { RebuiltTree(top: scratch.path + "/tree", project: scratch.path + "/tree", code: .tree) }

  /// A plan for a lock file of this content, with these tools at hand.
  private func plan(
    _ lock: String, _ text: String, tools: [String], argv: [String] = ["python3", "train.py"], recorded: String? = nil
  ) throws -> EnvironmentRecreation? {
    try scratch.write("tree/" + lock, text)
    for tool in tools {
      try FileWriting.makeFolders(scratch.path + "/bin")
      try FileWriting.replace(scratch.path + "/bin/" + tool, with: Array("#!/bin/sh\n".utf8), mode: 0o755)
    }
    let state = EnvironmentState(
      system: .init(
        host: "workstation", os: "", kernel: "", architecture: "", cpu: .unknown("none"), cores: 1, memory: .unknown("none")),
      program: .unknown("none"), accelerators: .known([]),
      lockFiles: [.init(path: lock, sha256: .known(.sha256(recorded ?? text)))])
    return EnvironmentRecreation(state, argv: argv, in: tree, environment: ["PATH=\(scratch.path)/bin"])
  }

  @Test func eachLockFileHasItsTool() throws {
    let place = scratch.path + "/tree/.xp-environment"
    #expect(try plan("uv.lock", "version = 1\n", tools: ["uv"])?.commands == [["uv", "sync", "--locked"]])
    #expect(
      try plan("conda-linux-64.lock", "@EXPLICIT\n", tools: ["conda"])?.commands == [
        ["conda", "create", "--yes", "--quiet", "--prefix", place, "--file", "conda-linux-64.lock"]
      ])
    let pip = try plan("requirements.txt", "numpy==2.0 --hash=sha256:00\n", tools: ["python3"])
    #expect(pip?.commands.count == 2 && pip?.commands[0].suffix(3) == ["-m", "venv", place])
    #expect(pip?.commands[1].suffix(3) == ["--require-hashes", "-r", "requirements.txt"])
  }

  @Test func withoutToolOrHashesOrTheRecordedContentThereIsNoPlan() throws {
    #expect(try plan("uv.lock", "version = 1\n", tools: ["python3"]) == nil)
    #expect(try plan("requirements.txt", "numpy==2.0\n", tools: ["python3"]) == nil)
    #expect(try plan("uv.lock", "version = 1\n", tools: ["uv"], recorded: "version = 2\n") == nil)
  }

  @Test func aProgramThatIsNamedByItsPathDecidesWhereTheEnvironmentGoes() throws {
    #expect(try plan("uv.lock", "v\n", tools: ["uv"], argv: ["/usr/bin/python3", "x.py"]) == nil)
    #expect(try plan("uv.lock", "v\n", tools: ["uv"], argv: ["./train"]) == nil)
    #expect(try plan("uv.lock", "v\n", tools: ["uv"], argv: [".venv/bin/python"])?.folder == scratch.path + "/tree/.venv")
    #expect(try plan("uv.lock", "v\n", tools: ["uv"], argv: ["../.venv/bin/python"]) == nil)
  }

  @Test func anEnvironmentThatIsThereIsNotWrittenInto() throws {
    try scratch.write("tree/.venv/pyvenv.cfg", "mine\n")
    #expect(try plan("uv.lock", "v\n", tools: ["uv"], argv: [".venv/bin/python"]) == nil)
  }
}

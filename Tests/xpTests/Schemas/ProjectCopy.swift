import Provenance
import TestSupport
import Testing

/// A copy of the ``RecordedProject`` that a test may change.
struct ProjectCopy {
  let scratch = Scratch()
  let original: RecordedProject
  var root: String { scratch.path + "/project" }

  init() throws {
    original = try RecordedProject.shared.get()
    _ = try ChildProcess.run(["cp", "-a", original.root, root], in: "/", environment: RecordedProject.environment(scratch))
  }

  /// Runs a line of shell in the project's folder.
  @discardableResult
  func run(_ line: String) throws -> ChildProcess.Outcome { try RecordedProject.shell(line, in: root, scratch) }

  /// Runs a line that must end well, and returns what it printed.
  @discardableResult
  func output(_ line: String) throws -> String {
    let outcome = try run(line)
    #expect(outcome.succeeded, "\(line): \(outcome.errorText)")
    return outcome.text
  }

  /// Registers an experiment, runs it if asked to, and returns its folder's name.
  func register(_ arguments: String, running: Bool = false) throws -> String {
    let text = try output("xp register --model mlp --json " + arguments)
    let name = try JSONReader.read(text)["name"]?.string ?? ""
    if running { try run("sh experiments/\(name)/command.sh") }
    return name
  }

  /// Returns the judgment of one item about an experiment, as `xp verify --json` prints it.
  func judgment(_ id: String, _ experiment: String) throws -> (verdict: String, reason: String) {
    let report = try JSONReader.read(try run("xp verify --json \(experiment)").output)
    let found = report["experiments"]?.array?.first?["judgments"]?.array?.first { $0["id"]?.string == id }
    return (found?["verdict"]?.string ?? "none", found?["reason"]?.string ?? "")
  }

  func read(_ path: String) throws -> String { try FileReading.text(of: root + "/" + path) }

  func write(_ path: String, _ text: String) throws { try scratch.write("project/" + path, text) }
}

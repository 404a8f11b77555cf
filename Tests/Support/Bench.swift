import Provenance

/// A project in a folder of its own in which the built program is run, with an environment that names nothing of this machine.
public struct Bench: Sendable {
  public let scratch: Scratch
  /// The project's root.
  public let folder: String
  public let environment: [String]

  public init() throws {
    scratch = Scratch()
    folder = scratch.path + "/project"
    environment = TranscriptSession.environment(scratch)
    for name in ["/project", "/home"] { try FileWriting.makeFolders(scratch.path + name) }
  }

  private init(_ other: Bench, _ name: String) {
    (scratch, folder, environment) = (other.scratch, parent(of: other.folder) + "/" + name, other.environment)
  }

  /// Another project in the same place, such as a clone.
  public func beside(_ name: String) -> Bench { Bench(self, name) }

  /// A project in a git repository with one commit.
  public static func inRepository(_ files: [String: String] = ["train.py": "print('hello')\n"]) throws -> Bench {
    let bench = try Bench()
    for (name, text) in files { try bench.write(name, text) }
    try bench.expect("git init -q -b main . && xp init && git add -A && git commit -qm first")
    return bench
  }

  /// A project without a repository.
  public static func initialised() throws -> Bench {
    let bench = try Bench()
    try bench.expect("xp init")
    return bench
  }

  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String { try scratch.write("project/" + name, text) }

  public func write(_ name: String, bytes: [UInt8]) throws {
    try FileWriting.makeFolders(parent(of: folder + "/" + name))
    try FileWriting.replace(folder + "/" + name, with: bytes, durable: false)
  }

  /// Runs the program; one that has not ended after two minutes is killed (status 137).
  @discardableResult
  public func xp(_ words: [String], input: [UInt8] = []) throws -> ChildProcess.Outcome {
    try ChildProcess.run(["timeout", "-s", "KILL", "120", Built.xp] + words, in: folder, environment: environment, input: input)
  }

  @discardableResult
  public func xp(_ words: String...) throws -> ChildProcess.Outcome { try xp(words) }

  /// Runs a shell's script in the project.
  @discardableResult
  public func shell(_ script: String) throws -> ChildProcess.Outcome {
    try ChildProcess.run(["timeout", "-s", "KILL", "120", "sh", "-c", script], in: folder, environment: environment)
  }

  /// Runs a script that must succeed.
  ///
  /// - Throws: what it said, if it does not.
  @discardableResult
  public func expect(_ script: String) throws -> String {
    let run = try shell(script)
    guard run.succeeded else { throw Failure(.environment, "\(script): exit \(run.status): \(run.errorText)\(run.text)") }
    return run.text
  }

  /// The experiments' folders, sorted.
  public func experiments() throws -> [String] {
    let path = folder + "/experiments"
    return FileStatus.of(path) == nil ? [] : try FileReading.names(in: path)
  }
}

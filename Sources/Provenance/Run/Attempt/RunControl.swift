#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Attempts that are under way, as their markers tell, and how to end one.
public struct RunControl: Sendable {
  let project: Project

  public init(project: Project) { self.project = project }

  /// An attempt that is under way.
  public struct Running: Sendable, Equatable {
    public var content: RunMarker.Content
    /// Whether anybody keeps its record: false for a command that lives on although its recorder and its holder are gone.
    public var isHeld: Bool
  }

  /// Returns what is under way, by the experiments' names.
  ///
  /// - Throws: kind `environment` if `.xp/open/` cannot be listed.
  public func running() throws(Failure) -> [Running] {
    try RunMarker.all(in: project).map { content in
      Running(content: content, isHeld: RunMarker.isHeld(RunMarker.path(of: content.experiment, in: project)))
    }
  }

  /// Whether somebody keeps an attempt's record, or its command lives on without anybody.
  public func isUnderWay(_ experiment: String, attempt number: Int) -> Bool {
    let path = RunMarker.path(of: experiment, in: project)
    guard let content = RunMarker.read(path), content.number == number else { return false }
    return RunMarker.isHeld(path) || written(content)?.survivor(of: content) != nil
  }

  /// A request to stop.
  public struct Request: Sendable, Equatable {
    /// The attempt that it was for, from 1.
    public var number: Int
    public var answer: Answer
  }

  /// What became of a request to stop.
  public enum Answer: Sendable, Equatable {
    /// Its holder was asked.
    case asked
    /// Its holder runs where it cannot be woken from here, and looks for requests now and then.
    case left(host: String)
    /// Nobody held it any more: the command's own processes were told.
    case alone(process: Int)
    /// Nobody holds it, and its command has ended.
    case over
  }

  /// Asks an attempt to end: its command is told (SIGTERM), and killed when the policy's grace is over.
  ///
  /// - Throws: kind `missing` if nothing of the experiment is under way, kind `environment` if the request cannot be written.
  public func stop(_ experiment: String) throws(Failure) -> Request {
    let path = RunMarker.path(of: experiment, in: project)
    guard let content = RunMarker.read(path) else {
      throw Failure(.missing, "nothing of \(experiment) is under way", hint: "what runs: xp watch")
    }
    let isHere = content.boot == Liveness.boot && content.namespace == Liveness.namespace
    let written = written(content)
    if isHere, !RunMarker.isHeld(path) {
      guard let process = written?.survivor(of: content) else { return Request(number: content.number, answer: .over) }
      kill(-pid_t(process), SIGTERM)
      return Request(number: content.number, answer: .alone(process: process))
    }
    try FileWriting.replace(path + RunMarker.stopSuffix, with: [], durable: false)
    guard isHere, let holder = written?.pid, kill(pid_t(holder), SIGCONT) == 0 else {
      return Request(number: content.number, answer: .left(host: content.host))
    }
    return Request(number: content.number, answer: .asked)
  }

  private func written(_ content: RunMarker.Content) -> SelfRecord? {
    let folder = project.folder(of: content.experiment)
    return (try? SelfRecord.read(folder))?.records.first { $0.number == content.number }
  }
}

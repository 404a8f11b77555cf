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
    /// The command's process on its host; nil before it has begun.
    public var child: Int?
  }

  /// Returns what is under way, by the experiments' names.
  ///
  /// - Throws: kind `environment` if `.xp/open/` cannot be listed.
  public func running() throws(Failure) -> [Running] {
    try RunMarker.all(in: project).map { content in
      Running(
        content: content, isHeld: RunMarker.isHeld(RunMarker.path(of: content.experiment, in: project)),
        child: written(content)?.child)
    }
  }

  /// What became of a request to stop.
  public enum Answer: Sendable, Equatable {
    /// Its holder was asked.
    case asked
    /// Its holder runs where it cannot be woken from here, and looks for requests now and then.
    case left(host: String)
    /// Nobody held it any more: the command's own processes were told.
    case alone(process: Int)
  }

  /// Asks an attempt to end: its command is told (SIGTERM), and killed when the policy's grace is over.
  ///
  /// - Throws: kind `missing` if nothing of the experiment is under way, kind `environment` if the request cannot be written.
  public func stop(_ experiment: String) throws(Failure) -> Answer {
    let path = RunMarker.path(of: experiment, in: project)
    guard let content = RunMarker.read(path) else {
      throw Failure(.missing, "nothing of \(experiment) is under way", hint: "what runs: xp watch")
    }
    let isHere = content.boot == Liveness.boot && content.namespace == Liveness.namespace
    let written = written(content)
    if isHere, !RunMarker.isHeld(path), let child = written?.child {
      kill(-pid_t(child), SIGTERM)
      return .alone(process: child)
    }
    try FileWriting.replace(path + RunMarker.stopSuffix, with: [], durable: false)
    guard isHere, let holder = written?.pid, kill(pid_t(holder), SIGCONT) == 0 else { return .left(host: content.host) }
    return .asked
  }

  private func written(_ content: RunMarker.Content) -> SelfRecord? {
    let folder = project.folder(of: content.experiment)
    return (try? SelfRecord.read(folder))?.records.first { $0.number == content.number }
  }
}

import Provenance

/// One of two things to compare: an experiment, or a config file alone.
public struct ComparisonSide: Sendable {
  /// As the user named it, or the experiment's name.
  public var label: String
  /// Nil if there is none to read; the reason stands in ``remarks``.
  public var config: Config?
  /// Nil for a config file: it records no code, environment or data.
  public var registration: Registration?
  /// The content of `environment.json`; nil if it could not be read.
  public var environment: EnvironmentState?
  /// What could not be read, and why.
  public var remarks: [String]

  public init(
    label: String, config: Config?, registration: Registration? = nil, environment: EnvironmentState? = nil,
    remarks: [String] = []
  ) {
    self.label = label
    self.config = config
    self.registration = registration
    self.environment = environment
    self.remarks = remarks
  }
}

/// What lies between two states of the code, as the repository tells it.
public struct CodeDistance: Sendable, Equatable {
  /// A commit as a list shows it.
  public struct Commit: Sendable, Equatable {
    /// Its object id.
    public var id: Digest
    /// The first line of its message.
    public var subject: String
    public init(id: Digest, subject: String) { (self.id, self.subject) = (id, subject) }
  }
  /// Commits that only the left side has, newest first.
  public var left: [Commit]
  /// Commits that only the right side has, newest first.
  public var right: [Commit]
  /// Files that differ between the captured trees, sorted by path; `added` is on the right.
  public var files: [CodeState.Change]

  public init(left: [Commit], right: [Commit], files: [CodeState.Change]) {
    (self.left, self.right, self.files) = (left, right, files)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the rank that records tells the others of its launch: where its attempt is, and what its command is told. Secrets are not in it:
/// each rank reads them where the first did.
public struct AttemptAnnouncement: Codable, Sendable, Equatable {
  /// What follows the launch's key in the file's name in `.xp/open/`.
  public static let suffix = ".launch"

  /// The experiment's folder name.
  public var experiment: String
  /// The attempt's folder, absolute.
  public var folder: String
  /// Where the command runs, absolute.
  public var directory: String
  /// The config as the command reads it, absolute.
  public var config: String
  /// What the policy sets for the command, and `XP_EXPERIMENT`, `XP_DIR`, `XP_CONFIG`, `XP_METRICS`. GPUs that are leased to one rank are
  /// not another's.
  public var variables: [EnvironmentState.Variable]
  /// Names of more of them, whose values are secret.
  public var secrets: [String]
  /// The attempt's marker, absolute: it is under way for as long as somebody holds that.
  public var marker: String

  /// Whether the attempt is not under way any more, as far as can be told from here.
  public var isLeft: Bool { !RunMarker.isHeld(marker) }

  /// One line of JSON.
  public var bytes: [UInt8] { LinkLine.bytes(of: self) }

  /// Nil for what is no whole line of it.
  public init?(bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let read = LinkLine.read(AttemptAnnouncement.self, from: bytes.dropLast()) else {
      return nil
    }
    self = read
  }

  init(
    experiment: String, folder: String, directory: String, config: String, variables: [EnvironmentState.Variable],
    secrets: [String], marker: String
  ) {
    (self.experiment, self.folder, self.directory, self.config) = (experiment, folder, directory, config)
    (self.variables, self.secrets, self.marker) = (variables, secrets, marker)
  }

  /// Reads one; nil if there is none.
  public static func read(_ path: String) -> AttemptAnnouncement? {
    (try? FileReading.bytes(of: path, limit: 1 << 20)).flatMap(AttemptAnnouncement.init(bytes:))
  }

  // MARK: What another rank makes of it

  /// Returns the words of the command as the recorded rank's were filled in.
  ///
  /// - Throws: kind `missing` or `input` if the record or its config cannot be read, or the words name what it does not have.
  public func fill(_ words: [String], in project: Project) throws(Failure) -> [String] {
    let record = try ExperimentRecord.load(project.folder(of: experiment))
    return try CommandTemplate(record, source: config, in: project).fill(words)
  }

  /// Returns the variables to set, secrets in place.
  ///
  /// - Parameter environment: the rank's own, `NAME=value`.
  /// - Throws: kind `input` if a secret's variable is not set.
  public func settings(in project: Project, environment: [String]) throws(Failure) -> [EnvironmentState.Variable] {
    let own = ReadyCommand.Variables(environment)
    var settings = variables
    for name in secrets { settings.append(.init(name: name, value: try ReadyCommand.secret(name, project, own))) }
    return settings
  }

  /// Removes announcements of attempts that are not under way: a later launch of the same key is not to read them.
  ///
  /// - Parameter names: what is in `.xp/open/`.
  static func removeLeft(in project: Project, _ names: [String]) {
    for name in names where name.hasSuffix(suffix) {
      let path = project.openFolder + "/" + name
      let left = read(path)
      guard left?.isLeft != false else { continue }
      // One that came in its place meanwhile is put back.
      let aside = FileWriting.temporary(beside: path)
      guard rename(path, aside) == 0 else { continue }
      if let found = read(aside), found != left { link(aside, path) }
      unlink(aside)
    }
  }
}

extension OpenAttempt {
  /// What the other ranks of a launch need.
  public var announcement: AttemptAnnouncement {
    let told = ["XP_EXPERIMENT", "XP_DIR", "XP_CONFIG", "XP_METRICS"].compactMap { name in
      launch.environment.last { $0.hasPrefix(name + "=") }
        .map { EnvironmentState.Variable(name: name, value: String($0.dropFirst(name.count + 1))) }
    }
    let overrides = launch.recorded.overrides.filter { variable in
      !launch.additions.contains { $0.isExactly(variable.name) }
    }
    let config = told.first { $0.name == "XP_CONFIG" }?.value ?? ""
    return AttemptAnnouncement(
      experiment: record.name, folder: folder.path, directory: launch.directory, config: config,
      variables: overrides.filter { !ReadyCommand.isSecret($0) } + told,
      secrets: overrides.filter(ReadyCommand.isSecret).map(\.name), marker: marker.path)
  }
}

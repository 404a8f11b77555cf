/// What the rank that records tells the others of its launch: where its attempt is, and what its command is told.
public struct AttemptAnnouncement: Codable, Sendable, Equatable {
  /// The attempt's folder, absolute.
  public var folder: String
  /// Where the command runs, absolute.
  public var directory: String
  /// What `{config}` stands for, absolute.
  public var config: String
  /// `XP_EXPERIMENT`, `XP_DIR`, `XP_CONFIG`, `XP_METRICS`.
  public var variables: [EnvironmentState.Variable]

  /// One line of JSON.
  public var bytes: [UInt8] { LinkLine.bytes(of: self) }

  /// Nil for what is no whole line of it.
  public init?(bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let read = LinkLine.read(AttemptAnnouncement.self, from: bytes.dropLast()) else {
      return nil
    }
    self = read
  }

  init(folder: String, directory: String, config: String, variables: [EnvironmentState.Variable]) {
    (self.folder, self.directory, self.config, self.variables) = (folder, directory, config, variables)
  }
}

extension OpenAttempt {
  /// What the other ranks of a launch need.
  public var announcement: AttemptAnnouncement {
    let told = ["XP_EXPERIMENT", "XP_DIR", "XP_CONFIG", "XP_METRICS"].compactMap { name in
      launch.environment.last { $0.hasPrefix(name + "=") }
        .map { EnvironmentState.Variable(name: name, value: String($0.dropFirst(name.count + 1))) }
    }
    let config = told.first { $0.name == "XP_CONFIG" }?.value ?? ""
    return AttemptAnnouncement(folder: folder.path, directory: launch.directory, config: config, variables: told)
  }
}

extension Policy {
  /// Which artifacts may be let go to make room. Metrics, logs and configs never are.
  public struct ReleaseRules: Sendable, Equatable {
    /// Roles that stay.
    public var keep: [Artifact.Role] = [.bestCheckpoint, .lastCheckpoint, .result, .other]
    /// Path patterns of files that stay, relative to the attempt's folder.
    public var keepFiles: [String] = []
    /// Seconds since the attempt ended before anything of it may go.
    public var olderThan = 30 * 86_400.0
  }
}

extension PolicyKey {
  private static var roles: PolicyType<[Artifact.Role]> {
    .list(of: .choice(of: [.bestCheckpoint, .lastCheckpoint, .checkpoint, .result, .other]))
  }

  static let releaseSection = (
    name: "gc", summary: "Which artifacts xp gc may let go. Metrics, logs, configs and what others use never are."
  )

  static let release = [
    PolicyKey("gc.keep", \.release.keep, roles, "Roles that stay."),
    PolicyKey("gc.keep_files", \.release.keepFiles, .texts, "Path patterns of files that stay."),
    PolicyKey("gc.older_than", \.release.olderThan, .duration, "How long after its end a run keeps everything."),
  ]
}

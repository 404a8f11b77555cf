/// Which artifacts of an experiment the policy lets go, and why each other stays. Nothing is read but the states of files.
public struct ReleasePlan: Sendable {
  /// What is to become of one artifact.
  public enum Standing: Sendable, Equatable {
    /// It may go, by this rule.
    case goes(String)
    /// It stays, for this reason.
    case stays(String)
    /// It is not there, and no entry says that it was let go.
    case gone
    /// It was let go.
    case released(Moment)
  }

  /// An artifact and what is to become of it.
  public struct Item: Sendable, Equatable {
    /// Folder name.
    public var experiment: String
    public var artifact: Artifact
    public var standing: Standing
  }

  /// In the record's order, for all attempts that have ended.
  public var items: [Item]

  /// The bytes of all that may go.
  public var size: Int64 {
    items.reduce(0) { sum, item in if case .goes = item.standing { sum + item.artifact.size } else { sum } }
  }

  /// - Parameters:
  ///   - users: experiments that use artifacts of this one, with the artifact's path.
  ///   - evenUsed: what another experiment uses may go, too.
  ///   - isRunning: nothing of an experiment goes while one of its attempts runs.
  public init(
    _ record: ExperimentRecord, policy: Policy, users: [(experiment: String, artifact: String)], evenUsed: Bool = false,
    isRunning: Bool, now: Moment
  ) {
    items = []
    let rules = policy.release
    let kept = rules.keepFiles.map(Glob.path)
    for attempt in record.attempts {
      let ended = attempt.ended.value ?? record.end(of: attempt)
      let isYoung = Double(now.milliseconds - ended.milliseconds) / 1000 < rules.olderThan
      let sole = Self.soleCheckpoint(of: attempt)
      for artifact in attempt.artifacts {
        let user = evenUsed ? nil : users.first { $0.artifact.isExactly(artifact.path) }?.experiment
        let reason: String? =
          if [.metrics, .log, .config].contains(artifact.role) {
            "\(artifact.role.rawValue): never let go"
          } else if rules.keep.contains(artifact.role) {
            "gc.keep names its role"
          } else if kept.contains(where: { $0.matches(attempt.ownPath(artifact.path)) }) {
            "gc.keep_files names it"
          } else if let user {
            "\(user) uses it"
          } else if artifact.path == sole {
            "the run has neither best nor last checkpoint, and this is its latest"
          } else if isRunning {
            "the experiment runs"
          } else if isYoung {
            "younger than gc.older_than"
          } else {
            nil
          }
        let rule = "gc: role \(artifact.role.rawValue), older than \(Seconds.text(of: rules.olderThan))"
        let standing = Self.standing(of: artifact, in: record, reason, rule)
        items.append(Item(experiment: record.name, artifact: artifact, standing: standing))
      }
    }
  }

  private static func standing(
    of artifact: Artifact, in record: ExperimentRecord, _ reason: String?, _ rule: String
  ) -> Standing {
    guard let path = record.inside(artifact) else { return .stays("it lies outside the experiment's folder") }
    guard let status = FileStatus.of(path) else { return record.release(of: artifact).map { .released($0.time) } ?? .gone }
    if let reason { return .stays(reason) }
    guard status.kind == .file else { return .stays("it is no regular file") }
    guard artifact.sha256.value != nil else { return .stays("its digest is not recorded") }
    guard status.size == artifact.size else { return .stays("it is not what was recorded") }
    return .goes(rule)
  }

  /// A run that names neither best nor last keeps the one that was written last.
  private static func soleCheckpoint(of attempt: Attempt) -> String? {
    guard !attempt.artifacts.contains(where: { $0.role == .bestCheckpoint || $0.role == .lastCheckpoint }) else { return nil }
    return attempt.artifacts.filter { $0.role == .checkpoint }.max { $0.modified < $1.modified }?.path
  }
}

extension ExperimentRecord {
  /// When the end of an attempt was written down.
  fileprivate func end(of attempt: Attempt) -> Moment {
    entries.last { $0.kind == .finished && $0.body["number"]?.int == attempt.number }?.time ?? registered.time
  }
}

extension Project {
  /// Whether an attempt of an experiment is marked as running.
  func isRunning(_ experiment: String) -> Bool {
    [".run", SelfRecordAdoption.markerSuffix].contains { FileStatus.of("\(openFolder)/\(experiment)\($0)") != nil }
  }
}

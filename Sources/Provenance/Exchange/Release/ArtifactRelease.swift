#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lets artifacts go: first the statement, then the file.
public struct ArtifactRelease: Sendable {
  let project: Project
  let ledger: Ledger
  let now: Moment

  public init(project: Project, ledger: Ledger, now: Moment) {
    (self.project, self.ledger, self.now) = (project, ledger, now)
  }

  /// What became of one artifact.
  public struct Outcome: Sendable, Equatable {
    public var experiment: String
    public var artifact: Artifact
    /// Nil: it was let go. Else why it stays after all.
    public var refusal: String?
  }

  /// Returns what the policy would let go of an experiment.
  ///
  /// - Throws: as ``ExperimentRecord/load(_:)``.
  public func plan(for experiment: String, evenUsed: Bool = false) throws(Failure) -> ReleasePlan {
    let record = try ExperimentRecord.load(project.folder(of: experiment))
    return ReleasePlan(
      record, policy: project.policy, users: try ledger.users(of: experiment), evenUsed: evenUsed,
      isRunning: project.isRunning(experiment), now: now)
  }

  /// Lets go what a plan says may go. A file that is gone meanwhile, or is not what was recorded, stops nothing.
  ///
  /// - Throws: kind `environment` if the statement cannot be written; then its file is still there.
  public func apply(_ plan: ReleasePlan) throws(Failure) -> [Outcome] {
    var outcomes: [Outcome] = []
    let recorder = Recorder(project: project, ledger: ledger)
    // One experiment's artifacts stand together: its record is read once, not once for each of them.
    var record: ExperimentRecord?
    for item in plan.items {
      guard case .goes(let rule) = item.standing else { continue }
      if record?.name.isExactly(item.experiment) != true {
        record = try ExperimentRecord.load(project.folder(of: item.experiment))
      }
      guard let record else { continue }
      outcomes.append(
        Outcome(
          experiment: item.experiment, artifact: item.artifact, refusal: try release(item.artifact, rule, record, recorder)))
    }
    return outcomes
  }

  /// - Returns: why it stays; nil if it is gone.
  private func release(
    _ artifact: Artifact, _ rule: String, _ record: ExperimentRecord, _ recorder: Recorder
  ) throws(Failure) -> String? {
    guard let path = record.inside(artifact), let digest = artifact.sha256.value, let status = FileStatus.of(path),
      status.kind == .file
    else { return "it is not there any more" }
    do throws(Failure) {
      guard try FileReading.sha256(of: path) == digest else { return "its content is not what was recorded" }
    } catch {
      return error.message
    }
    // A statement without its deed: the last attempt was cut off between the two.
    if record.release(of: artifact) == nil {
      let release = Release(path: artifact.path, sha256: digest, size: artifact.size, because: rule)
      try recorder.record(.released, about: record.name, body: release, at: now)
    }
    guard record.inside(artifact) == path, FileStatus.of(path) == status else { return "it changed while it was let go" }
    return unlink(path) == 0 || errno == ENOENT ? nil : Failure.system("remove", path).message
  }
}

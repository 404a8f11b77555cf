/// Records how an attempt ended: what it left is listed and hashed, its metrics are summed up, and the `finished` entry seals both.
public struct AttemptClosing: Sendable {
  let project: Project
  let recorder: Recorder
  let now: Moment
  let environment: [String]

  /// `now` is the time of the entry; the attempt keeps its own times. `environment` is all variables, `NAME=value`.
  public init(project: Project, recorder: Recorder, now: Moment, environment: [String]) {
    (self.project, self.recorder, self.now, self.environment) = (project, recorder, now, environment)
  }

  /// What was recorded.
  public struct Result: Sendable {
    /// The body of the `finished` entry.
    public var attempt: Attempt
    /// Experiments that stand for the jobs that it launched; empty for one that launched none.
    public var jobs: [String]
  }

  /// Seals and records an attempt, and removes its marker.
  ///
  /// - Parameters:
  ///   - follower: what has followed its metrics.
  ///   - findings: what was noticed while it ran.
  ///   - accelerators: what its GPUs were used for.
  ///   - progress: is told how far a long reading of files has come.
  /// - Throws: kind `environment` if the folder cannot be listed, or folder or ledger cannot be written; then the marker stays, and the
  ///   next command tries again.
  public func close(
    _ attempt: consuming OpenAttempt, _ record: SelfRecord, follower: MetricFollower, findings: [Finding] = [],
    accelerators: [ProcessFacts.AcceleratorUse] = [], progress: @escaping ArtifactScan.Told = { _ in }
  ) throws(Failure) -> Result {
    let grown = zip(attempt.outOfMemory, OutOfMemory.count()).map { $0 < $1 } ?? false
    let end = AttemptEnd(record: record, wasOutOfMemory: grown, isScheduled: isScheduled(attempt.record, record.number))
    let reader = AttemptTraces.Reader(
      project: project, ledger: recorder.ledger, now: now, environment: environment, progress: progress, before: attempt.before)
    let result = try seal(end, attempt.record, reader, follower, findings, accelerators)
    attempt.marker.remove()
    return result
  }

  /// Returns an attempt as it was written down, where what it left cannot be read.
  public static func unsealed(_ record: SelfRecord) -> Attempt {
    AttemptSeal.attempt(from: AttemptEnd(record: record), recorder: .xp)
  }

  /// Records an attempt that nobody recorded when it ended.
  func closeLeft(
    _ record: ExperimentRecord, _ written: SelfRecord, marker: consuming RunMarker, findings: [Finding]
  ) throws(Failure) -> Attempt {
    let end = AttemptEnd(record: written, isScheduled: isScheduled(record, written.number))
    let reader = AttemptTraces.Reader(
      project: project, ledger: recorder.ledger, now: now, environment: environment, progress: { _ in }, before: marker.before())
    let follower = MetricFollower(project: project, experiment: record.name, attempt: written.number, folder: record.folder)
    let result = try seal(end, record, reader, follower, findings, [])
    marker.remove()
    return result.attempt
  }

  private func seal(
    _ end: AttemptEnd, _ record: ExperimentRecord, _ reader: AttemptTraces.Reader, _ follower: MetricFollower,
    _ findings: [Finding],
    _ accelerators: [ProcessFacts.AcceleratorUse]
  ) throws(Failure) -> Result {
    let traces = try reader.read(end, of: record, follower)
    var attempt = AttemptSeal.attempt(from: end, recorder: .xp)
    (attempt.artifacts, attempt.metrics) = (traces.artifacts, traces.metrics)
    attempt.findings = findings + traces.findings
    attempt.process?.accelerators = accelerators
    try recorder.record(.finished, about: record.name, body: attempt, at: now)
    return Result(attempt: attempt, jobs: traces.jobs)
  }

  private func isScheduled(_ record: ExperimentRecord, _ number: Int) -> Bool {
    let started = record.entries.last { $0.kind == .started && $0.body["number"]?.int == number }
    return started?.body["scheduler"]?.array?.isEmpty == false
  }
}

private func zip(_ before: Int?, _ after: Int?) -> (Int, Int)? {
  if let before, let after { (before, after) } else { nil }
}

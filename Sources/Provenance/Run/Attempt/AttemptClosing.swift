/// Records how an attempt ended: what it left is listed and hashed, its metrics are summed up, and the `finished` entry seals both.
public struct AttemptClosing: Sendable {
  let project: Project
  let recorder: Recorder
  let now: Moment

  /// `now` is the time of the entry; the attempt keeps its own times.
  public init(project: Project, recorder: Recorder, now: Moment) {
    (self.project, self.recorder, self.now) = (project, recorder, now)
  }

  /// Seals and records an attempt, and removes its marker.
  ///
  /// - Parameters:
  ///   - findings: what was noticed while it ran.
  ///   - accelerators: what its GPUs were used for.
  /// - Throws: kind `environment` if the folder cannot be listed, or folder or ledger cannot be written; then the marker stays, and the
  ///   next command tries again.
  public func close(
    _ attempt: consuming OpenAttempt, _ record: SelfRecord, findings: [Finding] = [],
    accelerators: [ProcessFacts.AcceleratorUse] = []
  ) throws(Failure) -> Attempt {
    let grown = zip(attempt.outOfMemory, OutOfMemory.count()).map { $0 < $1 } ?? false
    let end = AttemptEnd(record: record, wasOutOfMemory: grown, isScheduled: isScheduled(attempt.record, record.number))
    let sealed = try seal(end, attempt.record, findings: findings, accelerators: accelerators)
    attempt.marker.remove()
    return sealed
  }

  /// Records an attempt that nobody recorded when it ended.
  func closeLeft(
    _ record: ExperimentRecord, _ written: SelfRecord, marker: consuming RunMarker, findings: [Finding]
  ) throws(Failure) -> Attempt {
    let end = AttemptEnd(record: written, isScheduled: isScheduled(record, written.number))
    let sealed = try seal(end, record, findings: findings, accelerators: [])
    marker.remove()
    return sealed
  }

  private func seal(
    _ end: AttemptEnd, _ record: ExperimentRecord, findings: [Finding], accelerators: [ProcessFacts.AcceleratorUse]
  ) throws(Failure) -> Attempt {
    let digests = LearnedDigests(ledger: recorder.ledger, now: now)
    var attempt = try AttemptSeal.attempt(
      from: end, folder: record.folder, policy: project.policy, known: { digests.digest(for: $0, path: $1) },
      remember: { digests.remember($0, for: $1, path: $2) })
    attempt.recorder = .xp
    attempt.process?.accelerators = accelerators
    attempt.findings = findings + attempt.findings
    try recorder.record(.finished, about: record.name, body: attempt, at: now)
    // A cache: losing it costs time, not truth.
    try? recorder.ledger.remember(digests.learned)
    return attempt
  }

  private func isScheduled(_ record: ExperimentRecord, _ number: Int) -> Bool {
    let started = record.entries.last { $0.kind == .started && $0.body["number"]?.int == number }
    return started?.body["scheduler"]?.array?.isEmpty == false
  }
}

private func zip(_ before: Int?, _ after: Int?) -> (Int, Int)? {
  if let before, let after { (before, after) } else { nil }
}

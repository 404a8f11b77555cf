/// Hides experiments from lists, and shows them again. Nothing is deleted.
public struct Archiving: Sendable {
  let recorder: Recorder
  let now: Moment

  public init(project: Project, ledger: Ledger, now: Moment) {
    (recorder, self.now) = (Recorder(project: project, ledger: ledger), now)
  }

  /// Records that an experiment is archived, or no longer.
  ///
  /// - Returns: false if it is so already: nothing is written then.
  /// - Throws: kind `input` if the reason holds a secret; else as ``Recorder/record(_:about:body:at:)``.
  public func set(_ archived: Bool, _ record: ExperimentRecord, because: String?) throws(Failure) -> Bool {
    guard record.isArchived != archived else { return false }
    let project = recorder.project
    let redaction = Redaction(
      scanner: SecretScanner(rules: project.policy.secrets), digest: try project.secretDigest(writing: true))
    let clean = because.map { redaction.redact($0)?.text ?? $0 }
    try recorder.record(.archived, about: record.name, body: Archival(archived: archived, because: clean), at: now)
    return true
  }
}

/// Takes the points of attempts that have ended into the ledger, where it does not have them: after a rebuild, after a copy, for runs
/// that nobody followed.
public struct MetricIngestion {
  let project: Project
  let ledger: Ledger

  public init(project: Project, ledger: Ledger) { (self.project, self.ledger) = (project, ledger) }

  /// Reads every recorded metric file whose content is not in the ledger.
  ///
  /// A file that is not as it was recorded is left out: its points are not those of the attempt.
  /// - Returns: what was taken in and what was left out.
  /// - Throws: kind `environment` if the ledger cannot be written; what was taken in until then stays.
  public func ingestAll() throws(Failure) -> [Finding] {
    var recorded: [MetricOrigin: Artifact] = [:]
    try ledger.forEachEntry(.finished) { (entry) throws(Failure) in
      let attempt = try ValueDecoder.decode(Attempt.self, from: entry.body)
      for artifact in attempt.artifacts where artifact.role == .metrics || artifact.role == .result {
        let origin = MetricOrigin(experiment: entry.experiment, attempt: attempt.number, source: artifact.path)
        recorded[origin] = artifact
      }
    }
    var (findings, count) = ([Finding](), 0)
    for (origin, artifact) in recorded.sorted(by: { Self.key($0.key).lexicographicallyPrecedes(Self.key($1.key)) }) {
      let digest = artifact.sha256.value
      if try ledger.metricPlaces(origin).last?.reach.head == digest { continue }
      // Where the file is gone the entry's summaries outlive it.
      guard let path = project.path(of: artifact, inFolder: project.folder(of: origin.experiment)),
        FileStatus.of(path)?.kind == .file
      else { continue }
      guard try FileReading.sha256(of: path) == digest else {
        let message = "is not as it was recorded: its points are not taken in"
        findings.append(Finding(subject: origin.experiment, message: message, place: origin.source))
        continue
      }
      if try ingest(path, origin) { count += 1 }
    }
    if count > 0 {
      let what = count == 1 ? "1 metric file was" : "\(count) metric files were"
      findings.append(Finding(subject: "ledger", message: "\(what) not taken in yet; the points are there now"))
    }
    return findings
  }

  private static func key(_ origin: MetricOrigin) -> [String] { [origin.experiment, "\(origin.attempt)", origin.source] }

  /// - Returns: whether the file could be read; one that could not was a finding when it was recorded.
  private func ingest(_ path: String, _ origin: MetricOrigin) throws(Failure) -> Bool {
    let file = FollowedMetrics(path: path, origin: origin, epochColumns: project.policy.metrics.epoch)
    var limit = Int.max
    try file.advance(ledger, limit: &limit, isFinal: true)
    return !file.summaries.isEmpty
  }
}

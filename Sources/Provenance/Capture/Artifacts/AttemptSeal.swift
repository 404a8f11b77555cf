/// Makes the statement about an attempt that has ended, from what is in its folder now.
public enum AttemptSeal {
  /// Seals an attempt that `command.sh` or a holder wrote down.
  ///
  /// Without an exit status the state is *lost*: the caller has made sure that it does not run any more.
  /// - Parameter folder: the experiment's folder.
  public static func attempt(
    from end: AttemptEnd, folder: String, policy: Policy, jobs: Int = 4, known: @escaping ArtifactScan.Known = { _, _ in nil },
    remember: @escaping ArtifactScan.Remember = { _, _, _ in }
  ) throws(Failure) -> Attempt {
    let record = end.record
    let listing = try ArtifactScan(folder: folder, policy: policy)
      .listing(attempt: record.folder, jobs: jobs, known: known, remember: remember)
    let (metrics, findings) = summaries(of: listing.artifacts, policy) { folder + "/" + $0.path }
    var attempt = attempt(from: end, recorder: .selfRecorded)
    (attempt.artifacts, attempt.metrics, attempt.findings) = (listing.artifacts, metrics, listing.findings + findings)
    return attempt
  }

  /// The attempt as it was written down; what it left is for the caller to say.
  static func attempt(from end: AttemptEnd, recorder: Attempt.Recorder) -> Attempt {
    let record = end.record
    return Attempt(
      number: record.number, recorder: recorder, state: end.state,
      started: record.started.map(Known.known) ?? .unknown("nobody wrote a start that can be read"),
      ended: record.ended.map(Known.known) ?? .unknown("nobody wrote an end"),
      exitStatus: record.exit.map(Known.known) ?? .unknown("nobody wrote an exit status"),
      host: record.host.map(Known.known) ?? .unknown("nobody wrote a host"), process: record.process, artifacts: [], metrics: [])
  }

  /// Seals what lies in a folder that was made without `xp`.
  ///
  /// Nobody wrote down when it ran and how it ended, and file times are no witness of either: they can be those of a copy. They
  /// stand beside the artifacts as what they are.
  /// - Parameter metrics: metric files relative to the folder, beside those that the policy's patterns find.
  public static func imported(
    folder: String, policy: Policy, metrics paths: [String] = [], jobs: Int = 4,
    known: @escaping ArtifactScan.Known = { _, _ in nil }, remember: @escaping ArtifactScan.Remember = { _, _, _ in }
  ) throws(Failure) -> Attempt {
    let listing = try ArtifactScan(folder: folder, policy: policy, metrics: paths)
      .listing(jobs: jobs, known: known, remember: remember)
    var (metrics, findings) = summaries(of: listing.artifacts, policy) { folder + "/" + $0.path }
    for path in paths where !listing.artifacts.contains(where: { $0.path.isExactly(path) }) {
      findings.append(Finding(subject: "metrics", message: "the metric file is not in the folder", place: path))
    }
    let reason = "imported: nobody wrote it down"
    return Attempt(
      number: 1, recorder: .imported, state: .unknown, started: .unknown(reason), ended: .unknown(reason),
      exitStatus: .unknown(reason), host: .unknown(reason), artifacts: listing.artifacts, metrics: metrics,
      findings: listing.findings + findings)
  }

  /// Returns what the metric and result files among artifacts say, and what is odd about them.
  ///
  /// - Parameter path: where an artifact lies; nil for one whose path leads out of the project.
  static func summaries(
    of artifacts: [Artifact], _ policy: Policy, path: (Artifact) -> String?
  ) -> (metrics: [MetricSummary], findings: [Finding]) {
    var (metrics, findings) = ([MetricSummary](), [Finding]())
    for artifact in artifacts where artifact.role == .metrics || artifact.role == .result {
      guard let path = path(artifact) else { continue }
      do throws(Failure) {
        let table = try MetricReader.read(path: path, shownAs: artifact.path, epochColumns: policy.metrics.epoch)
        metrics += table.summaries()
        findings += table.findings
      } catch {
        let place = error.position.map { "\(artifact.path):\($0.line):\($0.column)" } ?? artifact.path
        findings.append(Finding(subject: "metrics", message: error.message, place: place))
      }
    }
    return (metrics, findings)
  }
}

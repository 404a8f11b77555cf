internal import Provenance

extension Items {
  static let rawLog: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    guard let attempt = evidence.judgedAttempt else { return evidence.withoutRun }
    let remedy = "run it again by xp run, which keeps what it prints"
    let logs = evidence.files.recorded.filter { $0.artifact.role == .log }
    let named = policy.artifacts.stdout.lazy.compactMap { pattern in
      let glob = Glob.path(pattern)
      return logs.first { glob.matches(attempt.ownPath($0.artifact.path)) }
    }
    guard let log = named.first else {
      let present = evidence.files.present.map(\.path).filter { $0.hasSuffix(".log") || $0.hasSuffix(".out") }
      let near = present.isEmpty ? "" : "; there are \(listed(present, limit: 4))"
      return .fail(
        "\(evidence.origin)no log is recorded (\(listed(policy.artifacts.stdout)))\(near)", evidence.entryPlaces, remedy: remedy)
    }
    var weighing = Weighing()
    weighing.weigh(log, of: attempt)
    if let gap = gap(log, evidence) { weighing.fail(gap, .file(log.artifact.path)) }
    let size = log.now?.size ?? 0
    return weighing.ruling(
      pass: "\(evidence.origin)\(log.artifact.path), \(size) bytes, as recorded, written during the run", remedy: remedy)
  }

  /// An imported log that ends long before the result beside it is the log of another run (F13).
  private static func gap(_ log: RecordedFile, _ evidence: Evidence) -> String? {
    let results = evidence.files.recorded.filter { $0.artifact.role == .metrics || $0.artifact.role == .result }
    guard evidence.isImported, let latest = results.max(by: { $0.artifact.modified < $1.artifact.modified }) else { return nil }
    let minutes = (latest.artifact.modified.milliseconds - log.artifact.modified.milliseconds) / 60_000
    guard minutes >= 60 else { return nil }
    return "it ended \(minutes / 60) h \(minutes % 60) min before \(latest.artifact.path): it is not the log of that result"
  }
}

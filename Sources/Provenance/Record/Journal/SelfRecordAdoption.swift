#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes in what `command.sh` wrote down by itself: the next `xp` command makes it an attempt, marked *self-recorded*.
public struct SelfRecordAdoption: Sendable {
  /// `command.sh` leaves `.xp/open/<experiment>.self` when it starts.
  public static let markerSuffix = ".self"

  let project: Project
  let now: Moment

  /// `now` is the time of the entries; the attempts keep the times that the script wrote.
  public init(project: Project, now: Moment) { (self.project, self.now) = (project, now) }

  /// Adopts every self-recorded attempt that has ended, of the experiments that a marker names.
  ///
  /// - Throws: as ``adopt(_:)``.
  public func adoptAll() throws(Failure) -> [Finding] {
    guard FileStatus.of(project.openFolder) != nil else { return [] }
    var findings: [Finding] = []
    for name in try FileReading.names(in: project.openFolder) where name.hasSuffix(Self.markerSuffix) {
      let experiment = String(name.dropLast(Self.markerSuffix.count))
      let folder = project.folder(of: experiment)
      guard !experiment.contains("/"), FileStatus.of(folder)?.kind == .folder else {
        unlink(project.openFolder + "/" + name)
        findings.append(Finding(subject: experiment, message: "its command.sh was run, but its folder is gone"))
        continue
      }
      do throws(Failure) {
        let (found, isOver) = try adopt(folder)
        findings += found
        if isOver { unlink(project.openFolder + "/" + name) }
      } catch {
        // One damaged experiment does not stop every command: the marker stays, and so does what is said.
        guard error.kind == .input || error.kind == .missing else { throw error }
        let message = "its command.sh was run and cannot be taken in: \(error.message)"
        findings.append(Finding(subject: experiment, message: message, place: error.file))
      }
    }
    return findings
  }

  /// Adopts the ended attempts of one experiment that no entry tells about yet.
  ///
  /// - Returns: what was taken in, and whether no attempt is still under way.
  /// - Throws: kind `missing` or `input` if the folder holds no record that can be read, kind `environment` if it cannot be
  ///   written.
  public func adopt(_ folder: String) throws(Failure) -> (findings: [Finding], isOver: Bool) {
    let record = try ExperimentRecord.load(folder)
    // What `xp run` began is its own to record, or that of whoever looks after it.
    let held = record.entries.compactMap { $0.kind == .started ? $0.body["number"]?.int : nil }
    let known = Set(
      record.attempts.map(\.number) + held
        + (RunMarker.read(RunMarker.path(of: record.name, in: project)).map { [$0.number] } ?? []))
    let (written, oddities) = try SelfRecord.read(folder)
    var findings = oddities
    var isOver = true
    for attempt in written where !known.contains(attempt.number) {
      if attempt.isOpen && isRunning(attempt) {
        isOver = false
        continue
      }
      let ledger = try Ledger.open(project)
      let digests = LearnedDigests(ledger: ledger, now: now)
      let sealed = try AttemptSeal.attempt(
        from: AttemptEnd(record: attempt), folder: folder, policy: project.policy, known: { digests.digest(for: $0, path: $1) },
        remember: { digests.remember($0, for: $1, path: $2) })
      try Recorder(project: project, ledger: ledger).record(.finished, about: record.name, body: sealed, at: now)
      try ledger.remember(digests.learned)
      let end = attempt.exit.map { "exit \($0)" } ?? "its end was never written: lost"
      findings.append(
        Finding(
          subject: record.name, message: "attempt \(attempt.number) was self-recorded by command.sh (\(end)) and is taken in"))
    }
    return (findings, isOver)
  }

  /// An attempt without an end may still be under way: here, if its process lives; elsewhere, nobody can tell from here.
  private func isRunning(_ attempt: SelfRecord) -> Bool {
    guard let host = attempt.host, host.isExactly(Liveness.host), let process = attempt.pid else { return true }
    return kill(pid_t(process), 0) == 0 || errno == EPERM
  }
}

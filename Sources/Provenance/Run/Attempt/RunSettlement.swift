#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Looks after attempts whose recorder is gone: concludes how each ended, records it, and says why.
public struct RunSettlement: Sendable {
  let project: Project
  let now: Moment
  let environment: [String]

  /// `now` is the time of what is recorded on the way; `environment` is all variables, `NAME=value`.
  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// Concludes every attempt that a marker names and nobody holds.
  ///
  /// - Throws: kind `environment` if the project cannot be written.
  public func settleAll() throws(Failure) -> [Finding] {
    guard FileStatus.of(project.openFolder) != nil else { return [] }
    // Before anybody takes over the marker that one names: then it would look held again.
    let names = try FileReading.names(in: project.openFolder)
    AttemptAnnouncement.removeLeft(in: project, names)
    RunMarker.removeLateRequests(in: project, names)
    var findings: [Finding] = []
    for name in names where name.hasSuffix(RunMarker.suffix) {
      guard let marker = RunMarker.takeOver(project.openFolder + "/" + name) else { continue }
      let experiment = String(name.dropLast(RunMarker.suffix.count))
      do throws(Failure) { findings += try settle(experiment, marker) } catch {
        // One damaged experiment does not stop every command: the marker stays, and so does what is said.
        guard error.kind == .input || error.kind == .missing else { throw error }
        findings.append(
          Finding(subject: experiment, message: "its run was left and cannot be taken in: \(error.message)", place: error.file))
      }
    }
    return findings
  }

  private func settle(_ experiment: String, _ marker: consuming RunMarker) throws(Failure) -> [Finding] {
    let folder = project.folder(of: experiment)
    guard let content = marker.content(), content.experiment.isExactly(experiment), !experiment.contains("/") else {
      // It was claimed and nothing was begun.
      marker.remove()
      return []
    }
    guard FileStatus.of(folder)?.kind == .folder else {
      marker.remove()
      return [Finding(subject: experiment, message: "its attempt \(content.number) was under way, but its folder is gone")]
    }
    let record = try ExperimentRecord.load(folder)
    if record.attempts.contains(where: { $0.number == content.number }) {
      marker.remove()
      return []
    }
    let began = record.entries.contains { $0.kind == .started && $0.body["number"]?.int == content.number }
    let written = try SelfRecord.read(folder).records.first { $0.number == content.number }
    guard began, let written else {
      try withdraw(content, folder)
      marker.remove()
      return [Finding(subject: experiment, message: "attempt \(content.number) was cut off before its command was started")]
    }
    if written.isOpen, let process = written.survivor(of: content) {
      let message =
        "attempt \(content.number): its recorder and its holder are gone, and process \(process) lives on without them"
      return [Finding(subject: experiment, message: message)]
    }
    let conclusion = Finding(subject: "attempt \(content.number)", message: conclusion(written, content))
    let recorder = Recorder(project: project, ledger: try Ledger.open(project))
    let workplace = project.workplace(of: record, attempt: content.number)
    let attempt = try AttemptClosing(project: workplace, recorder: recorder, now: now, environment: environment)
      .closeLeft(record, written, marker: marker, findings: [conclusion])
    return [
      Finding(subject: experiment, message: "attempt \(content.number) is \(attempt.state.rawValue): \(conclusion.message)")
    ]
  }

  private func conclusion(_ written: SelfRecord, _ content: RunMarker.Content) -> String {
    if let exit = written.exit { return "its recorder was gone before it ended; its holder wrote the end down (exit \(exit))" }
    let nobody = "nobody wrote its end down"
    if !content.host.isExactly(Liveness.host), content.boot != Liveness.boot {
      return "\(nobody), and \(content.host) has not touched its marker for a minute"
    }
    if content.boot != Liveness.boot { return "\(nobody), and \(content.host) was restarted since" }
    if written.started == nil { return "\(nobody), and its command was never started" }
    if content.namespace != Liveness.namespace { return "\(nobody), and whether its process lives on cannot be told from here" }
    return "\(nobody), and its process is gone"
  }

  /// Takes back what was claimed for an attempt that never began: only what is empty.
  private func withdraw(_ content: RunMarker.Content, _ folder: String) throws(Failure) {
    let place = content.folder.isEmpty ? folder : folder + "/" + content.folder
    guard !content.folder.contains("/"), content.folder != ".." else { return }
    for name in [ExperimentFiles.attempt, ExperimentFiles.stdout, ExperimentFiles.stderr]
    where FileStatus.of(place + "/" + name)?.size == 0 {
      try FileWriting.remove(place + "/" + name)
    }
    if !content.folder.isEmpty { rmdir(place) }
  }
}

extension SelfRecord {
  /// The command's process, if it lives: found by when it began, since a number alone may be another's by now. Nil on another machine.
  func survivor(of content: RunMarker.Content) -> Int? {
    guard let child, let ticks, content.boot == Liveness.boot, content.namespace == Liveness.namespace,
      Liveness.ticks(of: child) == ticks
    else { return nil }
    return child
  }
}

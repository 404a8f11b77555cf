/// Reads, once, everything that a judgment of an experiment needs: its folder, the project, git, a shell, the policy's own commands.
///
/// What cannot be read becomes part of the evidence: collecting never fails.
public struct EvidenceCollector: Sendable {
  let project: Project
  let siblings: [ExperimentRow]
  let environment: [String]
  let deep: Bool
  let cache: (any DigestCache)?
  let now: Moment

  /// - Parameters:
  ///   - siblings: what the ledger knows of the project's experiments.
  ///   - environment: `NAME=value`, for git, the shell and the policy's commands.
  ///   - deep: reads every file again, whatever the cache knows.
  ///   - cache: digests of files that have not changed since they were read.
  ///   - now: when this happens; dates in the policy's expressions are relative to it.
  public init(
    project: Project, siblings: [ExperimentRow], environment: [String], deep: Bool, cache: (any DigestCache)?,
    now: Moment = .now()
  ) {
    self.project = project
    self.siblings = siblings
    self.environment = environment
    self.deep = deep
    self.cache = cache
    self.now = now
  }

  /// Returns everything about one experiment, read now. Nothing is written.
  public func collect(_ record: ExperimentRecord) -> Evidence {
    let (registration, attempt) = (record.registration, record.attempt)
    let others = siblings.filter { !$0.name.isExactly(record.name) }
    let present = presentFiles(record)
    let environment = environmentEvidence(record.folder)
    var evidence = Evidence(
      name: record.name, folder: relativePath(record.folder, to: project.root) ?? record.folder,
      recordedName: record.registered.experiment, registeredAt: record.registered.time,
      registeredEntry: record.registered.digest, registration: registration,
      config: configEvidence(record, others, present), policy: project.policyRecord, read: now)
    evidence.attempts = record.attempts
    evidence.attempt = attempt
    evidence.attemptEntry = attempt.flatMap { entry(of: $0, record) }
    evidence.running = running(record)
    evidence.findings = record.findings
    evidence.script = scriptEvidence(record.folder)
    evidence.files = FileEvidence(recorded: recordedFiles(record), present: present)
    evidence.metrics = metricFiles(record)
    evidence.results = resultFiles(record)
    evidence.code = codeEvidence(registration)
    evidence.environment = environment
    evidence.paths = RecordedPathSearch(project: project, record: record, environment: environment.state.content).paths
    evidence.siblings = others
    evidence.answers = PolicyQuestions(project: project, environment: self.environment).answers(record, present)
    evidence.attestations = record.attestations
    return evidence
  }

  // MARK: Entries

  private func entry(of attempt: Attempt, _ record: ExperimentRecord) -> Digest? {
    record.entries.last { $0.kind == .finished && $0.body["number"]?.int == attempt.number }?.digest
  }

  private func running(_ record: ExperimentRecord) -> [Int] {
    let ended = Set(record.attempts.map(\.number))
    return record.entries.compactMap { $0.kind == .started ? $0.body["number"]?.int : nil }.filter { !ended.contains($0) }
  }

  // MARK: Files of the folder

  /// Bytes; a script that is larger is none of ours.
  private static let scriptLimit: Int64 = 16_000_000

  private func scriptEvidence(_ folder: String) -> Reading<ScriptEvidence> {
    let path = folder + "/command.sh"
    return .look(at: path) { () throws(Failure) in
      let text = try FileReading.text(of: path, limit: Self.scriptLimit)
      return ScriptEvidence(refusal: refusal(of: path), words: CommandScript.words(of: text))
    }
  }

  /// Asks a shell to read the script without running it.
  private func refusal(of path: String) -> Known<String>? {
    do throws(Failure) {
      let outcome = try ChildProcess.run(["sh", "-n", path], in: "/", environment: environment)
      return outcome.succeeded ? nil : .known(lastLine(outcome.errorText))
    } catch {
      return .unknown(error.message)
    }
  }

  private func environmentEvidence(_ folder: String) -> EnvironmentEvidence {
    let path = folder + "/environment.json"
    var digest: Digest?
    let state = Reading<EnvironmentState>.look(at: path) { () throws(Failure) in
      let bytes = try FileReading.bytes(of: path)
      digest = .sha256(bytes)
      return try ValueDecoder.decode(EnvironmentState.self, from: try JSONReader.read(bytes).untagged)
    }
    return EnvironmentEvidence(state: state, digest: digest)
  }

  private func presentFiles(_ record: ExperimentRecord) -> [PresentFile] {
    let start = record.attempt.map { $0.number > 1 ? "attempt_\($0.number)" : "" } ?? ""
    return FolderFiles(folder: record.folder).files(below: start)
  }

  private static let judgedRoles: Set<Artifact.Role> = [.bestCheckpoint, .lastCheckpoint, .metrics, .log, .result]

  private func recordedFiles(_ record: ExperimentRecord) -> [RecordedFile] {
    (record.attempt?.artifacts ?? []).filter { Self.judgedRoles.contains($0.role) }.map { artifact in
      let now = record.path(of: artifact, in: project).flatMap { self.now(of: $0) }
      let letting = now == nil ? record.release(of: artifact) : nil
      return RecordedFile(
        artifact: artifact, now: now, released: letting.map { .init(time: $0.time, because: $0.release.because) })
    }
  }

  private func now(of path: String) -> RecordedFile.Now? {
    guard let status = FileStatus.of(path, followingLinks: true) else { return nil }
    let (size, modified) = (status.size, status.modifiedMoment)
    if !deep, let known = cache?.digest(for: status, path: path) {
      return RecordedFile.Now(size: size, modified: modified, digest: .known(known), unchangedSince: status.lastChange)
    }
    let digest = Known.look { () throws(Failure) in try FileReading.sha256(of: path) }
    if let value = digest.value, FileStatus.of(path, followingLinks: true) == status {
      cache?.remember(value, for: status, path: path)
    }
    return RecordedFile.Now(size: size, modified: modified, digest: digest)
  }

  private func metricFiles(_ record: ExperimentRecord) -> [MetricFileEvidence] {
    artifacts(.metrics, record).map { MetricFileEvidence(path: $0.path, table: table($0, record)) }
  }

  /// Result files that state values, and those that break off; other JSON is none of a checklist's business.
  private func resultFiles(_ record: ExperimentRecord) -> [MetricFileEvidence] {
    artifacts(.result, record).compactMap { artifact in
      let table = table(artifact, record)
      guard case .unreadable = table else { return MetricFileEvidence(path: artifact.path, table: table) }
      do throws(Failure) {
        _ = try JSONReader.read(try FileReading.bytes(of: record.path(of: artifact, in: project) ?? ""))
        return nil
      } catch {
        return MetricFileEvidence(path: artifact.path, table: .unreadable(error))
      }
    }
  }

  private func artifacts(_ role: Artifact.Role, _ record: ExperimentRecord) -> [Artifact] {
    (record.attempt?.artifacts ?? []).filter { $0.role == role }
  }

  private func table(_ artifact: Artifact, _ record: ExperimentRecord) -> Reading<MetricTable> {
    guard let path = record.path(of: artifact, in: project) else { return .absent }
    return .look(at: path) { () throws(Failure) in
      try MetricReader.read(path: path, shownAs: artifact.path, epochColumns: project.policy.metrics.epoch)
    }
  }

  // MARK: Git

  private func codeEvidence(_ registration: Registration) -> CodeEvidence {
    let objects = [registration.code.value?.commit.value, registration.code.value?.tree.value]
    let wanted = objects.compactMap { $0 }
    guard !wanted.isEmpty else { return CodeEvidence(commit: .unknown("not recorded"), tree: .unknown("not recorded")) }
    let answers: Known<[Bool]>
    do throws(Failure) {
      answers = try GitRepository(folder: project.root, environment: environment).contains(wanted)
    } catch {
      answers = .unknown(error.message)
    }
    func answer(_ digest: Digest?) -> Known<Bool> {
      guard let digest, let index = wanted.firstIndex(of: digest) else { return .unknown("not recorded") }
      switch answers {
      case .known(let there): return .known(there[index])
      case .unknown(let reason): return .unknown(reason)
      }
    }
    return CodeEvidence(commit: answer(objects[0]), tree: answer(objects[1]))
  }
}

extension FileStatus {
  /// Of content or inode: since then nothing can have changed unseen.
  fileprivate var lastChange: Moment {
    let latest = max(modified, changed)
    return Moment(seconds: Int(latest / 1_000_000_000), nanoseconds: Int(latest % 1_000_000_000))
  }
}

/// The last line that says something, cut to what fits in a reason.
func lastLine(_ text: String) -> String {
  let line = text.split(separator: "\n").last { $0.contains { !$0.isWhitespace } } ?? ""
  return String(line.prefix(200))
}

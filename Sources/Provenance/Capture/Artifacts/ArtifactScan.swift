/// Lists the files that an attempt made in an experiment's folder, with roles and digests.
///
/// Links are not followed. What is left out is told: links, special files, folders that cannot be listed.
public struct ArtifactScan: Sendable {
  /// Looks up a digest that is known for a file in exactly this state; nil if it must be read.
  public typealias Known = @Sendable (_ status: FileStatus, _ path: String) -> Digest?
  /// Takes a digest that was read.
  public typealias Remember = @Sendable (_ digest: Digest, _ status: FileStatus, _ path: String) -> Void

  /// Told now and then while files are read, by one thread at a time.
  public typealias Told = @Sendable (Progress) -> Void

  /// How far a long reading has come.
  public struct Progress: Sendable, Equatable {
    /// Bytes that have been read.
    public var done: Int64
    /// Bytes that are to be read; files whose digest is known do not count.
    public var total: Int64
  }

  /// What a scan found.
  public struct Listing: Sendable, Equatable {
    /// Sorted by the bytes of their paths.
    public var artifacts: [Artifact]
    /// What was left out, with the reason; empty if nothing was.
    public var findings: [Finding]
  }

  private let folder: String
  private let roles: ArtifactRoles
  private let limit: Int64
  private let extraMetrics: [String]

  /// - Parameters:
  ///   - folder: the experiment's folder.
  ///   - metrics: files, relative to the folder, that hold metrics whatever the policy's patterns say.
  public init(folder: String, policy: Policy, metrics: [String] = []) {
    self.folder = folder
    roles = ArtifactRoles(policy)
    limit = policy.artifacts.maximumSize
    extraMetrics = metrics
  }

  /// Lists and hashes, several files at once. A file over the policy's `artifacts.max_size` is listed and not read.
  ///
  /// - Parameters:
  ///   - attempt: the folder of one attempt, `attempt_2`; empty: the first attempt's files, which are all that lie in no
  ///     other attempt's folder.
  ///   - jobs: how many files are read at a time.
  ///   - ours: the recorder's own processes, whose open logs are no finding.
  /// - Throws: only if the folder itself cannot be listed.
  public func listing(
    attempt: String = "", jobs: Int = 4, ours: Set<Int32> = [], known: @escaping Known = { _, _ in nil },
    remember: @escaping Remember = { _, _, _ in }, progress: @escaping Told = { _ in }
  ) throws(Failure) -> Listing {
    var files: [(path: String, status: FileStatus)] = []
    var findings: [Finding] = []
    try walk(attempt, &files, &findings)
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let reader = ArtifactDigests(
      jobs: jobs, limit: limit, ours: ours, known: known, remember: remember, progress: progress)
    let (digests, odd) = reader.read(files.map { .init(shown: $0.path, path: folder + "/" + $0.path, status: $0.status) })
    let artifacts = zip(files, digests).map { file, digest in
      Artifact(
        path: file.path, role: role(of: file.path, attempt), size: file.status.size, sha256: digest,
        modified: file.status.modifiedMoment)
    }
    return Listing(artifacts: artifacts, findings: findings + odd)
  }

  private func role(of path: String, _ attempt: String) -> Artifact.Role {
    if extraMetrics.contains(where: { $0.isExactly(path) }) { return .metrics }
    return roles.role(of: attempt.isEmpty ? path : String(path.dropFirst(attempt.count + 1)))
  }

  // MARK: Files

  private func walk(
    _ start: String, _ files: inout [(path: String, status: FileStatus)], _ findings: inout [Finding]
  ) throws(Failure) {
    var pending = [start]
    while let current = pending.popLast() {
      let names: [String]
      do { names = try FileReading.names(in: current.isEmpty ? folder : folder + "/" + current) } catch {
        if current.isEmpty { throw error }
        findings.append(Finding(subject: "artifact", message: error.message, place: current))
        continue
      }
      for name in names {
        let path = current.isEmpty ? name : current + "/" + name
        guard !ExperimentFiles.isOwn(path) else { continue }
        guard let status = FileStatus.of(folder + "/" + path) else {
          if let odd = Finding.ofOddName(path) { findings.append(odd) }
          continue
        }
        switch status.kind {
        case .file: files.append((path, status))
        case .folder: if !isOtherAttempt(path) { pending.append(path) }
        case .link: findings.append(Finding(subject: "artifact", message: linkMessage(path), place: path))
        case .other: findings.append(Finding(subject: "artifact", message: "not a file: not read", place: path))
        }
      }
    }
  }

  private func isOtherAttempt(_ path: String) -> Bool {
    SelfRecord.number(ofFolder: path) != nil
      && FileStatus.of(folder + "/" + path + "/" + ExperimentFiles.attempt)?.kind == .file
  }

  private func linkMessage(_ path: String) -> String {
    guard let target = realPath(folder + "/" + path) else { return "a link that leads nowhere: not followed" }
    let inside = realPath(folder).flatMap { relativePath(target, to: $0) } != nil
    return inside ? "a link to another file of the folder: not followed" : "a link out of the folder: not followed"
  }
}

import Dispatch

/// Lists the files that an attempt made in an experiment's folder, with roles and digests.
///
/// Links are not followed. What is left out is told: links, special files, folders that cannot be listed.
public struct ArtifactScan: Sendable {
  /// Looks up a digest that is known for a file in exactly this state; nil if it must be read.
  public typealias Known = @Sendable (_ status: FileStatus, _ path: String) -> Digest?
  /// Takes a digest that was read.
  public typealias Remember = @Sendable (_ digest: Digest, _ status: FileStatus, _ path: String) -> Void

  /// What a scan found.
  public struct Listing: Sendable, Equatable {
    /// Sorted by the bytes of their paths.
    public var artifacts: [Artifact]
    /// What was left out, with the reason; empty if nothing was.
    public var findings: [Finding]
  }

  private let folder: String
  private let roles: ArtifactRoles
  private let extraMetrics: [String]

  /// - Parameters:
  ///   - folder: the experiment's folder.
  ///   - metrics: files, relative to the folder, that hold metrics whatever the policy's patterns say.
  public init(folder: String, policy: Policy, metrics: [String] = []) {
    self.folder = folder
    roles = ArtifactRoles(policy)
    extraMetrics = metrics
  }

  /// Lists and hashes, several files at once.
  ///
  /// - Parameters:
  ///   - attempt: the folder of one attempt, `attempt_2`; empty: the first attempt's files, which are all that lie in no
  ///     other attempt's folder.
  ///   - jobs: how many files are read at a time.
  /// - Throws: only if the folder itself cannot be listed.
  public func listing(
    attempt: String = "", jobs: Int = 4, known: Known = { _, _ in nil }, remember: @escaping Remember = { _, _, _ in }
  ) throws(Failure) -> Listing {
    var files: [(path: String, status: FileStatus)] = []
    var findings: [Finding] = []
    try walk(attempt, &files, &findings)
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let paths = files.map { folder + "/" + $0.path }
    var digests = zip(files, paths).map { known($0.status, $1) }
    let missing = digests.indices.filter { digests[$0] == nil }
    let read = Self.digests(of: missing.map { (paths[$0], files[$0].status) }, jobs: jobs)
    var unknown: [Int: String] = [:]
    for (index, digest) in zip(missing, read) {
      switch digest {
      case .known(let value):
        digests[index] = value
        remember(value, files[index].status, paths[index])
      case .unknown(let reason): unknown[index] = reason
      }
    }
    let artifacts = files.enumerated().map { index, file in
      if let reason = unknown[index] { findings.append(Finding(subject: "artifact", message: reason, place: file.path)) }
      return Artifact(
        path: file.path, role: role(of: file.path, attempt), size: file.status.size,
        sha256: digests[index].map(Provenance.Known.known) ?? .unknown(unknown[index] ?? "not read"),
        modified: file.status.modifiedMoment)
    }
    return Listing(artifacts: artifacts, findings: findings)
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
        guard !ExperimentFiles.isOwn(path), let status = FileStatus.of(folder + "/" + path) else { continue }
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

  // MARK: Digests

  private static func digests(of files: [(path: String, status: FileStatus)], jobs: Int) -> [Provenance.Known<Digest>] {
    guard !files.isEmpty else { return [] }
    let workers = max(1, min(jobs, files.count))
    return [Provenance.Known<Digest>](unsafeUninitializedCapacity: files.count) { buffer, count in
      // Each worker writes only its own places: worker, worker + workers, …
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for index in stride(from: worker, to: files.count, by: workers) {
          places.initializeElement(at: index, to: digest(of: files[index].path, files[index].status))
        }
      }
      count = files.count
    }
  }

  private static func digest(of path: String, _ status: FileStatus) -> Provenance.Known<Digest> {
    do {
      let digest = try FileReading.sha256(of: path)
      return FileStatus.of(path) == status ? .known(digest) : .unknown("changed while it was read")
    } catch {
      return .unknown(error.message)
    }
  }
}

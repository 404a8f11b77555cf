/// Finds out which files outside its folder a run has made or changed: those that fit the policy's `run.outputs`, compared with what was
/// there before it. Links are told and not followed.
public struct OutputWatch: Sendable {
  private let root: String
  private let patterns: OutputPatterns
  private let roles: ArtifactRoles
  private let limit: Int64

  public init(project: Project) {
    root = project.workplace
    patterns = OutputPatterns(project.policy)
    roles = ArtifactRoles(project.policy)
    limit = project.policy.artifacts.maximumSize
  }

  /// Looks at what is there before a run starts. Nothing is read but names and states.
  public func before() -> OutputSnapshot { OutputSnapshot(files: walk().files) }

  /// Lists and hashes what is new or changed since, several files at once.
  ///
  /// Artifacts have the base `project` and are sorted by path. A file that was renamed into its place is made by
  /// the run; one of the same identity or name that differs is changed by it.
  ///
  /// - Parameters:
  ///   - jobs: how many files are read at a time.
  ///   - ours: the recorder's own processes, whose open logs are no finding.
  ///   - known, remember: digests of files that have not changed since they were read.
  ///   - progress: is told how far a long reading has come.
  public func after(
    _ before: OutputSnapshot, jobs: Int = 4, ours: Set<Int32> = [], known: @escaping ArtifactScan.Known = { _, _ in nil },
    remember: @escaping ArtifactScan.Remember = { _, _, _ in }, progress: @escaping ArtifactScan.Told = { _ in }
  ) -> ArtifactScan.Listing {
    var (files, findings) = walk()
    files = files.filter { before.status(of: $0.path) != OutputSnapshot.Status($0.status) }
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let reader = ArtifactDigests(
      jobs: jobs, limit: limit, ours: ours, known: known, remember: remember, progress: progress)
    let (digests, odd) = reader.read(files.map { .init(shown: $0.path, path: root + "/" + $0.path, status: $0.status) })
    let artifacts = zip(files, digests).map { file, digest in
      Artifact(
        path: file.path, base: .project, changed: before.status(of: file.path) == nil ? nil : true,
        role: roles.role(of: file.path, isElsewhere: true), size: file.status.size, sha256: digest,
        modified: file.status.modifiedMoment)
    }
    return .init(artifacts: artifacts, findings: findings + odd)
  }

  private func walk() -> (files: [(path: String, status: FileStatus)], findings: [Finding]) {
    var (files, findings) = ([(path: String, status: FileStatus)](), [Finding]())
    var pending = [""]
    func tell(_ message: String, _ place: String) {
      findings.append(Finding(subject: "artifact", message: message, place: place))
    }
    while let folder = pending.popLast() {
      let names: [String]
      do { names = try FileReading.names(in: folder.isEmpty ? root : root + "/" + folder) } catch {
        tell(error.message, folder.isEmpty ? "." : folder)
        continue
      }
      for name in names {
        let path = folder.isEmpty ? name : folder + "/" + name
        guard let status = FileStatus.of(root + "/" + path) else {
          if patterns.matches(path), let odd = Finding.ofOddName(path) { findings.append(odd) }
          continue
        }
        switch status.kind {
        case .file: if patterns.matches(path) { files.append((path, status)) }
        case .folder: if patterns.mayLie(in: path) { pending.append(path) }
        case .link: if patterns.matches(path) || patterns.mayLie(in: path) { tell(linkMessage(path), path) }
        case .other: if patterns.matches(path) { tell("not a file: not read", path) }
        }
      }
    }
    return (files, findings)
  }

  private func linkMessage(_ path: String) -> String {
    guard let target = realPath(root + "/" + path) else { return "a link that leads nowhere: not followed" }
    return relativePath(target, to: root) != nil
      ? "a link to another place of the project: not followed" : "a link out of the project: not followed"
  }
}

extension Finding {
  /// What is to be said of a listed name that leads to nothing: its bytes are no text. Nil for one that has merely gone.
  static func ofOddName(_ path: String) -> Finding? {
    guard path.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return Finding(subject: "artifact", message: "its name is not UTF-8: not read", place: path)
  }
}

/// How much room an experiment's folder takes, by what its files are for.
public struct StorageUse: Sendable, Equatable {
  /// Files of one role.
  public struct Share: Sendable, Equatable {
    public var files: Int
    /// Bytes.
    public var size: Int64
  }

  /// Folder name.
  public var experiment: String
  /// By role; only roles that have files.
  public var roles: [Artifact.Role: Share] = [:]
  /// Journals, snapshots, script and README.
  public var record = Share(files: 0, size: 0)
  /// Bytes that the policy would let go now.
  public var freeable: Int64

  /// Bytes of all files.
  public var total: Int64 { roles.values.reduce(record.size) { $0 + $1.size } }

  /// Walks a folder; links are not followed. What cannot be listed does not count.
  public init(of record: ExperimentRecord, policy: Policy, freeable: Int64) {
    (experiment, self.freeable) = (record.name, freeable)
    var known: [ExactString: Artifact.Role] = [:]
    for artifact in record.attempts.flatMap(\.artifacts) where artifact.base == nil {
      known[ExactString(artifact.path)] = artifact.role
    }
    let roles = ArtifactRoles(policy)
    var pending = [""]
    while let inner = pending.popLast() {
      for name in (try? FileReading.names(in: inner.isEmpty ? record.folder : record.folder + "/" + inner)) ?? [] {
        let path = inner.isEmpty ? name : inner + "/" + name
        guard let status = FileStatus.of(record.folder + "/" + path) else { continue }
        switch status.kind {
        case .folder: pending.append(path)
        case .file where ExperimentFiles.isOwn(path): self.record = self.record.adding(status.size)
        case .file:
          let role = known[ExactString(path)] ?? roles.role(of: path)
          self.roles[role] = (self.roles[role] ?? Share(files: 0, size: 0)).adding(status.size)
        case .link, .other: break
        }
      }
    }
  }
}

extension StorageUse.Share {
  fileprivate func adding(_ size: Int64) -> StorageUse.Share { StorageUse.Share(files: files + 1, size: self.size + size) }
}

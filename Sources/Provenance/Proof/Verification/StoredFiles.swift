/// Holds an experiment's files against the digests that its entries have of them.
struct StoredFiles {
  let walk: FolderWalk
  private(set) var findings: [LedgerFinding] = []
  private(set) var files = 0
  private(set) var artifacts = 0
  private(set) var released = 0

  init(_ walk: FolderWalk) {
    self.walk = walk
    for message in walk.statements.unreadable {
      findings.append(
        LedgerFinding(.unknown, .file, "an entry that tells of files cannot be read: \(message)", place: walk.shown(walk.folder)))
    }
    if let registration = walk.statements.registration { check(registration) }
    for (_, statement) in walk.statements.artifacts.sorted(by: { $0.key < $1.key }) {
      for artifact in statement.list { check(artifact) }
    }
  }

  private mutating func check(_ registration: Registration) {
    check("config.jcs", registration.config.digest, .file)
    if let digest = registration.environment.value { check("environment.json", digest, .file) }
    // config.json is spelled for people: what it says must have the canonical bytes that were recorded.
    let path = walk.folder + "/config.json"
    files += 1
    guard FileStatus.of(path) != nil else { return tell(.missing, .file, "is missing", path) }
    do throws(Failure) {
      let value = try JSONReader.read(try FileReading.bytes(of: path, limit: ConfigReader.maximumSize)).untagged
      if Digest.sha256(value.canonicalBytes) != registration.config.digest {
        tell(.altered, .file, "says otherwise than the recorded config", path)
      }
    } catch {
      tell(.altered, .file, "is not the recorded config: \(error.message)", path)
    }
  }

  private mutating func check(_ artifact: Artifact) {
    guard let digest = artifact.sha256.value else { return }
    guard let path = walk.project.path(of: artifact, inFolder: walk.folder) else {
      return tell(.unknown, .artifact, "is recorded under a path that leads elsewhere", walk.folder + "/" + artifact.path)
    }
    if FileStatus.of(path, followingLinks: true) == nil,
      walk.statements.releases.contains(where: { $0.path.isExactly(artifact.path) && $0.sha256 == digest })
    {
      released += 1
      return
    }
    artifacts += 1
    if let size = FileStatus.of(path, followingLinks: true)?.size, size != artifact.size {
      return tell(.altered, .artifact, "has \(size) bytes, recorded with \(artifact.size)", path)
    }
    check(path: path, digest, .artifact)
  }

  private mutating func check(_ name: String, _ digest: Digest, _ part: LedgerFinding.Part) {
    files += 1
    check(path: walk.folder + "/" + name, digest, part)
  }

  private mutating func check(path: String, _ digest: Digest, _ part: LedgerFinding.Part) {
    do throws(Failure) {
      let found = try FileReading.sha256(of: path)
      if found != digest { tell(.altered, part, "is not as recorded: \(found), recorded \(digest)", path) }
    } catch {
      let isGone = error.kind == .missing
      tell(isGone ? .missing : .unknown, part, isGone ? "is missing" : "cannot be read: \(error.message)", path)
    }
  }

  private mutating func tell(_ kind: LedgerFinding.Kind, _ part: LedgerFinding.Part, _ message: String, _ path: String) {
    findings.append(LedgerFinding(kind, part, message, place: walk.shown(path)))
  }
}

/// An in-toto Statement v1 about an experiment: what its files were, and the record of how they came to be.
public struct RecordStatement: Sendable, Equatable {
  /// A file and what its bytes were.
  public struct Subject: Sendable, Equatable {
    /// Relative to what ``base`` says.
    public var name: String
    /// Nil: the experiment's folder.
    public var base: Artifact.Base?
    /// SHA-256 of the content.
    public var digest: Digest
    public init(name: String, base: Artifact.Base? = nil, digest: Digest) {
      (self.name, self.base, self.digest) = (name, base, digest)
    }
  }

  /// Of every statement of this version.
  public static let type = "https://in-toto.io/Statement/v1"
  /// What the predicate is: the experiment's entries, each with its digest.
  public static let predicateType = "urn:xp:record:v1"
  /// The file in an experiment's folder that holds a signed one.
  public static let fileName = "record.intoto.json"
  /// The files that a statement is about: what was trained, what was measured, what was printed.
  private static let roles: Set<Artifact.Role> = [.bestCheckpoint, .lastCheckpoint, .checkpoint, .metrics, .log]

  /// At least the config.
  public let subjects: [Subject]
  private let record: ExperimentRecord

  public static func == (left: RecordStatement, right: RecordStatement) -> Bool { left.bytes == right.bytes }

  /// The statement about an experiment, whose files are read again: nothing is signed that is not there as it was recorded.
  ///
  /// What the policy let go stays a subject: its digest is known. Lists of checkpoints are those of the attempt that counts.
  /// - Parameter cache: digests of files that have not changed since they were read.
  /// - Throws: kind `input` if a file is not as recorded, or the journal is damaged; kind `missing` if a file is gone.
  public init(_ record: ExperimentRecord, in project: Project, cache: (any DigestCache)? = nil) throws(Failure) {
    if let finding = record.findings.first {
      throw Failure(
        .input, "the journal is damaged: \(finding.message)", file: record.folder, hint: "find what changed: xp ledger verify")
    }
    var subjects = [(Subject(name: "config.jcs", digest: record.registration.config.digest), record.folder + "/config.jcs")]
    for artifact in record.attempt?.artifacts ?? [] where Self.roles.contains(artifact.role) {
      guard let digest = artifact.sha256.value, let path = project.path(of: artifact, inFolder: record.folder) else { continue }
      subjects.append((Subject(name: artifact.path, base: artifact.base, digest: digest), path))
    }
    let released = record.entries.filter { $0.kind == .released }.compactMap { $0.body["sha256"]?.string }
    for (subject, path) in subjects {
      let status = FileStatus.of(path, followingLinks: true)
      if status == nil, released.contains(subject.digest.description) { continue }
      let known = status.flatMap { cache?.digest(for: $0, path: path) }
      let found = if let known { known } else { try FileReading.sha256(of: path) }
      guard found == subject.digest else {
        throw Failure(
          .input, "is not as it was recorded: nothing is signed", file: path,
          hint: "find what changed: xp ledger verify --artifacts")
      }
      if let status { cache?.remember(found, for: status, path: path) }
    }
    self.subjects = subjects.map(\.0)
    self.record = record
  }

  /// Canonical JSON.
  public var bytes: [UInt8] {
    let entries = record.entries.map { entry -> Value in
      // The entry's own bytes are canonical JSON, which this line holds again byte for byte.
      ["digest": .string(entry.digest.description), "entry": (try? JSONReader.read(entry.bytes).untagged) ?? .null]
    }
    let subjects = subjects.map { subject -> Value in
      var object = Object([("digest", ["sha256": .string(subject.digest.hex)]), ("name", .string(subject.name))])
      object["annotations"] = subject.base.map { ["base": .string($0.rawValue)] }
      return .object(object)
    }
    let statement: Value = [
      "_type": .string(Self.type), "predicate": ["entries": .array(entries), "experiment": .string(record.name)],
      "predicateType": .string(Self.predicateType), "subject": .array(subjects),
    ]
    return statement.canonicalBytes
  }
}

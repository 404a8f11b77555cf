#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder with an `xp.toml`: where things lie in it.
public struct Project: Sendable {
  /// Absolute, without a trailing slash, links followed.
  public let root: String
  /// What its `xp.toml` says, defaults filled in.
  public let policy: Policy
  /// Version, date and digest of that policy: what records name it by.
  public let policyRecord: PolicyRecord
  /// Where commands run and make their files: ``root``, or a copy of it that was rebuilt from a record. Records lie in ``root``.
  public let workplace: String

  public init(root: String, policy: Policy, policyRecord: PolicyRecord, workplace: String? = nil) {
    (self.root, self.policy, self.policyRecord) = (root, policy, policyRecord)
    self.workplace = workplace ?? root
  }

  /// Whether commands run in a copy that may be removed: what they make there is copied into the experiment's folder.
  var worksElsewhere: Bool { !workplace.isExactly(root) }

  /// Reads the policy of a project.
  ///
  /// - Throws: kind `missing` if there is no `xp.toml`, kind `input` with the place if it is no policy, kind `environment` if it
  ///   cannot be read.
  public static func load(_ root: String) throws(Failure) -> Project {
    let root = realPath(root) ?? root
    let bytes = try FileReading.bytes(of: root + "/" + PolicyFile.name, limit: 1 << 20)
    return Project(
      root: root, policy: try PolicyReader.read(bytes, file: PolicyFile.name), policyRecord: try Policy.record(of: bytes))
  }

  /// `.xp`, which holds all that is `xp`'s own. Absolute, as are all folders here.
  public var hidden: String { root + "/.xp" }
  /// Markers of what is being written: whatever lies here unlocked was left half done.
  public var openFolder: String { hidden + "/open" }
  /// The order of the ledger's entries, one file a ledger: 65 bytes a line.
  public var orderFolder: String { hidden + "/order" }
  /// Signed statements of what the ledger was at some time.
  public var checkpointsFolder: String { hidden + "/checkpoints" }
  /// What may be deleted any time: answers of interpreters, digests of libraries.
  public var cacheFolder: String { hidden + "/cache" }
  /// Where things are put together before they are renamed into place.
  public var scratchFolder: String { hidden + "/tmp" }
  /// The index of all journals; losing it loses nothing.
  public var ledgerPath: String { hidden + "/ledger.sqlite" }
  /// Where the policy wants experiments: `experiment.root`.
  public var experimentsFolder: String { root + "/" + policy.experiment.root }
  /// Returns the folder of an experiment, by its folder name; whether it exists is not asked.
  public func folder(of experiment: String) -> String { experimentsFolder + "/" + experiment }
  /// Where an artifact lies, of the experiment in a folder; nil for a path that would lead out of its base.
  func path(of artifact: Artifact, inFolder folder: String) -> String? {
    let names = artifact.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard !names.contains(where: { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }),
      !artifact.path.utf8.contains(0)
    else { return nil }
    return (artifact.base == .project ? workplace : folder) + "/" + artifact.path
  }
  /// The key under which secrets are digested.
  var keyPath: String { hidden + "/secret.key" }
  /// Where a config with secrets is kept for its command.
  public func privateFolder(of experiment: String) -> String { hidden + "/private/" + experiment }

  /// The file system on which no database can be shared, if the project lies on one: commands write journals only there, and `xp sync`
  /// the ledger. Nil where every command writes the ledger. The policy may override what the file system says.
  public var network: FileSystem? {
    let place = policy.ledger.filesystem
    guard place != .local else { return nil }
    let places = [FileSystem.of(hidden), FileSystem.of(experimentsFolder)]
    return places.first { !$0.isLocal } ?? (place == .network ? places[0] : nil)
  }

  /// Whether records can be written here.
  public var isWritable: Bool { access(FileStatus.of(hidden) == nil ? root : hidden, W_OK) == 0 }

  /// Returns the id of this project's ledger, 16 hexadecimal digits; made at the first call.
  ///
  /// - Throws: as ``existingLedgerID()``; kind `environment` if `.xp/` cannot be written.
  public func ledgerID() throws(Failure) -> String {
    let path = hidden + "/id"
    if let id = try existingLedgerID() { return id }
    let id = hexadecimal((0..<8).map { _ in UInt8.random(in: 0 ... .max) })
    try prepare()
    let temporary = hidden + "/id.\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try FileWriting.replace(temporary, with: id + "\n")
    defer { unlink(temporary) }
    // Whoever links first has named the ledger.
    guard link(temporary, path) == 0 || errno == EEXIST else { throw .system("write", path) }
    return try existingLedgerID() ?? id
  }

  /// Whether a text may be a ledger's id: 16 hexadecimal digits, small letters.
  static func isLedgerID(_ text: String) -> Bool {
    text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Returns the ledger's id if there is one already.
  ///
  /// - Throws: kind `input` if what is there is no id, kind `environment` if it cannot be read.
  public func existingLedgerID() throws(Failure) -> String? {
    let path = hidden + "/id"
    guard FileStatus.of(path) != nil else { return nil }
    let id = try FileReading.text(of: path, limit: 1024).filter { !$0.isWhitespace }
    guard Self.isLedgerID(id) else {
      throw Failure(.input, "is not a ledger id", file: path, hint: "restore it from a copy, or name it after .xp/order/<id>")
    }
    return id
  }

  /// Makes `.xp/` with its own ignore file; what is there stays.
  ///
  /// - Throws: kind `environment` if the project cannot be written.
  public func prepare() throws(Failure) {
    for folder in [hidden, openFolder, orderFolder, cacheFolder, scratchFolder] { try FileWriting.makeFolders(folder) }
    let ignore = hidden + "/.gitignore"
    if FileStatus.of(ignore) == nil { try FileWriting.replace(ignore, with: "*\n", durable: false) }
  }
}

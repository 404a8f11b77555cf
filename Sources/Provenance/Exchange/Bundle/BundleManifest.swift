/// What a bundle holds: its first file, `bundle.json`, in canonical form. `schemas/bundle.v1.schema.json` describes it.
public struct BundleManifest: Codable, Sendable, Equatable {
  /// `bundle.v1`
  public var xp: String
  /// When it was made, by its maker's clock.
  public var made: Moment
  /// The id of the ledger that made it.
  public var ledger: String
  /// The experiments in it, sorted by folder.
  public var experiments: [Experiment]
  /// Captured trees in `code.bundle`, sorted.
  public var trees: [Digest]
  /// Every other file of the bundle, in their order, which is that of their paths' bytes.
  public var files: [File]
  /// What was asked for and is not in it.
  public var leftOut: [LeftOut]

  /// An experiment, or a campaign.
  public struct Experiment: Codable, Sendable, Equatable {
    /// Its folder's name where the bundle was made.
    public var name: String
    /// The digest of the entry that began it.
    public var first: Digest
    /// How many entries its journals hold.
    public var entries: Int
    public init(name: String, first: Digest, entries: Int) { (self.name, self.first, self.entries) = (name, first, entries) }
  }

  /// A file of the bundle.
  public struct File: Codable, Sendable, Equatable {
    /// Relative to the bundle, with `/`.
    public var path: String
    /// Bytes.
    public var size: Int64
    /// SHA-256 of the content.
    public var sha256: Digest
    public init(path: String, size: Int64, sha256: Digest) { (self.path, self.size, self.sha256) = (path, size, sha256) }
  }

  /// A file, a tree or an experiment that is not in the bundle.
  public struct LeftOut: Codable, Sendable, Equatable {
    /// Relative to the bundle, or a tree's digest.
    public var path: String
    /// Why, in one line.
    public var reason: String
    public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
  }

  public init(
    made: Moment, ledger: String, experiments: [Experiment], trees: [Digest] = [], files: [File], leftOut: [LeftOut] = []
  ) {
    (xp, self.made, self.ledger) = (Self.format, made, ledger)
    (self.experiments, self.trees, self.files, self.leftOut) = (experiments, trees, files, leftOut)
  }

  private enum CodingKeys: String, CodingKey {
    case xp, made, ledger, experiments, trees, files
    case leftOut = "left_out"
  }

  /// The format's name and version.
  public static let format = "bundle.v1"
  /// The manifest's own name in the bundle.
  static let name = "bundle.json"
  /// Bytes of a manifest at most: some hundred thousand files. More are refused before anything is read.
  static let maximumSize: Int64 = 64 << 20
  /// Bytes of an experiment's name: a digest must fit behind it in a folder's name.
  private static let longestName = 180
  /// Files in a bundle at most.
  static let maximumFiles = 250_000

  /// The bytes of all files together.
  public var size: Int64 { files.reduce(0) { $0 + $1.size } }

  /// The canonical bytes.
  func bytes() throws(Failure) -> [UInt8] { try Recorder.value(of: self).canonicalBytes }

  /// Reads and checks a manifest.
  ///
  /// - Throws: kind `input` for what is no manifest, is not canonical, or names a file that no project may take.
  static func read(_ bytes: [UInt8]) throws(Failure) -> BundleManifest {
    let value = try JSONReader.read(bytes)
    guard value["xp"]?.string == format else {
      let found = value["xp"]?.string ?? "something else"
      throw Failure(.input, "is not a bundle that this xp knows (\(found.prefix(40)))", hint: "a newer xp may have made it")
    }
    guard (value["files"]?.array?.count ?? 0) <= maximumFiles else {
      throw Failure(.input, "names more than \(maximumFiles) files")
    }
    let manifest: BundleManifest
    do { manifest = try ValueDecoder.decode(BundleManifest.self, from: value) } catch {
      throw Failure(.input, "its manifest does not hold together: \(error.message)")
    }
    guard try manifest.bytes() == bytes else { throw Failure(.input, "its manifest is not in canonical form") }
    try manifest.check()
    return manifest
  }

  private func check() throws(Failure) {
    guard Project.isLedgerID(ledger) else { throw Failure(.input, "its ledger's id is none: \(ledger.prefix(40))") }
    var (folded, folders, total) = (Set<String>(), Set<String>(), Int64(0))
    var previous: String?
    for file in files {
      _ = try BundlePath(file.path)
      if let previous, !previous.utf8.lexicographicallyPrecedes(file.path.utf8) {
        throw Failure(.input, "its files are not in order: \(file.path)")
      }
      previous = file.path
      guard file.sha256.algorithm == .sha256, file.sha256.hex.utf8.count == 64 else {
        throw Failure(.input, "\(file.path) has no SHA-256")
      }
      let (sum, overflows) = total.addingReportingOverflow(file.size)
      guard file.size >= 0, file.size < 1 << 53, !overflows else { throw Failure(.input, "\(file.path) has no size") }
      total = sum
      try Self.claim(file.path, &folded, &folders)
    }
    for tree in trees where tree.algorithm != .gitSHA1 && tree.algorithm != .gitSHA256 {
      throw Failure(.input, "\(tree) does not name a tree")
    }
    try checkExperiments()
  }

  /// Every experiment has a journal, every folder belongs to one, and each is named once.
  private func checkExperiments() throws(Failure) {
    var missing = Set<String>()
    for experiment in experiments {
      guard BundlePath.refusal(of: experiment.name) == nil, !experiment.name.contains("/"),
        experiment.name.utf8.count <= Self.longestName,
        missing.insert(experiment.name).inserted, experiment.first.algorithm == .sha256
      else { throw Failure(.input, "an experiment has no name of its own: \(experiment.name.prefix(200))") }
    }
    let named = missing
    for file in files {
      guard case .experiment(let folder, let path) = try BundlePath(file.path) else { continue }
      guard named.contains(folder) else { throw Failure(.input, "\(file.path) belongs to no experiment of the bundle") }
      if BundlePath.ledger(ofJournal: path) != nil { missing.remove(folder) }
    }
    if let name = missing.min() { throw Failure(.input, "\(name) has no journal") }
  }

  /// Two paths that one file system holds for one, or a file where another needs a folder, would overwrite each other.
  private static func claim(_ path: String, _ files: inout Set<String>, _ folders: inout Set<String>) throws(Failure) {
    let whole = BundlePath.folded(path)
    guard files.insert(whole).inserted, !folders.contains(whole) else {
      throw Failure(.input, "two of its files are one on some file systems: \(path)")
    }
    var folder = parent(of: whole)
    while folder != "." {
      guard !files.contains(folder) else { throw Failure(.input, "\(path) lies below a file") }
      guard folders.insert(folder).inserted else { return }
      guard folders.count <= maximumFiles else { throw Failure(.input, "needs more than \(maximumFiles) folders") }
      folder = parent(of: folder)
    }
  }
}

import GRDB

/// Copies a project's record while others write in it: what the ledger held at one instant, with every file that tells about it.
///
/// The ledger is copied by SQLite's own backup, at one instant. Orders and journals only ever grow, so that their beginnings up to that
/// instant are what they were then. Keys, private configs, artifacts and code stay where they are.
public struct Backup: Sendable {
  let project: Project

  public init(project: Project) { self.project = project }

  /// What a backup holds.
  public struct Summary: Sendable, Equatable {
    public var experiments: Int
    public var entries: Int
    public var files: Int
    /// Bytes.
    public var size: Int64
    /// Experiments whose folder is not there any more: their entries are in the copied ledger alone.
    public var withoutFolder: [String]
  }

  /// Copies into a folder that does not exist yet: a project that can be opened there. It appears whole or not at all, and only after it
  /// was opened and its entries, order and journals were found to agree.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - shown: how messages name it.
  /// - Throws: kind `missing` if there is no ledger, kind `input` if there is something at the path, kind `environment` if it cannot be
  ///   written, or if ledger and journals do not agree here.
  public func copy(to path: String, shownAs shown: String) throws(Failure) -> Summary {
    guard FileStatus.of(path) == nil else {
      throw Failure(.input, "is there already", file: shown, hint: "a backup never replaces anything: name another place")
    }
    guard let ledger = try Ledger.openForReading(project) else {
      throw Failure(.missing, "there is no ledger yet", hint: "xp help register")
    }
    let staging = FileWriting.temporary(beside: path)
    do throws(Failure) {
      try FileWriting.makeFolders(staging)
      let summary = try fill(staging, from: ledger)
      try FileWriting.syncAll(at: staging)
      try Self.put(staging, at: path, shownAs: shown)
      return summary
    } catch {
      try? FileWriting.remove(staging)
      throw error
    }
  }

  private func fill(_ folder: String, from ledger: Ledger) throws(Failure) -> Summary {
    let hidden = folder + "/.xp"
    let root = folder + "/" + project.policy.experiment.root
    for made in [hidden + "/order", root] { try FileWriting.makeFolders(made) }
    try ledger.backUp(to: hidden + "/ledger.sqlite")
    try write(FileReading.bytes(of: project.root + "/" + PolicyFile.name), folder + "/" + PolicyFile.name)
    try write(Array((ledger.id + "\n").utf8), hidden + "/id")
    let copy = Project(root: folder, policy: project.policy, policyRecord: project.policyRecord)
    guard let copied = try Ledger.openForReading(copy, asItLies: true) else {
      throw Failure(.environment, "the copy of the ledger is not there", file: hidden)
    }
    let filed = try copied.entryPlaces()
    for (name, bytes) in try OrderCopies.all(in: project) {
      let kept = name == ledger.id ? Array(bytes.prefix(filed.count * OrderFile.lineLength)) : bytes
      try write(kept, hidden + "/order/" + name)
    }
    for name in try Exporter.files(below: project.checkpointsFolder) {
      try FileWriting.makeFolders(parent(of: hidden + "/checkpoints/" + name))
      try write(FileReading.bytes(of: project.checkpointsFolder + "/" + name), hidden + "/checkpoints/" + name)
    }
    try copyJournals(of: project.hidden, to: hidden, filed)
    var withoutFolder: [String] = []
    for name in Set(filed.values).subtracting([""]).sorted() {
      if FileStatus.of(project.folder(of: name))?.kind == .folder {
        try copyRecord(of: project.folder(of: name), to: root + "/" + name, filed)
      } else {
        withoutFolder.append(name)
      }
    }
    return try BackupCheck(project: copy, ledger: copied, filed: filed).summary(withoutFolder: withoutFolder)
  }

  /// The entries of each journal as far as the copied ledger holds them: later ones belong to a later backup.
  private func copyJournals(of folder: String, to target: String, _ filed: [Digest: String]) throws(Failure) {
    guard FileStatus.of(folder)?.kind == .folder else { return }
    for journal in try Journal.all(in: folder) {
      let entries = try journal.read().entries.filter { filed[$0.digest] != nil }
      guard !entries.isEmpty else { continue }
      try write(entries.flatMap { $0.bytes + [UInt8(ascii: "\n")] }, target + "/" + lastComponent(of: journal.path))
    }
  }

  private func copyRecord(of folder: String, to target: String, _ filed: [Digest: String]) throws(Failure) {
    try FileWriting.makeFolders(target)
    try copyJournals(of: folder, to: target, filed)
    for path in try ExperimentFiles.record(in: folder) {
      try FileWriting.makeFolders(parent(of: target + "/" + path))
      try write(FileReading.bytes(of: folder + "/" + path), target + "/" + path)
    }
  }

  private func write(_ bytes: [UInt8], _ path: String) throws(Failure) {
    try FileWriting.create(path, with: bytes, durable: false)
  }
}

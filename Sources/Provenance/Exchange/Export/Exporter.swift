#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bundles experiments: journals, snapshots, orders, checkpoints, code and chosen artifacts in one file.
///
/// `.xp/secret.key`, `.xp/private/` and keys are never looked at.
public struct Exporter: Sendable {
  let project: Project
  let now: Moment
  /// All variables, `NAME=value`.
  let environment: [String]

  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// Bundles into a file, which appears whole or not at all.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - shown: how messages name it.
  /// - Throws: kind `input` if none of the experiments can be bundled, kind `environment` if something cannot be read or written.
  public func export(_ request: ExportRequest, to path: String, shownAs shown: String) throws(Failure) -> BundleManifest {
    let temporary = FileWriting.temporary(beside: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("write", shown) }
    defer { close(descriptor) }
    do throws(Failure) {
      let manifest = try export(request, to: descriptor, shownAs: shown)
      guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .system("write", shown) }
      try FileWriting.sync(parent(of: path))
      return manifest
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Bundles into an open file or pipe.
  ///
  /// - Throws: as ``export(_:to:shownAs:)-(_,String,_)``.
  public func export(_ request: ExportRequest, to descriptor: Int32, shownAs shown: String) throws(Failure) -> BundleManifest {
    guard let ledger = try project.existingLedgerID() else {
      throw Failure(.missing, "there is no ledger yet", hint: "xp help register")
    }
    var listing = ExportListing()
    for name in request.experiments { try add(name, request, &listing) }
    try addShared(&listing)
    let work = try ExportPlace(project)
    let trees = request.code ? try addCode(&listing, work.path) : []
    guard !listing.experiments.isEmpty else {
      let reason = listing.leftOut.first.map { ": \($0.path): \($0.reason)" } ?? ""
      throw Failure(.input, "none of these experiments can be bundled\(reason)")
    }
    let manifest = BundleManifest(
      made: now, ledger: ledger, experiments: listing.experiments.sorted { $0.name < $1.name }, trees: trees,
      files: listing.files, leftOut: listing.leftOut.sorted { $0.path < $1.path })
    let contents = listing.contents
    try BundleWriter(descriptor: descriptor, path: shown).write(manifest) { contents[$0.path]!.content }
    _ = consume work
    return manifest
  }

  // MARK: Experiments

  /// Adds one folder, and then that of its campaign.
  private func add(_ name: String, _ request: ExportRequest, _ listing: inout ExportListing) throws(Failure) {
    guard !listing.experiments.contains(where: { $0.name.isExactly(name) }) else { return }
    let folder = project.folder(of: name)
    guard FileStatus.of(folder)?.kind == .folder else {
      return listing.leaveOut("experiments/\(name)", "its folder is not there")
    }
    if let reason = BundlePath.refusal(of: name) { return listing.leaveOut("experiments/\(name)", reason) }
    let journals = try listing.addJournals(of: folder) { .experiment(name, path: $0) }
    let entries = Journal.merged(journals)
    guard let first = entries.first(where: { $0.kind == .registered || $0.kind == .campaign }) else {
      return listing.leaveOut("experiments/\(name)", "no journal that holds together begins it")
    }
    listing.experiments.append(.init(name: name, first: first.digest, entries: entries.count))
    try addRecord(name, folder, &listing)
    guard first.kind == .registered, let record = try? ExperimentRecord.load(folder) else { return }
    addArtifacts(of: record, request, &listing)
    if let tree = record.registration.code.value?.tree.value { listing.trees.insert(tree) }
    if let campaign = record.registration.campaign, !campaign.contains("/"),
      FileStatus.of(project.folder(of: campaign))?.kind == .folder
    {
      try add(campaign, request, &listing)
    }
  }

  /// The files that are the record itself.
  private func addRecord(_ name: String, _ folder: String, _ listing: inout ExportListing) throws(Failure) {
    for path in try ExperimentFiles.record(in: folder) {
      listing.add(try FileReading.bytes(of: folder + "/" + path, limit: 1 << 28), at: .experiment(name, path: path))
    }
  }

  private func addArtifacts(of record: ExperimentRecord, _ request: ExportRequest, _ listing: inout ExportListing) {
    var seen: Set<ExactString> = []
    for artifact in record.attempts.reversed().flatMap(\.artifacts) where seen.insert(ExactString(artifact.path)).inserted {
      let place = BundlePath.experiment(record.name, path: artifact.path).text
      guard request.roles.contains(artifact.role) else { continue }
      if let reason = refusal(of: artifact, in: record, request) {
        listing.leaveOut(place, reason)
      } else if let digest = artifact.sha256.value {
        listing.add(
          .init(path: place, size: artifact.size, sha256: digest), .file(record.folder + "/" + artifact.path))
      }
    }
  }

  /// Why an artifact that was asked for stays here; nil if it goes along.
  private func refusal(of artifact: Artifact, in record: ExperimentRecord, _ request: ExportRequest) -> String? {
    if let limit = request.maximumSize, artifact.size > limit {
      return "\(artifact.size) bytes: over the size that was asked for"
    }
    guard let digest = artifact.sha256.value else { return "its digest is unknown: \(artifact.sha256.reason ?? "")" }
    guard BundlePath.refusal(of: artifact.path) == nil, let path = record.inside(artifact) else {
      return "it lies outside the experiment's folder, or its name cannot be carried"
    }
    guard let status = FileStatus.of(path) else {
      return record.release(of: artifact).map { "released on \($0.time.description.prefix(10))" } ?? "it is gone"
    }
    guard status.kind == .file, status.size == artifact.size, (try? FileReading.sha256(of: path)) == digest else {
      return "it is no longer what was recorded"
    }
    return nil
  }

  // MARK: What experiments share

  /// The project's own journals, the orders of all ledgers, and all checkpoints.
  private func addShared(_ listing: inout ExportListing) throws(Failure) {
    _ = try listing.addJournals(of: project.hidden) { name in
      .projectJournal(ledger: BundlePath.ledger(ofJournal: name) ?? name)
    }
    for (name, bytes) in try OrderCopies.all(in: project) { listing.add(bytes, at: .order(name)) }
    for path in try Self.files(below: project.checkpointsFolder) {
      let bytes = try FileReading.bytes(of: project.checkpointsFolder + "/" + path, limit: 1 << 24)
      listing.add(bytes, at: .checkpoint(path))
    }
  }

  /// Regular files below a folder that may not be there, three levels deep; links are not followed.
  static func files(below folder: String) throws(Failure) -> [String] {
    guard FileStatus.of(folder)?.kind == .folder else { return [] }
    return FolderFiles(folder: folder).files(below: "").map(\.path).filter { $0.utf8.count { $0 == UInt8(ascii: "/") } < 3 }
  }

  private func addCode(_ listing: inout ExportListing, _ scratch: String) throws(Failure) -> [Digest] {
    let path = scratch + "/code.bundle"
    let (kept, leftOut) = try CodeBundle(project: project, environment: environment).write(listing.trees, to: path)
    for tree in leftOut { listing.leaveOut(tree.path, tree.reason) }
    guard !kept.isEmpty, let size = FileStatus.of(path)?.size else { return [] }
    listing.add(.init(path: BundlePath.code.text, size: size, sha256: try FileReading.sha256(of: path)), .file(path))
    return kept
  }
}

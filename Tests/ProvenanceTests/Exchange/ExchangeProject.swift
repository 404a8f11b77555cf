import TestSupport

@testable import Provenance

/// A project whose experiments are made of entries alone: quick enough for many of them.
struct ExchangeProject {
  let scratch = Scratch()
  let project: Project
  let ledger: Ledger
  /// Milliseconds between two statements.
  var clock = Moment("2026-11-20T21:56:03.120Z")!

  init(policy: Policy = Policy()) throws {
    project = scratchProject(scratch) { $0 = policy }
    ledger = try Ledger.open(project)
  }

  var environment: [String] { ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(scratch.path)"] }

  mutating func tick() -> Moment {
    clock = Moment(milliseconds: clock.milliseconds + 1000)
    return clock
  }

  static func registration(_ title: String, campaign: String? = nil) -> Registration {
    let digest = Digest.sha256("{}")
    return Registration(
      model: "m", title: title, shortTitle: title, campaign: campaign,
      config: ConfigRecord(source: "none", file: "config.json", digest: digest, semantic: digest, groups: [], overrides: []),
      policy: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: ""), code: .unknown("none"),
      environment: .unknown("none"), seeds: Seeds(primary: nil, places: [], digest: digest))
  }

  /// Registers an experiment under a folder's name of its own.
  mutating func register(_ name: String, title: String = "t") throws {
    let folder = project.folder(of: name)
    try FileWriting.makeFolders(folder)
    try FileWriting.replace(folder + "/config.jcs", with: "{}", durable: false)
    let recorder = Recorder(project: project, ledger: ledger)
    try recorder.record(.registered, about: name, body: Self.registration(title), at: tick())
  }

  mutating func note(_ name: String, _ text: String) throws {
    try Recorder(project: project, ledger: ledger).record(.noted, about: name, body: Note(text: text), at: tick())
  }

  /// Records a finished attempt with these files; each is written with its path as content.
  mutating func finish(_ name: String, _ files: [(path: String, role: Artifact.Role)], age days: Double = 100) throws {
    let folder = project.folder(of: name)
    let time = tick()
    var artifacts: [Artifact] = []
    for (path, role) in files {
      let text = "content of \(path)"
      try FileWriting.makeFolders(parent(of: folder + "/" + path))
      try FileWriting.replace(folder + "/" + path, with: text, durable: false)
      artifacts.append(
        Artifact(path: path, role: role, size: Int64(text.utf8.count), sha256: .known(.sha256(text)), modified: time))
    }
    let ended = Moment(milliseconds: time.milliseconds - Int64(days * 86_400_000))
    let attempt = Attempt(
      number: 1, recorder: .selfRecorded, state: .completed, started: .known(ended), ended: .known(ended), exitStatus: .known(0),
      host: .known("node"), artifacts: artifacts, metrics: [])
    try Recorder(project: project, ledger: ledger).record(.finished, about: name, body: attempt, at: time)
  }

  // MARK: Exchange

  /// Bundles experiments; all of them by default.
  func bundle(_ names: [String]? = nil, roles: Set<Artifact.Role> = ExportRequest.allRoles) throws -> [UInt8] {
    let path = scratch.path + "/out.tar"
    let all = try names ?? FileReading.names(in: project.experimentsFolder)
    _ = try Exporter(project: project, now: clock, environment: environment)
      .export(ExportRequest(experiments: all, roles: roles), to: path, shownAs: "out.tar")
    let bytes = try FileReading.bytes(of: path)
    try FileWriting.remove(path)
    return bytes
  }

  @discardableResult
  func take(_ bundle: [UInt8]) throws -> ImportReport {
    try Importer(project: project, now: clock, environment: environment).take(BundleInput(bundle, named: "b.tar"))
  }

  private var release: ArtifactRelease { ArtifactRelease(project: project, ledger: ledger, now: clock) }

  func plan(_ name: String, evenUsed: Bool = false) throws -> ReleasePlan { try release.plan(for: name, evenUsed: evenUsed) }

  @discardableResult
  func apply(_ plan: ReleasePlan) throws -> [ArtifactRelease.Outcome] { try release.apply(plan) }

  func sync() throws -> [Finding] {
    try Reconciliation(project: project, now: clock, environment: environment).settleAll()
  }

  /// The digests of all entries, in the ledger's order.
  func entries() throws -> [Digest] { try ledger.entryDigests() }

  /// The digests of all entries in all journals.
  func told() throws -> Set<Digest> {
    var folders = [project.hidden]
    if FileStatus.of(project.experimentsFolder) != nil {
      folders += try FileReading.names(in: project.experimentsFolder).map { project.folder(of: $0) }
    }
    var digests: Set<Digest> = []
    for folder in folders {
      for journal in try Journal.all(in: folder) { digests.formUnion(try journal.read().entries.map(\.digest)) }
    }
    return digests
  }
}

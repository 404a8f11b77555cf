#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings together what a crash left half done, and says what it found.
public struct Reconciliation: Sendable {
  /// The project that is put in order.
  public let project: Project
  /// The time of what is recorded on the way.
  public let now: Moment
  /// All variables, `NAME=value`: `PATH` tells where git is.
  public let environment: [String]

  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// Whether anything was left open: one look into `.xp/open/`.
  public var isNeeded: Bool { !((try? FileReading.names(in: project.openFolder)) ?? []).isEmpty }

  /// Looks at what is marked open only: what ordinary commands do first.
  ///
  /// - Throws: kind `environment` if the project cannot be written, or the ledger opened.
  public func settleOpen() throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    guard FileStatus.of(project.openFolder) != nil else { return [] }
    var needsAll = false
    for name in try FileReading.names(in: project.openFolder) where !name.hasSuffix(SelfRecordAdoption.markerSuffix) {
      let path = project.openFolder + "/" + name
      guard FileStatus.of(path) != nil, let marker = try OpenMarker.takeOver(path) else { continue }
      if let intent = marker.intent() {
        findings += try settle(intent)
      } else {
        needsAll = true
      }
      try marker.remove()
    }
    if needsAll { findings += try settleAll() }
    return findings
  }

  /// Reads every journal of the project and takes in what the ledger lacks.
  ///
  /// - Throws: kind `environment` if the project cannot be written, or the ledger opened.
  public func settleAll() throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    var folders = [project.hidden]
    if FileStatus.of(project.experimentsFolder, followingLinks: true)?.kind == .folder {
      folders += try FileReading.names(in: project.experimentsFolder).map { project.experimentsFolder + "/" + $0 }
    }
    var entries: [Entry] = []
    for folder in folders where FileStatus.of(folder)?.kind == .folder {
      let (found, said) = try entriesSettingAsideTorn(in: folder)
      entries += found
      findings += said
    }
    let ledger = try Ledger.open(project)
    if try !ledger.isSettled() {
      findings += try ledger.settle(Dictionary(entries.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first }))
    }
    let added = try ledger.append(entries.sorted { $0.time < $1.time })
    if added > 0 {
      findings.append(Finding(subject: "ledger", message: "\(added) entries were in journals only and are taken in"))
    }
    return findings
  }

  private func settle(_ intent: OpenMarker.Intent) throws(Failure) -> [Finding] {
    let folder = intent.experiment.isEmpty ? project.hidden : project.folder(of: intent.experiment)
    var findings: [Finding] = []
    if let staging = intent.staging, FileStatus.of(project.root + "/" + staging) != nil {
      try FileWriting.remove(project.root + "/" + staging)
    }
    guard FileStatus.of(folder)?.kind == .folder, try !Journal.all(in: folder).isEmpty else {
      // Only an empty folder goes: one that holds anything is not ours alone.
      rmdir(folder)
      if !intent.experiment.isEmpty { try FileWriting.remove(project.hidden + "/private/" + intent.experiment) }
      try unpublish(intent.refs)
      let message = "its registration was cut off before it was complete: nothing was recorded, what was begun is removed"
      return [Finding(subject: intent.experiment, message: message)]
    }
    let lock = try FolderLock.wait(on: folder)
    let (entries, said) = try entriesSettingAsideTorn(in: folder)
    findings += said
    let ledger = try Ledger.open(project)
    if try !ledger.isSettled() {
      findings += try ledger.settle(Dictionary(entries.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first }))
    }
    let added = try ledger.append(entries)
    if added > 0 || !said.isEmpty {
      let what = added == 1 ? "1 entry was" : "\(added) entries were"
      let subject = intent.experiment.isEmpty ? "project" : intent.experiment
      findings.append(Finding(subject: subject, message: "\(what) in its journal only; taken in now"))
    }
    _ = consume lock
    return findings
  }

  /// Removes refs that only the registration that was cut off has made.
  private func unpublish(_ refs: [TreeRef]) throws(Failure) {
    guard !refs.isEmpty else { return }
    let ledger = try Ledger.open(project)
    for ref in refs where try !ledger.mentions(ref.tree) { try? GitRepository.unpublish(ref, environment: environment) }
  }

  private func entriesSettingAsideTorn(in folder: String) throws(Failure) -> ([Entry], [Finding]) {
    var entries: [Entry] = []
    var findings: [Finding] = []
    for journal in try Journal.all(in: folder) {
      var content = try journal.read()
      let name = lastComponent(of: folder) + "/" + lastComponent(of: journal.path)
      if !content.torn.isEmpty {
        let torn = try journal.setAsideTornLine()
        findings.append(
          Finding(
            subject: name,
            message: "its last line was cut after \(torn.count) bytes and is kept in \(lastComponent(of: journal.path)).torn"))
        content = try journal.read()
      }
      findings += content.findings.map { Finding(subject: name, message: $0.message, place: $0.place) }
      entries += content.entries
    }
    return (entries, findings)
  }
}

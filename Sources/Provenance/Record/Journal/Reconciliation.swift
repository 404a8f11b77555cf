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
    guard FileStatus.of(project.openFolder) != nil else { return [] }
    var findings: [Finding] = []
    for path in try OpenMarker.paths(in: project) {
      guard let marker = try OpenMarker.takeOver(path, in: project) else { continue }
      if let intent = marker.intent(), let folder = intent.publishes {
        let (found, isOver) = complete(project.root + "/" + folder)
        findings += found
        guard isOver else { continue }
        for path in intent.staging { try FileWriting.remove(project.root + "/" + path) }
      } else if let intent = marker.intent() {
        findings += try settle(intent, marker: path)
        if let original = intent.original {
          try ReproductionRecord(project: project, now: now).complete(rerun: intent.experiment, of: original)
        }
      } else {
        findings += try settleAll()
      }
      try marker.remove()
    }
    return findings
  }

  /// Reads every journal of the project and takes in what the ledger lacks.
  ///
  /// - Throws: kind `environment` if the project cannot be written, or the ledger opened.
  public func settleAll() throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    let publication = project.network == nil ? nil : try LedgerPublication.begin(project, environment: environment)
    // What is recorded while the journals are read makes marks of its own.
    let marks = UnsyncedMark.all(in: project)
    var journals: [[Entry]] = []
    var copies: [[Entry]] = []
    var torn: [Journal] = []
    for folder in try project.folders() {
      let found = try read(folder)
      // Entries that lie in two folders belong to the one whose name they say.
      for journal in found.journals {
        if journal.isCopy { copies.append(journal.entries) } else { journals.append(journal.entries) }
      }
      findings += found.findings
      torn += found.torn
    }
    let entries = Journal.merged(journals + copies)
    let ledger: Ledger
    if let shared = publication?.ledger { ledger = shared } else { ledger = try Ledger.open(project) }
    if try !ledger.isSettled() {
      findings += try ledger.settle(Dictionary(entries.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first }))
    }
    let added = try ledger.append(entries)
    try ledger.refillConfigs()
    if added > 0 {
      let what = added == 1 ? "1 entry was" : "\(added) entries were"
      findings.append(Finding(subject: "ledger", message: "\(what) in journals only; taken in now"))
    }
    findings += try setAside(torn, ledger)
    try publication?.publish()
    for mark in marks { try FileWriting.remove(mark) }
    return findings
  }

  /// Puts a bundle in place that was read whole before its import was cut off. What cannot be done now stays for the next command.
  private func complete(_ folder: String) -> (findings: [Finding], isOver: Bool) {
    // The manifest is the first file to go when all is in place.
    guard FileStatus.of(folder + "/" + BundleManifest.name) != nil else { return ([], true) }
    do throws(Failure) {
      let report = try BundlePublication(project: project, now: now, environment: environment).resume(folder)
      let count = report.experiments.count
      let what = "an import was cut off after its bundle had been read: it is complete now"
      let size = "\(count) experiment\(count == 1 ? "" : "s")"
      return ([Finding(subject: "import", message: "\(what), \(size)")] + report.findings, true)
    } catch {
      let message = "an import was cut off and cannot be completed: \(error.message)"
      return ([Finding(subject: "import", message: message, place: error.file)], false)
    }
  }

  private func settle(_ intent: OpenMarker.Intent, marker: String) throws(Failure) -> [Finding] {
    let folder = intent.experiment.isEmpty ? project.hidden : project.folder(of: intent.experiment)
    let withdrawal = try Withdrawal(project, besides: marker, environment: environment)
    let wasUnderWay = try withdrawal.clear(intent)
    guard FileStatus.of(folder)?.kind == .folder, try !Journal.all(in: folder).isEmpty else {
      try withdrawal.withdraw(intent)
      guard !intent.experiment.isEmpty else { return wasUnderWay ? [Self.cutOff("project")] : [] }
      let message = "its registration was cut off before it was complete: nothing was recorded, what was begun is removed"
      return [Finding(subject: intent.experiment, message: message)]
    }
    let ledger = try Ledger.open(project)
    let found = try read(folder)
    guard let added = try ledger.appendIfSettled(Journal.merged(found.journals.map(\.entries))) else { return try settleAll() }
    var findings = found.findings + (try setAside(found.torn, ledger))
    let subject = intent.experiment.isEmpty ? "project" : intent.experiment
    if added > 0 || !findings.isEmpty {
      let what = added == 1 ? "1 entry was" : "\(added) entries were"
      findings.append(Finding(subject: subject, message: "\(what) in its journal only; taken in now"))
    } else if wasUnderWay {
      findings.append(Self.cutOff(subject))
    }
    return findings
  }

  private static func cutOff(_ subject: String) -> Finding {
    Finding(subject: subject, message: "a command was cut off while it wrote: what was begun is removed")
  }

  /// Entries of one journal, filed under the folder in which they lie; a copy says another name.
  private typealias Filed = (entries: [Entry], isCopy: Bool)

  /// What the journals of a folder hold, and which of them end in a line that a crash cut.
  private func read(_ folder: String) throws(Failure) -> (journals: [Filed], findings: [Finding], torn: [Journal]) {
    var (journals, findings, torn) = ([Filed](), [Finding](), [Journal]())
    let experiment = folder == project.hidden ? "" : lastComponent(of: folder)
    for journal in try Journal.all(in: folder) {
      let content = try journal.read()
      let name = lastComponent(of: folder) + "/" + lastComponent(of: journal.path)
      findings += content.findings.map { Finding(subject: name, message: $0.message, place: $0.place) }
      let isCopy = content.entries.contains { !$0.experiment.isExactly(experiment) }
      journals.append((content.entries.map { $0.filed(under: experiment) }, isCopy))
      if !content.torn.isEmpty { torn.append(journal) }
    }
    return (journals, findings, torn)
  }

  private func setAside(_ torn: [Journal], _ ledger: Ledger) throws(Failure) -> [Finding] {
    var findings: [Finding] = []
    let recorder = Recorder(project: project, ledger: ledger)
    for journal in torn {
      guard let line = try recorder.setAsideTornLine(of: journal, at: now) else { continue }
      let place = lastComponent(of: parent(of: journal.path)) + "/" + line.journal
      findings.append(
        Finding(subject: place, message: "its last line was cut after \(line.bytes) bytes and is kept in \(line.journal).torn"))
    }
    return findings
  }
}

import GRDB

/// Names an experiment of which journals hold more than the ledger that was last published: an empty file in `.xp/open/`, one for every
/// statement, so that none is taken away that was made since somebody looked.
enum UnsyncedMark {
  static let suffix = ".unsynced"
  /// Stands for the project itself.
  private static let own = ".xp"

  static func make(_ experiment: String, in project: Project) throws(Failure) {
    let name = (experiment.isEmpty ? own : experiment) + "." + String(UInt64.random(in: 0 ... .max), radix: 36) + suffix
    try FileWriting.create(project.openFolder + "/" + name, with: [], durable: false)
  }

  /// Returns the marks' paths.
  static func all(in project: Project) -> [String] {
    ((try? FileReading.names(in: project.openFolder)) ?? []).filter { $0.hasSuffix(suffix) }.map { project.openFolder + "/" + $0 }
  }

  /// Returns the folder whose journals a mark is about.
  static func folder(of mark: String, in project: Project) -> String {
    let name = lastComponent(of: mark).dropLast(suffix.count)
    let experiment = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
    return experiment.isExactly(own) ? project.hidden : project.folder(of: experiment)
  }
}

extension Ledger {
  /// What `xp sync` published last, and what marked journals hold since; empty if it never did.
  static func snapshot(_ project: Project, _ id: String) throws(Failure) -> Ledger {
    let path = project.ledgerPath
    let marks = UnsyncedMark.all(in: project)
    var ledger: Ledger
    if FileStatus.of(path) == nil {
      ledger = try empty(project, id, isSnapshot: true)
    } else {
      ledger = Ledger(queue: try connectUnwritable(path), of: project, path: path, id: id, isSnapshot: true)
      // Who only asks of what is published needs no copy of it.
      if try ledger.check() < LedgerSchema.version || !marks.isEmpty { ledger = try ledger.copy() }
    }
    let folders = Set(marks.map { UnsyncedMark.folder(of: $0, in: project) })
    let entries = Journal.merged(folders.sorted().flatMap { JournalSearch.journals(in: $0) })
    if !entries.isEmpty { _ = try ledger.takeInHere(entries) }
    return ledger
  }

  /// Names what the next `xp sync` has to take in.
  ///
  /// - Returns: how many of the entries are new here.
  func leaveToSync(_ entries: [Entry]) throws(Failure) -> Int {
    let new = try read { database in try entries.filter { try !contains($0.digest, database) } }
    for experiment in Set(new.map { ExactString($0.experiment) }) { try UnsyncedMark.make(experiment.string, in: project) }
    return new.count
  }

  private func takeInHere(_ entries: [Entry]) throws(Failure) -> Int {
    try Self.translating(path) {
      try queue.inDatabase { database in
        var unseen: [Entry] = []
        for entry in entries where try !contains(entry.digest, database) { unseen.append(entry) }
        try insert(unseen, after: try count(database), database)
        return unseen.count
      }
    }
  }
}

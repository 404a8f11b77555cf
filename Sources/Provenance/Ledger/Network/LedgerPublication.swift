import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ledger of a project on a file system where no database can be shared: `xp sync` writes it in a cache folder of its own machine, one
/// at a time for all machines, and puts a copy in the project for everybody to read.
///
/// The cache may be lost, or belong to another machine: the order file decides, and what the cache lacks of it is read from the journals.
final class LedgerPublication {
  let ledger: Ledger
  private let project: Project
  private let lock: ProjectLock

  private init(ledger: Ledger, project: Project, lock: consuming ProjectLock) {
    (self.ledger, self.project) = (ledger, project)
    self.lock = lock
  }

  /// Waits until no other one is under way.
  ///
  /// - Parameter environment: `XDG_CACHE_HOME` or `HOME` says where the cache is; without either, it is made anew in `/tmp`.
  static func begin(_ project: Project, environment: [String]) throws(Failure) -> LedgerPublication {
    let id = try project.ledgerID()
    try project.prepare()
    let lock = try project.lock(on: project.orderFolder)
    let folder = cacheFolder(id, environment)
    try FileWriting.makeFolders(folder)
    let path = folder + "/ledger.sqlite"
    if let ledger = try? Ledger.open(project, id, at: path), (try? ledger.followsOrder()) == true {
      return LedgerPublication(ledger: ledger, project: project, lock: lock)
    }
    for suffix in ["", "-wal", "-shm"] { try FileWriting.remove(path + suffix) }
    let ledger = try Ledger.open(project, id, at: path)
    return LedgerPublication(ledger: ledger, project: project, lock: lock)
  }

  /// Lets the next one begin from nothing but journals and order.
  static func forget(_ project: Project, environment: [String]) throws(Failure) {
    guard project.network != nil, let id = try project.existingLedgerID() else { return }
    try FileWriting.remove(cacheFolder(id, environment))
  }

  private static func cacheFolder(_ id: String, _ environment: [String]) -> String {
    func value(_ name: String) -> String? {
      environment.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }.flatMap {
        $0.hasPrefix("/") ? $0 : nil
      }
    }
    let base = value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" } ?? "/tmp/xp-cache-\(getuid())"
    return base + "/xp/" + id
  }

  /// Puts the ledger as it is now where readers look.
  ///
  /// - Throws: kind `environment` if the project cannot be written, or another machine has taken the lock meanwhile.
  func publish() throws(Failure) {
    try ledger.settleLog()
    let temporary = FileWriting.temporary(beside: project.ledgerPath)
    defer { unlink(temporary) }
    try FileCopy.make(temporary, of: ledger.path)
    try FileWriting.sync(temporary)
    guard lock.isHeld else {
      throw Failure(
        .environment, "was stopped for so long that another xp took over", file: project.ledgerPath,
        hint: "run the same command again: xp sync")
    }
    // A log that was left by an xp that wrote here itself would be read into the new file.
    for suffix in ["-wal", "-shm"] { try FileWriting.remove(project.ledgerPath + suffix) }
    guard rename(temporary, project.ledgerPath) == 0 else { throw .system("publish the ledger", project.ledgerPath) }
    try FileWriting.sync(project.hidden)
  }
}

extension Ledger {
  /// Whether the rows are the beginning of the order, digest by digest.
  fileprivate func followsOrder() throws(Failure) -> Bool {
    let lines = try order.digests()
    return try read { database in
      var count = 0
      let rows = try Row.fetchCursor(database, sql: "SELECT digest FROM entries ORDER BY seq")
      while let row = try rows.next() {
        guard count < lines.count, hexadecimal(row["digest"] as Data) == lines[count] else { return false }
        count += 1
      }
      return true
    }
  }

  /// Moves all of the log into the file.
  fileprivate func settleLog() throws(Failure) {
    try Self.translating(path) {
      try queue.inDatabase { _ = try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      try queue.close()
    }
  }
}

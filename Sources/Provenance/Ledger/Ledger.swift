import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// All journals of a project, indexed, in one append-only order. An index: losing it loses nothing.
///
/// Every question and every change throws kind `environment` if the file is damaged, locked for too long, or cannot be written.
public final class Ledger: Sendable {
  let queue: DatabaseQueue
  let order: OrderFile
  let project: Project
  /// Set where only `xp sync` writes the ledger: this is what it published, and what journals hold since. What is written to it is not kept.
  let isSnapshot: Bool
  let path: String
  /// 16 hexadecimal digits: they name this ledger's journals and its order.
  public let id: String

  init(queue: DatabaseQueue, of project: Project, path: String, id: String, isSnapshot: Bool = false) {
    (self.queue, self.project, self.path, self.id, self.isSnapshot) = (queue, project, path, id, isSnapshot)
    order = OrderFile(path: project.orderFolder + "/" + id)
  }

  /// Opens the project's ledger, or makes it.
  ///
  /// - Throws: kind `environment` if the file is no ledger, is damaged, or was made by a newer version.
  public static func open(_ project: Project) throws(Failure) -> Ledger {
    let id = try project.ledgerID()
    try project.prepare()
    guard project.network == nil else { return try snapshot(project, id) }
    return try open(project, id, at: project.ledgerPath)
  }

  /// Opens the ledger at a path, or makes it there.
  static func open(_ project: Project, _ id: String, at path: String) throws(Failure) -> Ledger {
    if FileStatus.of(path) == nil { try make(path) }
    let ledger = Ledger(queue: try connect(path), of: project, path: path, id: id)
    if try ledger.check() < LedgerSchema.version { try ledger.bringForward() }
    return ledger
  }

  /// Opens the ledger of a project that may not be writable; nil if it has none. Nothing is written, and nothing that was committed is
  /// missed: a log that lies beside it is read too.
  ///
  /// - Parameter asItLies: without taking part in the locks of other writers, also where the project can be written.
  /// - Throws: as ``open(_:)``.
  public static func openForReading(_ project: Project, asItLies: Bool = false) throws(Failure) -> Ledger? {
    guard let id = try project.existingLedgerID() else { return nil }
    guard project.network == nil else { return try snapshot(project, id) }
    guard FileStatus.of(project.ledgerPath) != nil else { return nil }
    let path = project.ledgerPath
    let queue = project.isWritable && !asItLies ? try connect(path, readonly: true) : try connectUnwritable(path)
    let ledger = Ledger(queue: queue, of: project, path: path, id: id)
    guard try ledger.check() < LedgerSchema.version else { return ledger }
    // An older one is brought forward in a copy of its own: whoever only reads changes nothing.
    return try ledger.copy()
  }

  /// A copy in memory, brought forward.
  func copy() throws(Failure) -> Ledger {
    let copy = Ledger(
      queue: try Self.translating(path) { try DatabaseQueue() }, of: project, path: path, id: id, isSnapshot: isSnapshot)
    try Self.translating(path) { try queue.backup(to: copy.queue) }
    if try copy.check() < LedgerSchema.version { try copy.bringForward() }
    return copy
  }

  /// An empty ledger in memory.
  static func empty(_ project: Project, _ id: String, isSnapshot: Bool) throws(Failure) -> Ledger {
    let queue = try translating(project.ledgerPath) { try DatabaseQueue(configuration: configuration(readonly: false)) }
    try translating(project.ledgerPath) { try queue.inDatabase { try LedgerSchema.migrate($0, from: 0) } }
    return Ledger(queue: queue, of: project, path: project.ledgerPath, id: id, isSnapshot: isSnapshot)
  }

  /// A new ledger is made under a name of its own and linked into place, so that of many that begin at once one wins whole.
  private static func make(_ path: String) throws(Failure) {
    let temporary = path + ".new-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(temporary + suffix) } }
    try translating(path) {
      let queue = try DatabaseQueue(path: temporary, configuration: configuration(readonly: false))
      try queue.writeWithoutTransaction { database in
        // The log comes last: what is in it would not be linked into place.
        try database.inTransaction(.immediate) {
          try LedgerSchema.migrate(database, from: 0)
          return .commit
        }
        try database.execute(sql: "PRAGMA journal_mode = WAL")
      }
      try queue.close()
    }
    guard link(temporary, path) == 0 || errno == EEXIST else { throw .system("make the ledger", path) }
  }

  /// Where nothing can be written: the file alone if there is no log, else with the index of its log in memory, else a copy.
  static func connectUnwritable(_ path: String) throws(Failure) -> DatabaseQueue {
    guard (FileStatus.of(path + "-wal")?.size ?? 0) > 0 else {
      return try connect(path, readonly: true, parameters: "immutable=1")
    }
    if let queue = try? connect(path, readonly: true, parameters: "mode=ro&readonly_shm=1"),
      (try? queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }) != nil
    {
      return queue
    }
    let copy = try LedgerFile.copyWithLog(path)
    defer { try? FileWriting.remove(parent(of: copy)) }
    return try translating(path) {
      let (source, memory) = (try connect(copy), try DatabaseQueue())
      try source.backup(to: memory)
      try source.close()
      return memory
    }
  }

  private static func connect(
    _ path: String, readonly: Bool = false, parameters: String? = nil
  ) throws(Failure) -> DatabaseQueue {
    let name = parameters.map { LedgerFile.uri(path, $0) } ?? path
    return try translating(path) {
      try DatabaseQueue(path: name, configuration: configuration(readonly: readonly, existing: path))
    }
  }

  /// - Parameter existing: the path of a file that must be a database already.
  private static func configuration(readonly: Bool, existing: String? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .callback { attempt in
      // Jitter: with the stock handler's fixed steps one of many writers starves for seconds.
      usleep(UInt32.random(in: 500...(2_000 + UInt32(min(attempt, 40)) * 500)))
      return attempt < 6_000
    }
    configuration.prepareDatabase { database in
      // First of all: a file that turns out to be none must not be written when it is closed.
      if !readonly { LedgerFile.keepLog(database) }
      // What is in the log hides the file beneath it until it is moved there.
      if let existing, !LedgerFile.isDatabase(database) { throw damaged(existing, "is not an SQLite database") }
      try LedgerHardening.prepare(database)
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA recursive_triggers = ON")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = \(LedgerFile.logPages)")
    }
    return configuration
  }

  /// Refuses what is no ledger, and what a newer version made.
  ///
  /// - Returns: the version of its tables.
  func check() throws(Failure) -> Int {
    let (application, version) = try read { database in
      (
        try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard application == LedgerSchema.applicationID else { throw Self.damaged(path, "is not a ledger") }
    guard version <= LedgerSchema.version else {
      throw Failure(
        .environment, "the ledger has version \(version), this xp knows \(LedgerSchema.version)", file: path,
        hint: "a newer xp made it: update xp; nothing was changed")
    }
    guard try read({ try LedgerHardening.isOurs($0, version: version) }) else {
      throw Self.damaged(path, "is not a ledger: its tables are not those that xp makes")
    }
    return version
  }

  /// Brings the tables of an older ledger to this version, and fills them from its entries: all of it or nothing.
  private func bringForward() throws(Failure) {
    try write { database in
      // Another process may have done it meanwhile.
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard version < LedgerSchema.version else { return }
      try LedgerSchema.migrate(database, from: version)
      try indexAll(database)
    }
  }

  static func damaged(_ path: String, _ what: String) -> Failure {
    Failure(.environment, what, file: path, hint: "the journals hold everything, make it anew: xp ledger rebuild")
  }

  func read<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
    try Self.translating(path) { try queue.read(body) }
  }

  func write<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
    // Caches that nobody would find again: the files that they are made from are elsewhere.
    guard !isSnapshot else { return try Self.empty(project, id, isSnapshot: false).write(body) }
    return try Self.translating(path) {
      try queue.writeWithoutTransaction { database in
        var result: T?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        return result!
      }
    }
  }

  static func translating<T>(_ path: String, _ body: () throws -> T) throws(Failure) -> T {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_NOTADB: throw damaged(path, "is not an SQLite database")
      case .SQLITE_CORRUPT: throw damaged(path, "is damaged: \(error.message ?? "malformed")")
      case .SQLITE_FULL: throw .system("write the ledger", path, code: ENOSPC)
      // SQLite does not say which error: its shared memory cannot grow on a full disk.
      case .SQLITE_IOERR,
        .SQLITE_CANTOPEN where LedgerFile.isFull(path):
        throw .system("write the ledger", path, code: ENOSPC)
      case .SQLITE_READONLY, .SQLITE_PERM: throw .system("write the ledger", path, code: EROFS)
      case .SQLITE_CANTOPEN: throw .system("open the ledger", path, code: EACCES)
      case .SQLITE_ERROR where error.message?.contains("no such table") == true: throw damaged(path, "lacks a table")
      default:
        throw Failure(.environment, "the ledger says: \(error.message ?? "error \(error.resultCode.rawValue)")", file: path)
      }
    } catch {
      throw Failure(.environment, "\(error)", file: path)
    }
  }
}

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
  let path: String
  /// 16 hexadecimal digits: they name this ledger's journals and its order.
  public let id: String

  private init(queue: DatabaseQueue, of project: Project, path: String, id: String) {
    (self.queue, self.project, self.path, self.id) = (queue, project, path, id)
    order = OrderFile(path: project.orderFolder + "/" + id)
  }

  /// Opens the project's ledger, or makes it.
  ///
  /// - Throws: kind `environment` if the file is no ledger, is damaged, or was made by a newer version.
  public static func open(_ project: Project) throws(Failure) -> Ledger {
    let id = try project.ledgerID()
    let path = project.ledgerPath
    try project.prepare()
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
    guard let id = try project.existingLedgerID(), FileStatus.of(project.ledgerPath) != nil else { return nil }
    let path = project.ledgerPath
    let queue = project.isWritable && !asItLies ? try connect(path, readonly: true) : try connectUnwritable(path)
    let ledger = Ledger(queue: queue, of: project, path: path, id: id)
    guard try ledger.check() < LedgerSchema.version else { return ledger }
    // An older one is brought forward in a copy of its own: whoever only reads changes nothing.
    let copy = Ledger(queue: try translating(path) { try DatabaseQueue() }, of: project, path: path, id: id)
    try translating(path) { try ledger.queue.backup(to: copy.queue) }
    try copy.bringForward()
    return copy
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
  private static func connectUnwritable(_ path: String) throws(Failure) -> DatabaseQueue {
    guard (FileStatus.of(path + "-wal")?.size ?? 0) > 0 else {
      return try connect(LedgerFile.uri(path, "immutable=1"), readonly: true)
    }
    if let queue = try? connect(LedgerFile.uri(path, "mode=ro&readonly_shm=1"), readonly: true),
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

  private static func connect(_ path: String, readonly: Bool = false) throws(Failure) -> DatabaseQueue {
    try translating(path) { try DatabaseQueue(path: path, configuration: configuration(readonly: readonly)) }
  }

  private static func configuration(readonly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .callback { attempt in
      // Jitter: with the stock handler's fixed steps one of many writers starves for seconds.
      usleep(UInt32.random(in: 500...(2_000 + UInt32(min(attempt, 40)) * 500)))
      return attempt < 6_000
    }
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA recursive_triggers = ON; PRAGMA trusted_schema = OFF")
      if !readonly { try LedgerFile.keepLog(database) }
    }
    return configuration
  }

  /// Refuses what is no ledger, and what a newer version made.
  ///
  /// - Returns: the version of its tables.
  private func check() throws(Failure) -> Int {
    let (isDatabase, application, version) = try read { database in
      (
        // What is in the log hides the file beneath it until it is moved there.
        LedgerFile.isDatabase(database), try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard isDatabase else { throw Self.damaged(path, "is not an SQLite database") }
    guard application == LedgerSchema.applicationID else { throw Self.damaged(path, "is not a ledger") }
    guard version <= LedgerSchema.version else {
      throw Failure(
        .environment, "the ledger has version \(version), this xp knows \(LedgerSchema.version)", file: path,
        hint: "a newer xp made it: update xp; nothing was changed")
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
    try Self.translating(path) {
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

  private static func translating<T>(_ path: String, _ body: () throws -> T) throws(Failure) -> T {
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

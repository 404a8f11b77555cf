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
  let path: String
  /// 16 hexadecimal digits: they name this ledger's journals and its order.
  public let id: String

  private init(queue: DatabaseQueue, order: OrderFile, path: String, id: String) {
    (self.queue, self.order, self.path, self.id) = (queue, order, path, id)
  }

  /// Opens the project's ledger, or makes it.
  ///
  /// - Throws: kind `environment` if the file is no ledger, is damaged, or was made by a newer version.
  public static func open(_ project: Project) throws(Failure) -> Ledger {
    let id = try project.ledgerID()
    let path = project.ledgerPath
    try project.prepare()
    if FileStatus.of(path) == nil { try make(path) }
    let ledger = Ledger(
      queue: try connect(path), order: OrderFile(path: project.orderFolder + "/" + id), path: path, id: id)
    if try ledger.check() < LedgerSchema.version { try ledger.bringForward() }
    return ledger
  }

  /// Opens the ledger of a project that may not be writable; nil if it has none.
  ///
  /// - Parameter asItLies: without the log and the shared memory file that another writer may have beside it.
  /// - Throws: as ``open(_:)``.
  public static func openForReading(_ project: Project, asItLies: Bool = false) throws(Failure) -> Ledger? {
    guard let id = try project.existingLedgerID(), FileStatus.of(project.ledgerPath) != nil else { return nil }
    let path = project.ledgerPath
    let order = OrderFile(path: project.orderFolder + "/" + id)
    // A WAL database needs its shared memory file; where that cannot be made, the file is read as it lies.
    let readable = project.isWritable && !asItLies ? path : "file:\(percentEncoded(path))?immutable=1"
    let ledger = Ledger(queue: try connect(readable, readonly: true), order: order, path: path, id: id)
    guard try ledger.check() < LedgerSchema.version else { return ledger }
    // An older one is brought forward in a copy of its own: whoever only reads changes nothing.
    let copy = Ledger(queue: try translating(path) { try DatabaseQueue() }, order: order, path: path, id: id)
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
    }
    return configuration
  }

  /// Refuses what is no ledger, and what a newer version made.
  ///
  /// - Returns: the version of its tables.
  private func check() throws(Failure) -> Int {
    // What is in the log hides the file beneath it until it is moved there.
    guard Self.isDatabase(path) else { throw Self.damaged(path, "is not an SQLite database") }
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

  private static func isDatabase(_ path: String) -> Bool {
    let descriptor = openFile(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 16)
    return readBytes(descriptor, &head) == 16 && head.starts(with: Array("SQLite format 3\0".utf8))
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
        .SQLITE_CANTOPEN where isFull(path):
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

  /// Whether the file system has no room for a few pages.
  private static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 17
  }

  private static func percentEncoded(_ path: String) -> String {
    path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"): "%" + String(byte, radix: 16, uppercase: true)
      default: String(decoding: [byte], as: UTF8.self)
      }
    }.joined()
  }
}

/// Inside the ledger `open` means its own.
private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
private func readBytes(_ descriptor: Int32, _ head: inout [UInt8]) -> Int { read(descriptor, &head, head.count) }

internal import CLedger
import GRDB
import GRDBSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ledger as a file. It is never opened but by SQLite: closing any other descriptor of it in this process would end the locks that
/// keep other processes from taking its log away.
enum LedgerFile {
  private static let signature = Array("SQLite format 3\0".utf8)

  /// Whether the file itself begins as a database does, whatever its log holds.
  static func isDatabase(_ database: Database) -> Bool {
    var handle: UnsafeMutablePointer<sqlite3_file>?
    let found = withUnsafeMutablePointer(to: &handle) {
      sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, $0)
    }
    // A database in memory has no file.
    guard found == SQLITE_OK, let handle, let read = handle.pointee.pMethods?.pointee.xRead else { return true }
    var head = [UInt8](repeating: 0, count: signature.count)
    return read(handle, &head, Int32(head.count), 0) == SQLITE_OK && head == signature
  }

  /// How much of the log is read anew by whoever is the first to open it, in pages of 4 KiB: half a millisecond.
  static let logPages = 256

  /// Lets the log stay when the last one closes: what is in it was synced elsewhere, in journals and order, and four more syncs a command
  /// would make nothing safer.
  static func keepLog(_ database: Database) { _ = ledger_keep_log_on_close(database.sqliteConnection) }

  /// Whether the file system has no room for a few pages.
  static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 17
  }

  /// A path as SQLite takes it with parameters behind.
  static func uri(_ path: String, _ parameters: String) -> String {
    let encoded = path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"): "%" + String(byte, radix: 16, uppercase: true)
      default: String(decoding: [byte], as: UTF8.self)
      }
    }.joined()
    return "file:\(encoded)?\(parameters)"
  }

  /// Copies a ledger and its log to a new folder of this machine's own, which the caller removes.
  ///
  /// - Returns: the copy's path.
  /// - Throws: kind `environment` if it changes all the time, or cannot be copied.
  static func copyWithLog(_ path: String) throws(Failure) -> String {
    let folder = "/tmp/xp-ledger-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileWriting.makeFolders(folder)
    let copy = folder + "/" + lastComponent(of: path)
    for _ in 0..<20 {
      // While neither the file nor the head of its log changes, what is copied of the log is a beginning of it.
      let before = try state(of: path)
      let (log, file) = (try FileReading.bytes(of: path + "-wal"), try FileReading.bytes(of: path))
      guard try state(of: path) == before else { continue }
      for (suffix, bytes) in [("", file), ("-wal", log)] {
        try FileWriting.replace(copy + suffix, with: bytes, durable: false, mode: 0o600)
      }
      return copy
    }
    try? FileWriting.remove(folder)
    throw Failure(.environment, "is being written all the time", file: path, hint: "run the same command again")
  }

  private static func state(of path: String) throws(Failure) -> [[UInt8]] {
    guard let status = FileStatus.of(path) else { throw .system("read", path) }
    let file = Array("\(status.inode) \(status.size) \(status.modified)".utf8)
    return [file, Array(try FileReading.bytes(of: path + "-wal").prefix(32))]
  }
}

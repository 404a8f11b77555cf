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
}

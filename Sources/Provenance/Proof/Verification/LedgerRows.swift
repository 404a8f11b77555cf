import GRDB
import GRDBSQLite

/// Rows of the table `entries`, copied out of SQLite so that several threads can look at them.
struct LedgerRows {
  struct Row {
    var seq: Int
    var digest: MerkleHash?
    var time: Int64
    var writer: Range<Int>
    var experiment: Range<Int>
    var kind: Range<Int>
    var body: Range<Int>
  }
  private(set) var rows: [Row] = []
  private(set) var pool: [UInt8] = []

  /// Enough to keep several threads busy, little enough to stay in a cache.
  static let rowLimit = 4096
  static let poolLimit = 4 << 20

  /// The rows of a ledger in their order, up to a number.
  struct Reader {
    private let statement: Statement
    private let database: Database
    /// SQLite would begin anew.
    private var isAtEnd = false

    init(_ database: Database, upTo count: Int) throws {
      self.database = database
      statement = try database.makeStatement(
        sql: "SELECT seq, digest, time, writer, experiment, kind, body FROM entries WHERE seq <= ? ORDER BY seq")
      try statement.setArguments([count])
    }

    /// Fills the batch anew.
    ///
    /// - Returns: false at the end.
    mutating func next(_ batch: inout LedgerRows) throws -> Bool {
      batch.rows.removeAll(keepingCapacity: true)
      batch.pool.removeAll(keepingCapacity: true)
      let handle = statement.sqliteStatement
      while !isAtEnd, batch.rows.count < LedgerRows.rowLimit, batch.pool.count < LedgerRows.poolLimit {
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE {
          isAtEnd = true
          break
        }
        guard code == SQLITE_ROW else {
          throw DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
        }
        batch.take(handle)
      }
      return !batch.rows.isEmpty
    }
  }

  private mutating func take(_ handle: OpaquePointer) {
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
      // The pointer first: reading a text as a blob converts nothing.
      let start = sqlite3_column_blob(handle, column)
      return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }
    func copy(_ column: Int32) -> Range<Int> {
      let start = pool.count
      pool.append(contentsOf: bytes(column))
      return start..<pool.count
    }
    rows.append(
      Row(
        seq: Int(sqlite3_column_int64(handle, 0)), digest: MerkleHash(bytes(1)), time: sqlite3_column_int64(handle, 2),
        writer: copy(3), experiment: copy(4), kind: copy(5), body: copy(6)))
  }
}

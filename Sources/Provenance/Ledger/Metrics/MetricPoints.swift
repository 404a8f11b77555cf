import GRDB
import GRDBSQLite

extension Ledger {
  /// Returns how far a file was read, one place a generation, the latest last.
  func metricPlaces(_ origin: MetricOrigin) throws(Failure) -> [MetricPlace] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT id, generation, offset, line, head, inode FROM metric_files WHERE experiment = ? AND attempt = ? AND source = ?
          ORDER BY generation
          """)
      return try Row.fetchAll(statement, arguments: [origin.experiment, origin.attempt, origin.source]).map { row in
        MetricPlace(
          id: row["id"], generation: row["generation"],
          reach: MetricReach(
            offset: row["offset"], line: row["line"], head: Digest(.sha256, hex: row["head"]),
            inode: UInt64(bitPattern: row["inode"] as Int64)))
      }
    }
  }

  /// Adds points of a file, and how far it is read with them: both or nothing, and only if nobody read on meanwhile.
  ///
  /// - Parameters:
  ///   - place: how far it was read before; nil: it was not yet, and this generation is new.
  ///   - isReplacing: what the place has now is removed first.
  /// - Returns: the new place; nil, and nothing is added, if another process has read on from `place`.
  func append(
    _ batches: [MetricBatch], of origin: MetricOrigin, generation: Int, after place: MetricPlace?, isReplacing: Bool = false,
    reaching reach: MetricReach
  ) throws(Failure) -> MetricPlace? {
    try write { database in
      guard let id = try move(origin, generation, place, reach, database) else { return nil }
      if isReplacing { try clear(id, database) }
      try insert(batches, file: id, database)
      return MetricPlace(id: id, generation: generation, reach: reach)
    }
  }

  /// Sets a file's place on, if it still is where the caller left it.
  private func move(
    _ origin: MetricOrigin, _ generation: Int, _ place: MetricPlace?, _ reach: MetricReach, _ database: Database
  ) throws -> Int64? {
    let inode = Int64(bitPattern: reach.inode)
    if let place {
      try database.execute(
        sql: "UPDATE metric_files SET offset = ?, line = ?, head = ?, inode = ? WHERE id = ? AND offset = ? AND head = ?",
        arguments: [
          reach.offset, reach.line, reach.head.hex, inode, place.id, place.reach.offset, place.reach.head.hex,
        ])
      return database.changesCount == 1 ? place.id : nil
    }
    try database.execute(
      sql: "INSERT OR IGNORE INTO metric_files VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        origin.experiment, origin.attempt, origin.source, generation, reach.offset, reach.line, reach.head.hex, inode,
      ])
    return database.changesCount == 1 ? database.lastInsertedRowID : nil
  }

  private func clear(_ file: Int64, _ database: Database) throws {
    for series in try Int64.fetchAll(database, sql: "SELECT id FROM metric_series WHERE file = ?", arguments: [file]) {
      try database.execute(
        sql: "DELETE FROM metric_points WHERE id >= ? AND id < ?", arguments: [series << 32, (series + 1) << 32])
    }
    try database.execute(sql: "DELETE FROM metric_series WHERE file = ?", arguments: [file])
  }

  private func insert(_ batches: [MetricBatch], file: Int64, _ database: Database) throws {
    guard !batches.isEmpty else { return }
    let insertion = try PointInsertion(database)
    defer { insertion.close() }
    for batch in batches {
      var id = try series(batch.key, file: file, database) << 32 + Int64(batch.first)
      var code = SQLITE_DONE
      batch.forEach { step, value, line in
        guard code == SQLITE_DONE else { return }
        code = insertion.add(id, step: step, value: value, line: line)
        id += 1
      }
      guard code == SQLITE_DONE else { throw Self.refusal(code, database) }
    }
  }

  fileprivate static func refusal(_ code: Int32, _ database: Database) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
  }

  private func series(_ key: MetricSeriesKey, file: Int64, _ database: Database) throws -> Int64 {
    let arguments: StatementArguments = [file, key.metric.string, key.split.string]
    let known = try database.cachedStatement(sql: "SELECT id FROM metric_series WHERE file = ? AND metric = ? AND split = ?")
    if let id = try Int64.fetchOne(known, arguments: arguments) { return id }
    try database.execute(sql: "INSERT INTO metric_series VALUES (NULL, ?, ?, ?)", arguments: arguments)
    return database.lastInsertedRowID
  }
}

/// The statement that adds one point, on SQLite's own connection: bound and stepped without a value in between.
private struct PointInsertion {
  private let statement: OpaquePointer

  init(_ database: Database) throws {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(
      database.sqliteConnection, "INSERT INTO metric_points VALUES (?, ?, ?, ?, ?)", -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw Ledger.refusal(code, database) }
    self.statement = statement
  }

  @inline(__always)
  func add(_ id: Int64, step: Double?, value: Double, line: Int32) -> Int32 {
    sqlite3_bind_int64(statement, 1, id)
    if let step, !step.isNaN { sqlite3_bind_double(statement, 2, step) } else { sqlite3_bind_null(statement, 2) }
    // SQLite makes NULL of NaN, and 0 of −0.
    if value.isNaN || value == 0 && value.sign == .minus {
      sqlite3_bind_null(statement, 3)
      sqlite3_bind_int64(statement, 4, Int64(bitPattern: value.bitPattern))
    } else {
      sqlite3_bind_double(statement, 3, value)
      sqlite3_bind_null(statement, 4)
    }
    sqlite3_bind_int64(statement, 5, Int64(line))
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    return code
  }

  func close() { sqlite3_finalize(statement) }
}

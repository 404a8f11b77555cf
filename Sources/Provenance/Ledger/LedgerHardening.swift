import GRDB

#if canImport(Glibc)
  internal import CSystem
#endif

/// Guards against a ledger that somebody else made: what its schema would do, and pages that lie.
enum LedgerHardening {
  /// SQLITE_DBCONFIG_DEFENSIVE: no SQL can damage the file or rewrite its schema.
  private static let defensive: Int32 = 1010
  /// SQLITE_DBCONFIG_TRUSTED_SCHEMA: no function or virtual table that has effects runs out of triggers, views, defaults or indexes.
  private static let trustedSchema: Int32 = 1017

  /// Prepares a connection before anything is asked of it.
  static func prepare(_ database: Database) throws {
    #if canImport(Glibc)
      if let connection = database.sqliteConnection {
        _ = configure_sqlite(UnsafeMutableRawPointer(connection), defensive, 1)
        _ = configure_sqlite(UnsafeMutableRawPointer(connection), trustedSchema, 0)
      }
    #endif
    // A cell that claims to reach beyond its page is found when the page is read.
    try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
  }

  /// Whether tables, indexes, triggers and views are exactly those that a ledger of this version has. Another's triggers would run with
  /// our writes, and another's views or generated columns answer our questions.
  static func isOurs(_ database: Database, version: Int) throws -> Bool {
    let expected = try DatabaseQueue().inDatabase { fresh in
      if version < LedgerSchema.version {
        try LedgerSchema.makeOlder(fresh, version: version)
      } else {
        try LedgerSchema.migrate(fresh, from: 0)
      }
      return try objects(fresh)
    }
    return try objects(database) == expected
  }

  /// What `ANALYZE` keeps is SQLite's own.
  private static func objects(_ database: Database) throws -> Set<[String]> {
    let rows = try Row.fetchAll(
      database,
      sql:
        "SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4')"
    )
    return Set(rows.map { [$0["type"], $0["name"], $0["tbl_name"], $0["sql"]] })
  }
}

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
    try fingerprint(of: database) == fingerprints[version]
  }

  /// By version, of the tables that ``LedgerSchema`` makes: to make them anew at every start would take longer than most questions.
  static let fingerprints = [
    1: "f87868e69f0795ec891a410cab53756c96d16fbaea0f52a358ded9d58714c843",
    2: "cd8f8be0279bdb5e8e5c4dc893faa90645d6f7cd01b2927241fde5d128566c42",
  ]

  /// SHA-256 over all that the schema holds. What `ANALYZE` keeps is SQLite's own.
  static func fingerprint(of database: Database) throws -> String {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4')
        ORDER BY type, name
        """)
    var text = ""
    while let row = try rows.next() {
      for column in 0..<4 { text += (row[column] as String) + "\0" }
    }
    return Digest.sha256(text).hex
  }
}

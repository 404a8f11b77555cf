import GRDB

/// The ledger's tables, written down in `schemas/ledger.v2.sql`. Migrations are only ever added.
enum LedgerSchema {
  /// "xpl1" in `PRAGMA application_id`: whoever finds the file can tell what it is.
  static let applicationID: Int32 = 0x7870_6C31
  static let version = 2

  static let version1 = """
    CREATE TABLE entries (                     -- one row a statement: append only, in the ledger's own order
      seq        INTEGER PRIMARY KEY,          -- from 1; line seq of .xp/order/<ledger-id> holds the digest
      digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),  -- SHA-256 of body
      writer     TEXT NOT NULL,                -- ledger id of the journal that holds it
      experiment TEXT NOT NULL,                -- folder name; '' for the project itself
      kind       TEXT NOT NULL,
      time       INTEGER NOT NULL,             -- milliseconds since 1970, UTC
      body       BLOB NOT NULL                 -- the canonical bytes: the journal's line
    ) STRICT;
    CREATE INDEX entries_by_experiment ON entries (experiment, seq);
    CREATE TRIGGER entries_keep_update BEFORE UPDATE ON entries
      BEGIN SELECT RAISE(ABORT, 'entries are never altered'); END;
    CREATE TRIGGER entries_keep_delete BEFORE DELETE ON entries
      BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
    CREATE TRIGGER entries_keep_replace BEFORE INSERT ON entries
      WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq OR digest = NEW.digest)
      BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;

    CREATE TABLE experiments (                 -- cache of the registered entries
      name TEXT PRIMARY KEY, registered INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
      model TEXT NOT NULL, title TEXT NOT NULL, rehearsal INTEGER NOT NULL, imported INTEGER NOT NULL,
      config TEXT NOT NULL, semantic TEXT NOT NULL, code TEXT, seeds TEXT NOT NULL,
      policy TEXT NOT NULL, policy_version TEXT NOT NULL, policy_updated TEXT NOT NULL
    ) STRICT;
    CREATE INDEX experiments_by_time ON experiments (registered);
    CREATE INDEX experiments_by_config ON experiments (config);
    CREATE INDEX experiments_by_policy ON experiments (policy_version, policy_updated, policy);
    CREATE TABLE artifacts (                   -- cache of the finished entries
      sha256 TEXT NOT NULL, experiment TEXT NOT NULL, path TEXT NOT NULL, role TEXT NOT NULL,
      PRIMARY KEY (sha256, experiment, path)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE uses (                        -- cache: which experiment's artifact is whose input
      experiment TEXT NOT NULL, artifact_of TEXT NOT NULL, artifact TEXT NOT NULL, input TEXT NOT NULL,
      PRIMARY KEY (artifact_of, experiment, input)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE file_digests (                -- cache: SHA-256 of files that have not changed since
      device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
      changed INTEGER NOT NULL, sha256 TEXT NOT NULL,
      PRIMARY KEY (device, inode)
    ) STRICT, WITHOUT ROWID;
    """

  /// Only caches: they are made anew from the entries.
  static let version2 = """
    DROP TABLE experiments;
    CREATE TABLE experiments (                 -- cache: one row an experiment
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, registered INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
      model TEXT NOT NULL, title TEXT NOT NULL, rehearsal INTEGER NOT NULL, imported INTEGER NOT NULL, campaign TEXT,
      config TEXT NOT NULL, semantic TEXT NOT NULL, code TEXT, seeds TEXT NOT NULL,
      policy TEXT NOT NULL, policy_version TEXT NOT NULL, policy_updated TEXT NOT NULL
    ) STRICT;
    CREATE INDEX experiments_by_time ON experiments (registered);
    CREATE INDEX experiments_by_config ON experiments (config);
    CREATE INDEX experiments_by_policy ON experiments (policy_version, policy_updated, policy);
    """ + "\n" + duplicates + "\n" + lists + "\n" + LedgerTree.tables

  /// Makes the tables in an empty database, or brings an older ledger forward. The caller then indexes the entries anew.
  static func migrate(_ database: Database, from version: Int) throws {
    if version < 1 {
      try database.execute(sql: version1)
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    if version < 2 { for sql in [version2, MetricSchema.tables] { try database.execute(sql: sql) } }
    try database.execute(sql: "PRAGMA user_version = \(Self.version)")
  }
}

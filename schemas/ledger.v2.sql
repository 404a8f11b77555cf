-- .xp/ledger.sqlite, version 2: all journals, indexed. PRAGMA application_id = 0x78706C31, user_version = 2.
-- Only the table entries is a record; every other table is a cache that can be made again from it.
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

CREATE TABLE experiments (                 -- cache: one row an experiment
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, registered INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
  model TEXT NOT NULL, title TEXT NOT NULL, rehearsal INTEGER NOT NULL, imported INTEGER NOT NULL, campaign TEXT,
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
CREATE TABLE tree_nodes (                  -- cache: RFC 6962 hashes of complete subtrees of 256 entries and more
  level  INTEGER NOT NULL,                 -- of 2^level entries, level from 8 on
  number INTEGER NOT NULL,                 -- the entries from seq number * 2^level + 1 on
  hash   BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

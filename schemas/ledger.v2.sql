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
CREATE TABLE result_inputs (               -- cache: what decides a result, where all of it is known
  experiment TEXT PRIMARY KEY, semantic TEXT NOT NULL,
  inputs TEXT NOT NULL                     -- SHA-256 over code, data, seeds and command
) STRICT, WITHOUT ROWID;
CREATE INDEX result_inputs_by_value ON result_inputs (inputs, semantic);
CREATE TABLE completions (                 -- cache: attempts that ended well
  experiment TEXT NOT NULL, attempt INTEGER NOT NULL, ended INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
  PRIMARY KEY (experiment, attempt)
) STRICT, WITHOUT ROWID;
CREATE TABLE launches (                    -- cache: experiments that are jobs of another one's launch
  launch TEXT NOT NULL, attempt INTEGER NOT NULL, job TEXT NOT NULL, experiment TEXT NOT NULL,
  PRIMARY KEY (launch, attempt, job)
) STRICT, WITHOUT ROWID;
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

CREATE TABLE metric_files (                -- cache: how far each metric file was read
  id INTEGER PRIMARY KEY, experiment TEXT NOT NULL, attempt INTEGER NOT NULL, source TEXT NOT NULL,
  generation INTEGER NOT NULL,             -- from 1; a file that was begun again is another one
  offset INTEGER NOT NULL, line INTEGER NOT NULL,  -- bytes that were read, and the line that follows them
  head TEXT NOT NULL,                      -- SHA-256 of these bytes
  inode INTEGER NOT NULL,
  UNIQUE (experiment, attempt, source, generation)
) STRICT;
CREATE TABLE metric_series (               -- cache: one row a metric and split of a file
  id INTEGER PRIMARY KEY, file INTEGER NOT NULL, metric TEXT NOT NULL, split TEXT NOT NULL,
  UNIQUE (file, metric, split)
) STRICT;
CREATE TABLE metric_points (               -- cache: in the order of the file
  id    INTEGER PRIMARY KEY,               -- series × 2^32 + ordinal from 0
  step  REAL,                              -- epoch or step; NULL where the file tells none
  value REAL,                              -- NULL: what SQLite does not keep, see bits
  bits  INTEGER,                           -- the binary64 pattern of NaN and −0; else NULL
  line  INTEGER NOT NULL
) STRICT;

-- What xp list asks: names and values are told by whole numbers.
CREATE TABLE standings (                   -- cache: where an experiment stands
  experiment INTEGER PRIMARY KEY,          -- experiments.id
  hidden INTEGER NOT NULL,                 -- a rehearsal, or archived
  archived INTEGER NOT NULL,
  status TEXT NOT NULL,                    -- of the attempt that counts: the last completed one, else the last; or 'registered'
  attempts INTEGER NOT NULL,               -- how many there are
  attempt INTEGER,                         -- the number of the one that counts, and what is known of it
  started INTEGER, ended INTEGER,          -- milliseconds since 1970, UTC
  duration REAL,                           -- seconds
  exit_status INTEGER, host TEXT,
  snapshot INTEGER NOT NULL,               -- snapshots.id
  code INTEGER,                            -- codes.id; NULL where the code is unknown
  data TEXT,                               -- over the digests of all data inputs; NULL where one is unknown
  purpose TEXT
) STRICT;
CREATE INDEX standings_by_status ON standings (status);
CREATE INDEX standings_by_start ON standings (started);
CREATE INDEX standings_by_snapshot ON standings (snapshot, code);
CREATE TABLE attempts (                    -- cache: the latest statement about each attempt
  experiment INTEGER NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL,  -- 'running': started, and no end of it is known
  started INTEGER, ended INTEGER, duration REAL, exit_status INTEGER, host TEXT,
  PRIMARY KEY (experiment, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
  experiment INTEGER NOT NULL, tag TEXT NOT NULL,
  PRIMARY KEY (experiment, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags (tag);
CREATE TABLE codes (                       -- code digests
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE snapshots (                   -- configs, by the digest of config.jcs
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
  keys INTEGER                             -- how many config_values it has; NULL: its config.json has not been read
) STRICT;
CREATE INDEX snapshots_unread ON snapshots (id) WHERE keys IS NULL;
CREATE TABLE config_keys (                 -- dotted names, whole
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  lists INTEGER NOT NULL DEFAULT 0         -- whether some config has several values there
) STRICT;
CREATE TABLE literals (                    -- values that some config has, each once
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL,  -- number, text, truth, or json: null, arrays, objects
  spelling TEXT NOT NULL,                  -- as its author wrote it
  number REAL, text TEXT, truth INTEGER,   -- what a comparison takes: one of them, none for what is not finite or not one value
  UNIQUE (spelling, kind)
) STRICT;
CREATE INDEX literals_by_number ON literals (number) WHERE number IS NOT NULL;
CREATE INDEX literals_by_text ON literals (text) WHERE text IS NOT NULL;
CREATE TABLE config_values (
  key INTEGER NOT NULL, literal INTEGER NOT NULL, snapshot INTEGER NOT NULL,
  PRIMARY KEY (key, literal, snapshot)
) STRICT, WITHOUT ROWID;
CREATE INDEX config_values_by_snapshot ON config_values (snapshot, key);
CREATE TABLE metric_names (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE metric_summaries (            -- cache of the finished entries: a metric of one attempt in one source
  experiment INTEGER NOT NULL, attempt INTEGER NOT NULL, metric INTEGER NOT NULL, source TEXT NOT NULL,
  count INTEGER NOT NULL, non_finite INTEGER NOT NULL,
  minimum REAL, minimum_step REAL, maximum REAL, maximum_step REAL, last REAL, last_step REAL,
  last_word TEXT,                          -- NaN, Infinity or -Infinity where last is not finite
  PRIMARY KEY (experiment, attempt, metric, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_values (               -- of the attempt that counts, over all its sources
  metric INTEGER NOT NULL, experiment INTEGER NOT NULL,
  minimum REAL, minimum_step REAL, maximum REAL, maximum_step REAL, last REAL, last_step REAL,
  last_word TEXT,                          -- as above, or 'disagree': its sources end in different values
  PRIMARY KEY (metric, experiment)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_values_by_minimum ON metric_values (metric, minimum);
CREATE INDEX metric_values_by_maximum ON metric_values (metric, maximum);
CREATE INDEX metric_values_by_last ON metric_values (metric, last);

CREATE TABLE tree_nodes (                  -- cache: RFC 6962 hashes of complete subtrees of 256 entries and more
  level  INTEGER NOT NULL,                 -- of 2^level entries, level from 8 on
  number INTEGER NOT NULL,                 -- the entries from seq number * 2^level + 1 on
  hash   BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

extension LedgerSchema {
  /// What `xp list` asks: caches of where each experiment stands, of config values and of sealed metrics. Names and values are told by
  /// whole numbers, so that a row is small and a filter on a name and a value finds its rows by an index.
  static let lists = """
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
    """
}

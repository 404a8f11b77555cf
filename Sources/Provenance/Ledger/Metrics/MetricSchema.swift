/// The ledger's caches of metric points. Points come from metric files, not from entries: `xp sync` reads them again.
enum MetricSchema {
  static let tables = """
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
    """
}

/// Which content of which file metric points come from.
struct MetricOrigin: Sendable, Hashable {
  var experiment: String
  /// From 1.
  var attempt: Int
  /// As it is shown: relative to the experiment's folder, or to the project if it lies elsewhere.
  var source: String
}

/// How far a metric file was read into the ledger.
struct MetricPlace: Sendable, Equatable {
  /// The row's id in `metric_files`.
  var id: Int64
  /// From 1.
  var generation: Int
  /// How far it was read.
  var reach: MetricReach
}

/// A beginning of a file that was read.
struct MetricReach: Sendable, Equatable {
  /// Bytes.
  var offset: Int
  /// The line that follows them, from 1.
  var line: Int
  /// SHA-256 of these bytes.
  var head: Digest
  /// The file's number when it was read.
  var inode: UInt64
}

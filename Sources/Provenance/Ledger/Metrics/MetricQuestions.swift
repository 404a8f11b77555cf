import GRDB

/// A point of a metric in the ledger.
public struct MetricPoint: Sendable, Equatable {
  /// The epoch or step; nil where the file tells none.
  public var step: Double?
  /// NaN and infinities included.
  public var value: Double
  /// Where it stands in its file, from 1.
  public var line: Int

  public init(step: Double?, value: Double, line: Int) { (self.step, self.value, self.line) = (step, value, line) }

  /// Two NaN are the same value here.
  public static func == (left: MetricPoint, right: MetricPoint) -> Bool {
    left.step == right.step && left.line == right.line && (left.value == right.value || left.value.isNaN && right.value.isNaN)
  }
}

/// The points of one metric and split that come from one content of one file.
public struct MetricSeries: Sendable, Equatable {
  /// From 1.
  public var attempt: Int
  /// The file, as it is shown.
  public var source: String
  /// From 1; less than the file's latest if that content is gone.
  public var generation: Int
  /// The column's or key's name.
  public var metric: String
  /// What the split column says; empty: there is none.
  public var split: String
  /// How many there are in all.
  public var count: Int
  /// In the file's order; only those that were asked for.
  public var points: [MetricPoint]
}

extension Ledger {
  /// Returns the last points of a metric of an experiment, a series for every source and split, of the latest attempt that has any.
  ///
  /// - Parameters:
  ///   - metric: the name, byte for byte; nil: of all metrics.
  ///   - attempt: nil: the latest that has points of it.
  ///   - limit: at most so many a series.
  public func lastPoints(
    of experiment: String, metric: String? = nil, attempt: Int? = nil, limit: Int = 60
  ) throws(Failure) -> [MetricSeries] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT s.id, f.attempt, f.source, f.generation, s.metric, s.split FROM metric_files f JOIN metric_series s ON s.file = f.id
          WHERE f.experiment = ?1 AND (?2 IS NULL OR s.metric = ?2) AND f.attempt = coalesce(?3, (
            SELECT max(a.attempt) FROM metric_files a JOIN metric_series b ON b.file = a.id
            WHERE a.experiment = ?1 AND (?2 IS NULL OR b.metric = ?2)))
          AND f.generation = (SELECT max(g.generation) FROM metric_files g
            WHERE g.experiment = f.experiment AND g.attempt = f.attempt AND g.source = f.source)
          ORDER BY f.source, s.id
          """, arguments: [experiment, metric, attempt])
      return try rows.map { row in
        let id: Int64 = row["id"]
        let points = try points(of: id, last: limit, database)
        return MetricSeries(
          attempt: row["attempt"], source: row["source"], generation: row["generation"], metric: row["metric"],
          split: row["split"], count: try count(of: id, database), points: points)
      }
    }
  }

  /// Returns all points of an attempt, every generation of every source, by source, generation and series.
  func allPoints(of experiment: String, attempt: Int) throws(Failure) -> [MetricSeries] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT s.id, f.source, f.generation, s.metric, s.split FROM metric_files f JOIN metric_series s ON s.file = f.id
          WHERE f.experiment = ? AND f.attempt = ? ORDER BY f.source, f.generation, s.id
          """, arguments: [experiment, attempt])
      return try rows.map { row in
        let points = try points(of: row["id"], last: .max, database)
        return MetricSeries(
          attempt: attempt, source: row["source"], generation: row["generation"], metric: row["metric"], split: row["split"],
          count: points.count, points: points)
      }
    }
  }

  /// Calls with the points of one content of a file, series by series.
  func forEachPoint(
    ofFile id: Int64, _ take: (_ key: MetricSeriesKey, _ step: Double?, _ value: Double, _ line: Int) -> Void
  ) throws(Failure) {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT id, metric, split FROM metric_series WHERE file = ? ORDER BY id", arguments: [id])
      for row in rows {
        let key = MetricSeriesKey(metric: row["metric"], split: row["split"])
        let cursor = try Row.fetchCursor(
          database, sql: "SELECT step, value, bits, line FROM metric_points WHERE id >= ? AND id < ? ORDER BY id",
          arguments: [(row["id"] as Int64) << 32, ((row["id"] as Int64) + 1) << 32])
        while let row = try cursor.next() {
          let point = Self.point(row)
          take(key, point.step, point.value, point.line)
        }
      }
    }
  }

  private func points(of series: Int64, last limit: Int, _ database: Database) throws -> [MetricPoint] {
    try Row.fetchAll(
      database, sql: "SELECT step, value, bits, line FROM metric_points WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?",
      arguments: [series << 32, (series + 1) << 32, limit]
    ).reversed().map(Self.point)
  }

  /// Ordinals have no gaps: the last one tells how many there are.
  private func count(of series: Int64, _ database: Database) throws -> Int {
    let last = try Int64.fetchOne(
      database, sql: "SELECT max(id) FROM metric_points WHERE id >= ? AND id < ?", arguments: [series << 32, (series + 1) << 32])
    return last.map { Int($0 & 0xFFFF_FFFF) + 1 } ?? 0
  }

  private static func point(_ row: Row) -> MetricPoint {
    let bits: Int64? = row["bits"]
    let value = bits.map { Double(bitPattern: UInt64(bitPattern: $0)) } ?? row["value"] ?? .nan
    return MetricPoint(step: row["step"], value: value, line: row["line"])
  }
}

import GRDB

/// Keeps the tables of ``LedgerSchema/lists`` in step with the entries, within the transaction that takes an entry in.
///
/// Taking an entry in a second time changes nothing.
struct StandingCache {
  let database: Database

  // MARK: Experiments

  /// Begins an experiment's rows.
  func add(_ experiment: Int64, _ registration: Registration) throws {
    let snapshot = try id(of: registration.config.digest.description, in: "snapshots", column: "digest")
    let code = try registration.code.value?.codeDigest.value.map {
      try id(of: $0.description, in: "codes", column: "digest")
    }
    try run(
      "INSERT OR IGNORE INTO standings VALUES (?, ?, 0, 'registered', 0, NULL, NULL, NULL, NULL, NULL, NULL, ?, ?, ?, ?)",
      [
        experiment, registration.rehearsal, snapshot, code, DataInput.digest(of: registration.data)?.description,
        registration.purpose,
      ])
    try add(Tagging(added: registration.tags), experiment)
  }

  func add(_ tagging: Tagging, _ experiment: Int64) throws {
    for tag in tagging.added { try run("INSERT OR IGNORE INTO tags VALUES (?, ?)", [experiment, tag]) }
    for tag in tagging.removed { try run("DELETE FROM tags WHERE experiment = ? AND tag = ?", [experiment, tag]) }
  }

  func add(_ archival: Archival, _ experiment: Int64) throws {
    try run(
      """
      UPDATE standings SET archived = ?2,
        hidden = ?2 OR (SELECT rehearsal FROM experiments WHERE id = ?1) WHERE experiment = ?1
      """, [experiment, archival.archived])
  }

  // MARK: Attempts

  func add(_ start: Start, at time: Moment, _ experiment: Int64) throws {
    try run(
      "INSERT OR REPLACE INTO attempts VALUES (?, ?, 'running', ?, NULL, NULL, NULL, ?)",
      [experiment, start.number, time.milliseconds, start.host])
    try settle(experiment)
  }

  func add(_ attempt: Attempt, _ experiment: Int64) throws {
    let (started, ended) = (attempt.started.value?.milliseconds, attempt.ended.value?.milliseconds)
    try run(
      "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        experiment, attempt.number, attempt.state.rawValue, started, ended, attempt.duration, attempt.exitStatus.value,
        attempt.host.value,
      ])
    try run("DELETE FROM metric_summaries WHERE experiment = ? AND attempt = ?", [experiment, attempt.number])
    for summary in attempt.results { try add(summary, attempt.number, experiment) }
    try settle(experiment)
  }

  private func add(_ summary: MetricSummary, _ attempt: Int, _ experiment: Int64) throws {
    let metric = try id(of: summary.name, in: "metric_names", column: "name")
    let last = summary.last.map { $0.value.isFinite ? (Optional($0.value), String?.none) : (nil, Self.word($0.value)) }
    try run(
      "INSERT OR REPLACE INTO metric_summaries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        experiment, attempt, metric, summary.source, summary.count, summary.nonFinite, summary.minimum?.value,
        Self.finite(summary.minimum?.step), summary.maximum?.value, Self.finite(summary.maximum?.step), last?.0,
        Self.finite(summary.last?.step), last?.1,
      ])
  }

  /// SQLite would turn NaN into NULL without a word.
  static func word(_ value: Double) -> String { value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }

  private static func finite(_ step: Double?) -> Double? { step.flatMap { $0.isFinite ? $0 : nil } }

  /// Works out which attempt counts, and its metrics.
  private func settle(_ experiment: Int64) throws {
    try run(
      """
      UPDATE standings SET (attempts, attempt, status, started, ended, duration, exit_status, host) = (
        SELECT (SELECT count(*) FROM attempts WHERE experiment = ?1), number, state, started, ended, duration, exit_status, host
        FROM attempts WHERE experiment = ?1 ORDER BY state = 'completed' DESC, number DESC LIMIT 1) WHERE experiment = ?1
      """, [experiment])
    try run(
      """
      DELETE FROM metric_values WHERE experiment = ?1
        AND metric IN (SELECT metric FROM metric_summaries WHERE experiment = ?1)
      """, [experiment])
    // A metric's first row of several sources is the one that goes furthest.
    let rows = try Row.fetchAll(
      try database.cachedStatement(
        sql: """
          SELECT m.* FROM metric_summaries m JOIN standings s USING (experiment, attempt) WHERE experiment = ?
          ORDER BY metric, last_step DESC NULLS LAST, source
          """), arguments: [experiment])
    var start = 0
    while start < rows.count {
      let metric: Int64 = rows[start]["metric"]
      var end = start + 1
      while end < rows.count, rows[end]["metric"] as Int64 == metric { end += 1 }
      try merge(rows[start..<end], metric, experiment)
      start = end
    }
  }

  private func merge(_ rows: ArraySlice<Row>, _ metric: Int64, _ experiment: Int64) throws {
    guard let first = rows.first else { return }
    let minimum = rows.filter { $0["minimum"] != nil }.min { ($0["minimum"] as Double) < $1["minimum"] }
    let maximum = rows.filter { $0["maximum"] != nil }.max { ($0["maximum"] as Double) < $1["maximum"] }
    let (last, step, word): (Double?, Double?, String?) = (first["last"], first["last_step"], first["last_word"])
    let agree = rows.allSatisfy {
      let (otherLast, otherStep, otherWord): (Double?, Double?, String?) = ($0["last"], $0["last_step"], $0["last_word"])
      return otherStep != step || (otherLast == last && otherWord == word)
    }
    try run(
      "INSERT OR REPLACE INTO metric_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        metric, experiment, minimum?["minimum"] as Double?, minimum?["minimum_step"] as Double?, maximum?["maximum"] as Double?,
        maximum?["maximum_step"] as Double?, agree ? last : nil, step, agree ? word : "disagree",
      ])
  }

  // MARK: Names

  /// The number that stands for a text in one of the tables that hold each once.
  func id(of text: String, in table: String, column: String) throws -> Int64 {
    let known = try database.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(column) = ?")
    if let id = try Int64.fetchOne(known, arguments: [text]) { return id }
    try run("INSERT INTO \(table) (\(column)) VALUES (?)", [text])
    return database.lastInsertedRowID
  }

  func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
    try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }
}

extension DataInput {
  /// One digest over all inputs, whatever their order: SHA-256 over the canonical form of path, mode, digest and declaration of each.
  ///
  /// - Returns: nil if one is unknown; of no inputs the digest of none.
  public static func digest(of inputs: [DataInput]) -> Digest? {
    var parts: [Value] = []
    for input in inputs.sorted(by: { ExactString($0.path) < ExactString($1.path) }) {
      guard input.digest.value != nil || input.declared != nil else { return nil }
      parts.append([
        "declared": input.declared.map(Value.string) ?? .null,
        "digest": (input.digest.value?.description).map(Value.string) ?? .null,
        "mode": .string(input.mode.rawValue), "path": .string(input.path),
      ])
    }
    return .sha256(Value.array(parts).canonicalBytes)
  }
}

import GRDB

/// Reads what is known of listed experiments: few by few look-ups, many in one pass.
struct ListFacts {
  let database: Database

  func fill(_ rows: inout [ListedExperiment]) throws {
    let names = try Dictionary(
      uniqueKeysWithValues: Row.fetchAll(database, sql: "SELECT id, name FROM metric_names").map {
        ($0[0] as Int64, $0[1] as String)
      })
    let facts = try database.cachedStatement(
      sql: """
        SELECT e.*, s.* FROM experiments e JOIN standings s ON s.experiment = e.id WHERE e.id = ?
        """)
    let tags = try database.cachedStatement(sql: "SELECT tag FROM tags WHERE experiment = ? ORDER BY tag")
    let metrics = try database.cachedStatement(
      sql: """
        SELECT v.* FROM metric_values v WHERE v.experiment = ?1 AND v.metric IN (
          SELECT metric FROM metric_summaries JOIN standings USING (experiment, attempt) WHERE experiment = ?1)
        """)
    for index in rows.indices {
      let number = rows[index].number
      guard let row = try Row.fetchOne(facts, arguments: [number]) else { continue }
      var found = Self.facts(row)
      found.tags = try String.fetchAll(tags, arguments: [number])
      found.metrics = try Row.fetchAll(metrics, arguments: [number]).map { Self.metric($0, names[$0["metric"]] ?? "") }
        .sorted { ExactString($0.name) < ExactString($1.name) }
      rows[index].facts = found
    }
  }

  private static func facts(_ row: Row) -> ListedExperiment.Facts {
    func moment(_ column: String) -> Moment? { (row[column] as Int64?).map { Moment(milliseconds: $0) } }
    return ListedExperiment.Facts(
      model: row["model"], title: row["title"], purpose: row["purpose"], status: row["status"],
      registered: moment("registered") ?? Moment(milliseconds: 0), started: moment("started"), ended: moment("ended"),
      duration: row["duration"], exitStatus: row["exit_status"], host: row["host"], attempts: row["attempts"],
      campaign: row["campaign"], tags: [], archived: row["archived"], rehearsal: row["rehearsal"], imported: row["imported"],
      config: row["config"], semantic: row["semantic"], seeds: row["seeds"], code: codeDigest(row), data: row["data"], metrics: []
    )
  }

  /// `experiments.code`, not the number of the same name in `standings`.
  private static func codeDigest(_ row: Row) -> String? { row["code"] }

  private static func metric(_ row: Row, _ name: String) -> ListedExperiment.Metric {
    func point(_ value: Double?, _ step: Double?) -> MetricSummary.Point? {
      value.map { MetricSummary.Point(step: step, value: $0) }
    }
    var last: Double? = row["last"]
    if last == nil, case .number(let number, _)? = (row["last_word"] as String?).flatMap({ ListValue(word: $0) }) {
      last = number
    }
    return ListedExperiment.Metric(
      name: name, minimum: point(row["minimum"], row["minimum_step"]), maximum: point(row["maximum"], row["maximum_step"]),
      last: point(last, row["last_step"]))
  }
}

import GRDB

extension Ledger {
  /// Returns the experiments that a query asks for. Neither folders nor entries are opened, however many there are.
  ///
  /// - Throws: kind `input` with near names if nothing is called as the order or a column has it; kind `environment` if the ledger
  ///   cannot be read.
  public func list(_ query: ListQuery) throws(Failure) -> Listing {
    try read { try ListReader(query: query, $0).listing() }
  }
}

extension Ledger {
  /// Returns the names of all metrics that a finished attempt had, sorted.
  public func metricNames() throws(Failure) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT name FROM metric_names").sorted { ExactString($0) < ExactString($1) } }
  }

  /// Whether a filter's or a column's name stands for anything here.
  public func knows(name: String) -> Bool {
    let names = try? read { try ListNames([name], policy: Policy(), $0) }
    if case .nowhere? = names?[name] { return false }
    return names != nil
  }
}

/// Puts a query together, and reads its answer.
struct ListReader {
  let query: ListQuery
  let names: ListNames
  let database: Database
  private var filter: ListFilter
  /// What SQL decides, and what the evaluator must.
  private var conditions: [ListCondition] = []
  private var residual: [Formula] = []
  private var cells: ListCells
  private var order = ""

  init(query: ListQuery, _ database: Database) throws {
    (self.query, self.database) = (query, database)
    names = try ListNames(query.names, policy: query.policy, database)
    var filter = ListFilter(names: names, now: query.now)
    for part in query.filters.flatMap(\.conjuncts) {
      if let condition = filter.condition(part) { conditions.append(condition) } else { residual.append(Formula(part)) }
    }
    order = try ListOrder(query: query, names: names).sql(&filter.joins)
    cells = try ListCells(columns: query.columns, classKeys: query.policy.classKeys, names: names, joins: &filter.joins)
    self.filter = filter
  }

  func listing() throws -> Listing {
    var listing = Listing.none
    listing.unheardOf = unheardOf
    listing.total = try Int.fetchOne(database, sql: "SELECT count(*) FROM standings") ?? 0
    if residual.isEmpty { try select(&listing) } else { try judge(&listing) }
    if query.withFacts { try ListFacts(database: database).fill(&listing.rows) }
    return listing
  }

  private var unheardOf: [String] {
    var reasons: [String] = []
    for name in query.filters.flatMap(\.names) {
      if case .nowhere(let reason) = names[name], !reasons.contains(reason) { reasons.append(reason) }
    }
    return reasons
  }

  // MARK: Decided by SQL alone

  /// What is asked when SQL decides.
  private var selection: String {
    let limit = query.limit.map { " LIMIT \($0 + 1)" } ?? ""
    return "SELECT e.id, s.snapshot, \(Self.mark)\(cells.sql)\(tables)\(scope(conditions.map(\.sql))) ORDER BY \(order)\(limit)"
  }

  /// How SQLite goes about it, a step a line.
  func plan() throws -> [String] {
    try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + selection, arguments: arguments(conditions)).map { $0["detail"] }
  }

  private func select(_ listing: inout Listing) throws {
    let cursor = try Row.fetchCursor(database, sql: selection, arguments: arguments(conditions))
    while let row = try cursor.next() {
      if listing.rows.count == query.limit {
        listing.isCut = true
        break
      }
      listing.rows.append(try experiment(row))
    }
    guard conditions.contains(where: \.canBeUnknown) else { return }
    try countUnknown(&listing)
  }

  /// Rows that no condition excludes, and that some leave open.
  private func countUnknown(_ listing: inout Listing) throws {
    let open =
      conditions.map { "(\($0.sql)) IS NOT 0" } + [
        "(" + conditions.map { "(\($0.sql))" }.joined(separator: " AND ") + ") IS NULL"
      ]
    let arguments = arguments(conditions) + arguments(conditions)
    let count = try Int.fetchOne(database, sql: "SELECT count(*)\(tables)\(scope(open))", arguments: arguments) ?? 0
    guard count > 0 else { return }
    let rows = try Row.fetchAll(
      database, sql: "SELECT e.id, s.snapshot\(tables)\(scope(open)) ORDER BY \(Self.newest) LIMIT \(Self.sample)",
      arguments: arguments)
    var reasons = ListReasons()
    for row in rows {
      for formula in query.filters {
        guard case .unknown(let reason) = formula.truth(rowNames(row[0], row[1]), now: query.now) else { continue }
        reasons.add(reason)
        break
      }
    }
    listing.unknownCount = count
    listing.unknown = reasons.list(areLeast: count > rows.count)
  }

  /// Experiments whose reasons are worked out, when SQL has counted more.
  private static let sample = 200

  // MARK: Decided by the evaluator

  private func judge(_ listing: inout Listing) throws {
    let open = conditions.map { "(\($0.sql)) IS NOT 0" }
    let text = "SELECT e.id, s.snapshot, \(Self.mark)\(cells.sql)\(tables)\(scope(open)) ORDER BY \(order)"
    let cursor = try Row.fetchCursor(database, sql: text, arguments: arguments(conditions))
    var reasons = ListReasons()
    let parts = query.filters.flatMap(\.conjuncts).map { Formula($0) }
    while let row = try cursor.next() {
      let names = rowNames(row[0], row[1])
      var unknown: String?
      var isExcluded = false
      for part in parts {
        switch part.truth(names, now: query.now) {
        case .yes: continue
        case .no: isExcluded = true
        case .unknown(let reason): unknown = unknown ?? reason
        }
        if isExcluded { break }
      }
      if isExcluded { continue }
      if let unknown {
        reasons.add(unknown)
      } else if listing.rows.count == query.limit {
        listing.isCut = true
      } else {
        listing.rows.append(try experiment(row))
      }
    }
    listing.unknownCount = reasons.total
    listing.unknown = reasons.list(areLeast: false)
  }

  // MARK: Parts

  static let newest = "e.registered DESC, e.id DESC"

  /// Another experiment with the same config has other code. An unknown code is not another one.
  private static let mark = """
    EXISTS (SELECT 1 FROM standings o WHERE o.snapshot = s.snapshot AND o.code < s.code)
    OR EXISTS (SELECT 1 FROM standings o WHERE o.snapshot = s.snapshot AND o.code > s.code)
    """

  private var tables: String { " FROM experiments e JOIN standings s ON s.experiment = e.id\(filter.joins.sql)" }

  private func scope(_ conditions: [String]) -> String {
    let all = (query.includesHidden ? [] : ["s.hidden = 0"]) + conditions.map { "(\($0))" }
    return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
  }

  private func arguments(_ conditions: [ListCondition]) -> StatementArguments {
    StatementArguments(conditions.flatMap(\.arguments))
  }

  private func rowNames(_ experiment: Int64, _ snapshot: Int64) -> RowNames {
    RowNames(database: database, names: names, experiment: experiment, snapshot: snapshot)
  }

  private func experiment(_ row: Row) throws -> ListedExperiment {
    let values = try cells.values(row, from: 3, names: rowNames(row[0], row[1]))
    return ListedExperiment(
      name: row[3], cells: Array(values.prefix(query.columns.count)),
      classValues: Array(values.suffix(query.policy.classKeys.count)),
      hasOtherCode: row[2], facts: nil, number: row[0], snapshot: row[1])
  }
}

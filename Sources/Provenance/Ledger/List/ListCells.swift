import GRDB

/// What a query selects for its columns, and how the rows are read.
struct ListCells {
  /// How one column is read.
  private enum Plan {
    case fact(ListFact)
    /// Number, kind and spelling.
    case joined
    /// By a look-up in each row.
    case search(String)
  }

  private var plans: [Plan] = []
  /// Begins with the experiment's name; each expression with a comma before it.
  private(set) var sql = ", e.name"

  /// - Throws: kind `input` with near names for a column that nothing has.
  init(columns: [String], classKeys: [String], names: ListNames, joins: inout ListJoins) throws {
    for (place, name) in (columns + classKeys).enumerated() {
      switch names[name] {
      case .fact(let fact):
        plans.append(.fact(fact))
        sql += ", \(fact.sql)"
      case .nowhere(let reason) where place < columns.count:
        throw Failure(.input, reason, hint: "facts are \(ListFact.allCases.map(\.rawValue).joined(separator: " "))")
      default:
        let parts = [ListJoins.Kind.number, .kind, .spelling].map { joins.cell(names[name], $0) }
        guard let number = parts[0], let kind = parts[1], let spelling = parts[2] else {
          plans.append(.search(name))
          continue
        }
        plans.append(.joined)
        sql += ", \(number), \(kind), \(spelling)"
      }
    }
  }

  /// Reads a row's values; the experiment's name stands at `first`.
  func values(_ row: Row, from first: Int, names: RowNames) throws -> [ListValue?] {
    var index = first + 1
    return try plans.map { plan in
      switch plan {
      case .fact(let fact):
        defer { index += 1 }
        return ListValue(fact, row[index] as DatabaseValue)
      case .joined:
        defer { index += 3 }
        if let spelling = row[index + 2] as String? {
          return ListValue(kind: row[index + 1], spelling: spelling, number: row[index])
        }
        if let number = row[index] as Double? { return .number(number) }
        return (row[index + 1] as String?).flatMap { ListValue(word: $0) }
      case .search(let name): return try names.value(name)
      }
    }
  }
}

/// The `ORDER BY` of a query.
struct ListOrder {
  let query: ListQuery
  let names: ListNames

  /// - Throws: kind `input` if nothing has the name, or if it stands for several values.
  func sql(_ joins: inout ListJoins) throws -> String {
    switch query.order {
    case .newest: return ListReader.newest
    case .oldest: return "e.registered, e.id"
    case .by(let name, let isAscending): return try sql(name, isAscending, &joins) + ", " + ListReader.newest
    }
  }

  private func sql(_ name: String, _ isAscending: Bool?, _ joins: inout ListJoins) throws -> String {
    switch names[name] {
    case .nowhere(let reason): throw Failure(.input, "cannot sort: \(reason)", hint: "another name: --sort NAME")
    case .fact(let fact):
      let direction = isAscending ?? (fact.kind == .text || fact.kind == .set) ? "ASC" : "DESC"
      return "\(fact.sql) \(direction) NULLS LAST"
    case .sources:
      guard let number = joins.expression(names[name], .number), let text = joins.expression(names[name], .text) else {
        throw Failure(.input, "cannot sort by `\(name)`: it stands for several values", hint: "write a name whole: --sort NAME")
      }
      let direction = isAscending ?? isLowestBest(name) ? "ASC" : "DESC"
      guard text != "NULL" else { return "\(number) \(direction) NULLS LAST" }
      let truth = joins.expression(names[name], .truth) ?? "NULL"
      let words = isAscending ?? true ? "ASC" : "DESC"
      return "\(number) \(direction) NULLS LAST, \(text) \(words) NULLS LAST, \(truth) \(direction) NULLS LAST"
    }
  }

  /// Whether it is the primary metric, of which less is better.
  private func isLowestBest(_ name: String) -> Bool {
    query.policy.metrics.direction == .min
      && names[name].sources.contains { $0.name.isExactly(query.policy.metrics.primary) && $0.isBest }
  }
}

/// Reasons for which filters could not be told, counted.
struct ListReasons {
  private var counts: [(reason: String, count: Int)] = []
  private(set) var total = 0

  mutating func add(_ reason: String) {
    total += 1
    if let index = counts.firstIndex(where: { $0.reason == reason }) {
      counts[index].count += 1
    } else if counts.count < 1000 {
      counts.append((reason, 1))
    }
  }

  /// The most frequent first.
  func list(areLeast: Bool) -> [Listing.Unknown] {
    counts.sorted { $0.count > $1.count }.map { Listing.Unknown(reason: $0.reason, count: $0.count, isLeast: areLeast) }
  }
}

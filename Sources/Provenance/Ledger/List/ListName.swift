import GRDB

/// What a name in a list's filter, order or columns stands for in this ledger.
enum ListName {
  case fact(ListFact)
  /// Metrics and config keys. In each experiment the first of `wholes` that it has holds; else, if it has one of `ends` alone, that.
  case sources(wholes: [ListSource], ends: [ListSource])
  /// No experiment has it.
  case nowhere(String)

  var sources: [ListSource] { if case .sources(let wholes, let ends) = self { wholes + ends } else { [] } }
}

/// A metric or a config key, by its number in the ledger.
enum ListSource: Hashable {
  case metric(Int64, name: String, form: Form)
  /// `lists`: some config has several values there.
  case key(Int64, name: String, lists: Bool)

  /// Which of a metric's values is meant.
  enum Form: String {
    case min = "minimum"
    case max = "maximum"
    case last
    /// The best value of a metric whose better values nobody declared.
    case undeclared
  }

  var name: String {
    switch self {
    case .metric(_, let name, _), .key(_, let name, _): name
    }
  }
}

/// The names of a query, looked up once.
struct ListNames {
  private let known: [ExactString: ListName]

  /// Facts go before metrics, metrics before config keys, whole names before ends.
  init(_ names: [String], policy: Policy, _ database: Database) throws {
    var known: [ExactString: ListName] = [:]
    for name in names where known[ExactString(name)] == nil {
      known[ExactString(name)] = try Self.lookUp(name, policy, database)
    }
    self.known = known
  }

  subscript(name: String) -> ListName { known[ExactString(name)] ?? .nowhere("there is no `\(name)`") }

  private static func lookUp(_ name: String, _ policy: Policy, _ database: Database) throws -> ListName {
    if let fact = ListFact(word: name) { return .fact(fact) }
    var (wholes, ends): ([ListSource], [ListSource]) = ([], [])
    for (metric, word) in metricWords(name) {
      for row in try rows(in: "metric_names", "0", metric, database) {
        let source = ListSource.metric(row.id, name: row.name, form: form(word, of: row.name, policy))
        if row.name.isExactly(metric) { wholes.append(source) } else { ends.append(source) }
      }
    }
    for row in try rows(in: "config_keys", "lists", name, database) {
      let source = ListSource.key(row.id, name: row.name, lists: row.lists)
      if row.name.isExactly(name) { wholes.append(source) } else { ends.append(source) }
    }
    return wholes.isEmpty && ends.isEmpty ? .nowhere(try absence(of: name, database)) : .sources(wholes: wholes, ends: ends)
  }

  /// The metrics that a name may mean, with the word before: `best.val_auc` is the best of `val_auc`.
  private static func metricWords(_ name: String) -> [(metric: String, word: String)] {
    for word in ["best", "last", "min", "max"] where name.hasPrefix(word + ".") && name.utf8.count > word.utf8.count + 1 {
      return [(String(name.dropFirst(word.count + 1)), word), (name, "")]
    }
    return [(name, "")]
  }

  /// Which way is better is declared for the primary metric only; alone, the name of any other metric means its last value.
  private static func form(_ word: String, of metric: String, _ policy: Policy) -> ListSource.Form {
    let isPrimary = metric.isExactly(policy.metrics.primary)
    switch word {
    case "min": return .min
    case "max": return .max
    case "last": return .last
    case "best" where !isPrimary: return .undeclared
    default: return isPrimary ? (policy.metrics.direction == .max ? .max : .min) : .last
    }
  }

  /// The names that are this one, or end in it after a point.
  private static func rows(
    in table: String, _ lists: String, _ name: String, _ database: Database
  ) throws -> [(id: Int64, name: String, lists: Bool)] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id, name, \(lists) FROM \(table)
        WHERE name = ?1 OR (length(name) > length(?1) AND substr(name, -length(?1) - 1) = '.' || ?1) ORDER BY name
        """)
    return try Row.fetchAll(statement, arguments: [name]).map { ($0[0], $0[1], $0[2]) }
  }

  private static func absence(of name: String, _ database: Database) throws -> String {
    let names = try String.fetchAll(database, sql: "SELECT name FROM metric_names UNION SELECT name FROM config_keys")
    let near = nearNames(to: name, in: names + ListFact.allCases.map(\.rawValue))
    let hint = near.isEmpty ? "" : ": did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"
    return "no experiment has `\(name)`" + hint
  }
}

/// The tables that a query joins for the metrics and config keys that it asks for. Each gives one row an experiment, or none.
struct ListJoins {
  enum Kind: String { case number, text, truth, spelling, kind }

  private var joined: Set<ListSource> = []
  private(set) var sql = ""

  /// More would be slower than a look-up of what a row has.
  private static let limit = 12

  /// Returns the expression for a name's value; NULL where an experiment has none of that kind.
  ///
  /// - Returns: nil if it cannot be said exactly: several values in one config, too many sources, or what is never of that kind.
  mutating func expression(_ name: ListName, _ kind: Kind) -> String? {
    switch name {
    case .nowhere: return "NULL"
    case .fact(let fact): return kind == .truth && fact.kind == .truth ? fact.sql : nil
    case .sources(let wholes, let ends):
      let all = wholes + ends
      // What is of another kind can be compared as little as what is not there.
      guard all.contains(where: { $0.can(be: kind) }) else { return "NULL" }
      guard kind == .spelling || kind == .kind || !all.contains(where: \.hasLists) else { return nil }
      guard joined.union(all).count <= Self.limit else { return nil }
      for source in all { join(source) }
      if all.count == 1 { return all[0].column(kind) }
      var text = "CASE"
      for source in wholes { text += " WHEN \(source.presence) THEN \(source.column(kind))" }
      if !ends.isEmpty {
        let count = ends.map { "(\($0.presence))" }.joined(separator: " + ")
        let value = ends.map { "CASE WHEN \($0.presence) THEN \($0.column(kind)) END" }.joined(separator: ", ")
        text += " WHEN \(count) = 1 THEN \(ends.count == 1 ? value : "coalesce(\(value))")"
      }
      return text + " END"
    }
  }

  /// As ``expression(_:_:)``, to be shown; several values in one config can be.
  mutating func cell(_ name: ListName, _ kind: Kind) -> String? {
    if case .sources(let wholes, let ends) = name, kind == .number, (wholes + ends).contains(where: \.hasLists) { return "NULL" }
    return expression(name, kind)
  }

  private mutating func join(_ source: ListSource) {
    guard joined.insert(source).inserted else { return }
    switch source {
    case .metric(let id, _, _) where sql.contains(" m\(id) "): break
    case .metric(let id, _, _):
      sql += " LEFT JOIN metric_values m\(id) ON m\(id).metric = \(id) AND m\(id).experiment = e.id"
    case .key(let id, _, _):
      sql +=
        " LEFT JOIN config_values c\(id) ON c\(id).key = \(id) AND c\(id).snapshot = s.snapshot"
        + " LEFT JOIN literals l\(id) ON l\(id).id = c\(id).literal"
    }
  }
}

extension ListSource {
  var hasLists: Bool { if case .key(_, _, let lists) = self { lists } else { false } }

  func can(be kind: ListJoins.Kind) -> Bool {
    switch self {
    case .metric(_, _, .undeclared): false
    case .metric: kind == .number || kind == .kind
    case .key: true
    }
  }

  /// Whether it is a metric's best value, not its last.
  var isBest: Bool { if case .metric(_, _, let form) = self { form != .last } else { false } }

  /// Whether the joined row is there.
  var presence: String {
    switch self {
    case .metric(let id, _, _): "m\(id).metric IS NOT NULL"
    case .key(let id, _, _): "c\(id).key IS NOT NULL"
    }
  }

  func column(_ kind: ListJoins.Kind) -> String {
    switch self {
    case .metric(let id, _, let form) where can(be: kind):
      kind == .number ? "m\(id).\(form.rawValue)" : form == .last ? "m\(id).last_word" : "NULL"
    case .metric: "NULL"
    case .key(let id, _, _): "l\(id).\(kind.rawValue)"
    }
  }
}

import GRDB

/// A condition in SQL: 1 where it holds, 0 where it does not, NULL where it cannot be told, exactly as the evaluator would have it.
struct ListCondition {
  var sql: String
  var arguments: [any DatabaseValueConvertible] = []
  /// Whether it may be NULL.
  var canBeUnknown = true
}

extension Formula {
  /// The conditions that must all hold.
  var conjuncts: [Node] { if case .all(let nodes) = root { nodes } else { [root] } }
}

/// Translates filters into SQL. What it cannot translate exactly it refuses; then the evaluator decides.
struct ListFilter {
  let names: ListNames
  let now: Moment
  var joins = ListJoins()

  init(names: ListNames, now: Moment) { (self.names, self.now) = (names, now) }

  /// SQL's own three-valued logic is Kleene's, which is the language's.
  mutating func condition(_ node: Node) -> ListCondition? {
    switch node {
    case .truth(let truth): return ListCondition(sql: truth ? "1" : "0")
    case .name(let name): return joins.expression(names[name], .truth).map { ListCondition(sql: $0) }
    case .not(let inner):
      guard let inner = condition(inner) else { return nil }
      return ListCondition(sql: "NOT (\(inner.sql))", arguments: inner.arguments, canBeUnknown: inner.canBeUnknown)
    case .all(let nodes): return junction(nodes, " AND ")
    case .any(let nodes): return junction(nodes, " OR ")
    case .comparison(let first, let rest):
      var (left, pairs) = (first, [ListCondition]())
      for comparand in rest {
        guard let pair = pair(left, comparand.relation, comparand.node) else { return nil }
        pairs.append(pair)
        left = comparand.node
      }
      return joined(pairs, " AND ")
    default: return nil
    }
  }

  private mutating func junction(_ nodes: [Node], _ word: String) -> ListCondition? {
    var parts: [ListCondition] = []
    for node in nodes {
      guard let part = condition(node) else { return nil }
      parts.append(part)
    }
    return joined(parts, word)
  }

  private func joined(_ parts: [ListCondition], _ word: String) -> ListCondition {
    if parts.count == 1 { return parts[0] }
    return ListCondition(
      sql: parts.map { "(\($0.sql))" }.joined(separator: word), arguments: parts.flatMap(\.arguments),
      canBeUnknown: parts.contains(where: \.canBeUnknown))
  }

  // MARK: Comparisons

  private mutating func pair(_ left: Node, _ relation: Node.Relation, _ right: Node) -> ListCondition? {
    if case .name(let name) = left, let scalar = constant(right) { return compare(name, relation, scalar) }
    if case .name(let name) = right, let scalar = constant(left) { return compare(name, relation.reversed, scalar) }
    guard left.names.isEmpty, right.names.isEmpty else { return nil }
    switch Formula(.comparison(left, [Node.Comparand(relation, right)])).truth(NameTable([]), now: now) {
    case .yes: return ListCondition(sql: "1")
    case .no: return ListCondition(sql: "0")
    case .unknown: return ListCondition(sql: "NULL")
    }
  }

  private func constant(_ node: Node) -> Scalar? {
    guard node.names.isEmpty, case .value(let scalar) = Formula(node).evaluate(NameTable([]), now: now) else { return nil }
    return scalar
  }

  private mutating func compare(_ name: String, _ relation: Node.Relation, _ scalar: Scalar) -> ListCondition? {
    switch names[name] {
    case .nowhere: return ListCondition(sql: "NULL")
    case .fact(let fact): return compare(fact, relation, scalar)
    case .sources: break
    }
    let kind: ListJoins.Kind
    let value: any DatabaseValueConvertible
    switch scalar {
    case .number(let number) where number.isFinite: (kind, value) = (.number, number)
    case .text(let text): (kind, value) = (.text, text)
    case .truth(let truth): (kind, value) = (.truth, truth)
    // No config and no metric has a time, and what is not finite satisfies nothing.
    case .number, .time: return joins.expression(names[name], .number).map { _ in ListCondition(sql: "NULL") }
    }
    return joins.expression(names[name], kind).map { ListCondition(sql: "\($0) \(relation.sql) ?", arguments: [value]) }
  }

  private func compare(_ fact: ListFact, _ relation: Node.Relation, _ scalar: Scalar) -> ListCondition? {
    if var condition = comparison(fact, relation, scalar) {
      condition.canBeUnknown = !fact.isAlwaysKnown
      return condition
    }
    // Of another kind; of none of its members if it has none.
    return fact.kind == .set ? nil : ListCondition(sql: "NULL")
  }

  private func comparison(_ fact: ListFact, _ relation: Node.Relation, _ scalar: Scalar) -> ListCondition? {
    switch (fact.kind, scalar) {
    case (.text, .text(let text)): return ListCondition(sql: "\(fact.sql) \(relation.sql) ?", arguments: [text])
    case (.number, .number(let number)) where number.isFinite:
      return ListCondition(sql: "\(fact.sql) \(relation.sql) ?", arguments: [number])
    case (.truth, .truth(let truth)): return ListCondition(sql: "\(fact.sql) \(relation.sql) ?", arguments: [truth])
    case (.time, .time(let span)): return compare(fact.sql, relation, span)
    case (.set, .text(let text)): return compare(set: fact, relation, text)
    default: return nil
    }
  }

  /// A moment is one millisecond long, and spans that overlap are equal.
  private func compare(_ column: String, _ relation: Node.Relation, _ span: TimeSpan) -> ListCondition {
    let (start, end) = (span.start, span.start + span.length)
    switch relation {
    case .less: return ListCondition(sql: "\(column) < ?", arguments: [start])
    case .atMost: return ListCondition(sql: "\(column) < ?", arguments: [end])
    case .atLeast: return ListCondition(sql: "\(column) >= ?", arguments: [start])
    case .greater: return ListCondition(sql: "\(column) >= ?", arguments: [end])
    case .equal: return ListCondition(sql: "\(column) >= ? AND \(column) < ?", arguments: [start, end])
    case .unequal: return ListCondition(sql: "NOT (\(column) >= ? AND \(column) < ?)", arguments: [start, end])
    }
  }

  /// Holds if it does for one member; unequal if it is for all. There may be none.
  private func compare(set fact: ListFact, _ relation: Node.Relation, _ text: String) -> ListCondition {
    let isUnequal = relation == .unequal
    guard fact == .tag else {
      return ListCondition(sql: "coalesce(\(fact.sql) \(relation.sql) ?, \(isUnequal ? 1 : 0))", arguments: [text])
    }
    let word = isUnequal ? "NOT IN" : "IN"
    let inner = isUnequal ? Node.Relation.equal : relation
    return ListCondition(sql: "e.id \(word) (SELECT experiment FROM tags WHERE tag \(inner.sql) ?)", arguments: [text])
  }
}

extension Node.Relation {
  /// SQLite compares texts by their bytes, as the language does.
  var sql: String { self == .equal ? "=" : rawValue }

  /// The relation seen from the other side.
  var reversed: Node.Relation {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .atLeast: .atMost
    case .greater: .less
    case .equal, .unequal: self
    }
  }
}

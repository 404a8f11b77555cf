/// Works an expression out. Absence is carried along with its reason; `and` and `or` need only what decides them.
struct FormulaEvaluator<Source: Names> {
  let names: Source
  let now: Moment

  /// What a part comes to before an aggregate has made one of many.
  private enum Result {
    case one(Outcome)
    case many([Outcome])
    case set([Scalar])

    /// Each value for itself.
    var outcomes: [Outcome] {
      switch self {
      case .one(let outcome): [outcome]
      case .many(let outcomes): outcomes
      case .set(let scalars): scalars.map(Outcome.value)
      }
    }
  }

  func outcome(of node: Node) -> Outcome {
    let outcomes: [Outcome]
    switch result(of: node) {
    case .one(let outcome): return outcome
    case .many(let several): outcomes = several
    case .set(let scalars): outcomes = scalars.map(Outcome.value)
    }
    if outcomes.count == 1 { return outcomes[0] }
    if outcomes.isEmpty { return .missing("\(node.quoted) has no values") }
    return .missing("\(node.quoted) has \(outcomes.count) values: make one of them by min, max, mean, median or count")
  }

  private func result(of node: Node) -> Result {
    switch node {
    case .number(let magnitude, let unit): .one(.value(.number(unit.apply(to: magnitude))))
    case .text(let text): .one(.value(.text(text)))
    case .truth(let truth): .one(.value(.truth(truth)))
    case .date(let date): .one(.value(.time(date.span(now: now))))
    case .name(let name): lookup(name)
    case .negative(let inner): each(inner) { negative($0, inner) }
    case .arithmetic(let sign, let left, let right):
      pairs(result(of: left), result(of: right), node) { arithmetic(sign, $0, $1, left, right) }
    case .comparison(let first, let rest): chain(first, rest)
    case .not(let inner): each(inner) { negated($0, inner) }
    case .all(let nodes): junction(nodes, node, decidedBy: false)
    case .any(let nodes): junction(nodes, node, decidedBy: true)
    case .call(let function, let nodes):
      function.isAggregate
        ? .one(aggregate(function, nodes))
        : each(nodes[0]) { apply(function, $0, nodes[0]) }
    }
  }

  private func lookup(_ name: String) -> Result {
    switch names.lookup(name) {
    case .value(let scalar): return .one(.value(scalar))
    case .values(let scalars): return .many(scalars.map(Outcome.value))
    case .set(let scalars): return .set(scalars)
    case .missing(let reason):
      return .one(.missing(reason.contains("`\(name)`") ? reason : "`\(name)` has no value: \(reason)"))
    case .ambiguous(let candidates):
      let list = candidates.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      return .one(.missing("`\(name)` may be \(list)\(candidates.count > 8 ? ", …" : ""): write one of them whole"))
    }
  }

  // MARK: One by one

  private func each(_ node: Node, _ change: (Scalar) -> Outcome) -> Result {
    func changed(_ outcome: Outcome) -> Outcome {
      if case .value(let scalar) = outcome { change(scalar) } else { outcome }
    }
    switch result(of: node) {
    case .one(let outcome): return .one(changed(outcome))
    case .many(let outcomes): return .many(outcomes.map(changed))
    case .set(let scalars): return .many(scalars.map(change))
    }
  }

  private func pairs(
    _ left: Result, _ right: Result, _ node: Node, _ join: (Outcome, Outcome) -> Outcome
  ) -> Result {
    switch (left, right) {
    case (.one(let left), .one(let right)): return .one(join(left, right))
    case (.one(let left), _): return .many(right.outcomes.map { join(left, $0) })
    case (_, .one(let right)): return .many(left.outcomes.map { join($0, right) })
    default:
      let (left, right) = (left.outcomes, right.outcomes)
      guard left.count == right.count else {
        return .one(.missing("\(node.quoted) pairs \(left.count) values with \(right.count)"))
      }
      return .many(zip(left, right).map(join))
    }
  }

  private func pairs(
    _ left: Result, _ right: Result, _ node: Node, _ join: (Scalar, Scalar) -> Outcome
  ) -> Result {
    pairs(left, right, node) { (left: Outcome, right: Outcome) in
      switch (left, right) {
      case (.value(let left), .value(let right)): join(left, right)
      case (.missing, _): left
      default: right
      }
    }
  }

  // MARK: Conditions

  private func chain(_ first: Node, _ rest: [Node.Comparand]) -> Result {
    var (leftNode, left) = (first, result(of: first))
    var whole: Result?
    for comparand in rest {
      let right = result(of: comparand.node)
      let pair = compare(leftNode, left, comparand.relation, comparand.node, right)
      whole =
        whole.map { pairs($0, pair, .comparison(first, rest)) { joined($0, $1, decidedBy: false) } } ?? pair
      (leftNode, left) = (comparand.node, right)
    }
    return whole ?? .one(.value(.truth(true)))
  }

  private func compare(
    _ leftNode: Node, _ left: Result, _ relation: Node.Relation, _ rightNode: Node, _ right: Result
  ) -> Result {
    let node = Node.comparison(leftNode, [Node.Comparand(relation, rightNode)])
    let compared = pairs(left, right, node) { (left: Scalar, right: Scalar) in
      left.satisfies(relation, right).map { .value(.truth($0)) }
        ?? .missing(incomparable(leftNode, left, rightNode, right))
    }
    switch (left, right) {
    case (.set, _), (_, .set):
      // Unequal to a set means that none of its members is equal.
      let decisive = relation != .unequal
      let none = Outcome.value(.truth(!decisive))
      return .one(compared.outcomes.reduce(none) { joined($0, $1, decidedBy: decisive) })
    default: return compared
    }
  }

  private func incomparable(_ leftNode: Node, _ left: Scalar, _ rightNode: Node, _ right: Scalar) -> String {
    for (node, scalar) in [(leftNode, left), (rightNode, right)] {
      if case .number(let number) = scalar, !number.isFinite {
        return "\(node.quoted) is \(number.isNaN ? "not a number (NaN)" : "infinite"), which satisfies no comparison"
      }
    }
    return "\(leftNode.quoted) is \(left.kind) and \(rightNode.quoted) is \(right.kind): they cannot be compared"
  }

  private func negated(_ scalar: Scalar, _ node: Node) -> Outcome {
    guard case .truth(let truth) = scalar else { return .missing("\(node.quoted) is \(scalar.kind), not a condition") }
    return .value(.truth(!truth))
  }

  private func junction(_ nodes: [Node], _ whole: Node, decidedBy decisive: Bool) -> Result {
    var joint = Result.one(.value(.truth(!decisive)))
    for node in nodes {
      let next = each(node) { scalar in
        if case .truth = scalar { .value(scalar) } else { .missing("\(node.quoted) is \(scalar.kind), not a condition") }
      }
      joint = pairs(joint, next, whole) { (left: Outcome, right: Outcome) in joined(left, right, decidedBy: decisive) }
    }
    return joint
  }

  /// Kleene's logic: what decides wins over what is unknown, and unknown over the rest.
  private func joined(_ left: Outcome, _ right: Outcome, decidedBy decisive: Bool) -> Outcome {
    let decided = Outcome.value(.truth(decisive))
    if left == decided || right == decided { return decided }
    if case .missing = left { return left }
    return right
  }

  // MARK: Arithmetic

  private func negative(_ scalar: Scalar, _ node: Node) -> Outcome {
    guard case .number(let number) = scalar else { return .missing("\(node.quoted) is \(scalar.kind), not a number") }
    return .value(.number(-number))
  }

  private func arithmetic(
    _ sign: Node.Arithmetic, _ left: Scalar, _ right: Scalar, _ leftNode: Node, _ rightNode: Node
  ) -> Outcome {
    switch (left, sign, right) {
    case (.number(let left), _, .number(let right)): return .value(.number(sign.apply(left, right)))
    case (.time(let left), .subtract, .time(let right)):
      return .value(.number((Double(left.start) - Double(right.start)) / 1000))
    case (.time(let span), .add, .number(let seconds)), (.number(let seconds), .add, .time(let span)):
      return shifted(span, seconds)
    case (.time(let span), .subtract, .number(let seconds)): return shifted(span, -seconds)
    case (.number, _, _): return .missing("\(rightNode.quoted) is \(right.kind): '\(sign.rawValue)' cannot take it")
    default: return .missing("\(leftNode.quoted) is \(left.kind): '\(sign.rawValue)' cannot take it")
    }
  }

  private func shifted(_ span: TimeSpan, _ seconds: Double) -> Outcome {
    span.shifted(seconds: seconds).map { .value(.time($0)) } ?? .missing("no date lies so far away")
  }

  private func apply(_ function: Function, _ scalar: Scalar, _ node: Node) -> Outcome {
    guard case .number(let number) = scalar else {
      return .missing("\(node.quoted) is \(scalar.kind): \(function.rawValue) takes a number")
    }
    return .value(.number(function.apply(number)))
  }

  // MARK: Aggregates

  private func aggregate(_ function: Function, _ nodes: [Node]) -> Outcome {
    var numbers: [Double] = []
    for node in nodes {
      let outcomes = result(of: node).outcomes
      if function == .count { return counted(outcomes, node) }
      for outcome in outcomes {
        switch outcome {
        case .missing: return outcome
        case .value(.number(let number)): numbers.append(number)
        case .value(let scalar):
          return .missing("\(node.quoted) is \(scalar.kind): \(function.rawValue) takes numbers")
        }
      }
    }
    if let number = function.combine(numbers) { return .value(.number(number)) }
    let list = Node.call(function, nodes).quoted
    return .missing(numbers.isEmpty ? "\(list) has no values" : "\(list) needs at least two values")
  }

  /// Counts the conditions that hold, or else the values. One that cannot be told makes the number unknown: it might be counted.
  private func counted(_ outcomes: [Outcome], _ node: Node) -> Outcome {
    var count = 0
    var unknown: (count: Int, first: String)?
    for outcome in outcomes {
      switch outcome {
      case .value(.truth(let holds)): count += holds ? 1 : 0
      case .value: count += 1
      case .missing(let reason): unknown = ((unknown?.count ?? 0) + 1, unknown?.first ?? reason)
      }
    }
    guard let unknown else { return .value(.number(Double(count))) }
    if outcomes.count == 1 { return .missing(unknown.first) }
    return .missing("\(unknown.count) of \(outcomes.count) in \(node.quoted) cannot be told: \(unknown.first)")
  }
}

import TestSupport
import Testing

@testable import Provenance

/// What SQL answers is what the evaluator says of every single experiment.
@Suite struct ListTests {
  @Test(arguments: 1...12) func sqlListsExactlyWhatTheEvaluatorLists(_ seed: UInt64) throws {
    let generated = try GeneratedLedger(seed: seed, count: 60)
    var samples = FormulaSamples(seed: seed &+ 1000)
    var (translated, known) = (0, 0)
    for _ in 0..<150 {
      let formulas = (0...samples.below(2)).map { _ in Formula(samples.filter(depth: samples.below(3))) }
      var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
      query.filters = formulas
      query.includesHidden = samples.below(3) == 0
      let listing = try generated.ledger.list(query)
      let visible = generated.experiments.reversed().filter { query.includesHidden || !$0.isHidden }
      let truths = visible.map { experiment in
        formulas.flatMap(\.conjuncts).map { Formula($0).truth(ExpectedNames(experiment: experiment), now: generated.now) }
      }
      let expected = zip(visible, truths).filter { $1.allSatisfy { $0 == .yes } }.map(\.0.name)
      let open = truths.filter { !$0.contains(.no) && !$0.allSatisfy { $0 == .yes } }.count
      #expect(listing.rows.map(\.name) == expected, "\(formulas)")
      #expect(listing.unknownCount == open, "\(formulas)")
      #expect((listing.unknown.reduce(0) { $0 + $1.count }) == open, "\(formulas)")
      known += expected.count
      translated += try generated.translates(query) ? 1 : 0
    }
    // Neither all nor nothing: both ways are tried.
    #expect(known > 100 && (30..<150).contains(translated), "\(known) \(translated)")
  }

  @Test func aLedgerMadeAnewListsTheSame() throws {
    let generated = try GeneratedLedger(seed: 77, count: 40)
    var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
    query.includesHidden = true
    query.withFacts = true
    query.columns = ["lr", "training.lr", "val_auc", "loss", "tag", "hidden", "data.fold"]
    let before = try generated.ledger.list(query)
    try generated.ledger.write { database in
      for table in ["experiments", "standings", "attempts", "tags", "metric_summaries", "metric_values"] {
        try database.execute(sql: "DELETE FROM \(table)")
      }
      try generated.ledger.indexAll(database)
    }
    let after = try generated.ledger.list(query)
    #expect(before.rows.count == 40)
    #expect(
      before.rows.map { "\($0.name) \($0.cells) \($0.classValues) \(String(describing: $0.facts))" }
        == after.rows.map { "\($0.name) \($0.cells) \($0.classValues) \(String(describing: $0.facts))" })
  }

  @Test func aNameThatNobodyHasIsSaidWithNearOnes() throws {
    let generated = try GeneratedLedger(seed: 5, count: 20)
    var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
    query.filters = [try Formula.parse("val_acu > 0.5", mode: .filter)]
    let listing = try generated.ledger.list(query)
    #expect(listing.rows.isEmpty)
    #expect(listing.unheardOf == ["no experiment has `val_acu`: did you mean `val_auc`?"])
    query.filters = []
    query.order = .by("val_acu", isAscending: nil)
    #expect(throws: Failure.self) { try generated.ledger.list(query) }
    query.order = .newest
    query.columns = ["val_acu"]
    #expect(throws: Failure.self) { try generated.ledger.list(query) }
  }

  @Test func rowsAreSortedWithUnknownOnesLastAndCutAtTheLimit() throws {
    let generated = try GeneratedLedger(seed: 6, count: 60)
    for (word, isAscending) in [("val_auc", false), ("val_auc:asc", true), ("min.loss:desc", false)] {
      var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
      query.order = ListQuery.Order(word: word)
      query.columns = [String(word.prefix { $0 != ":" })]
      query.includesHidden = true
      let values = try generated.ledger.list(query).rows.map {
        $0.cells[0].flatMap { if case .number(let number, _) = $0 { number } else { nil } }
      }
      let known = values.compactMap(\.self)
      #expect(known.count > 10 && known.count < 60)
      #expect(known == known.sorted(by: isAscending ? { $0 < $1 } : { $0 > $1 }))
      #expect(values.prefix(known.count).allSatisfy { $0 != nil })
      query.limit = 7
      let cut = try generated.ledger.list(query)
      #expect(cut.rows.count == 7 && cut.isCut)
      #expect(
        cut.rows.map(\.cells)
          == (try {
            query.limit = nil; return try generated.ledger.list(query)
          }()).rows.prefix(7).map(\.cells))
    }
  }

  @Test func aConfigThatComesLaterIsTakenInBySync() throws {
    let generated = try GeneratedLedger(seed: 9, count: 40)
    let missing = try #require(generated.experiments.first { $0.config.root.isEmpty })
    var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
    query.filters = [try Formula.parse("name=\(missing.name) and fold >= 0", mode: .filter)]
    query.includesHidden = true
    let before = try generated.ledger.list(query)
    #expect(before.rows.isEmpty)
    #expect(before.unknown.first?.reason.contains("xp sync") == true)
  }

  /// A filter on a name and a value, with its order, is answered from an index: whole tables are not read.
  @Test(arguments: ["val_auc >= 0.7", "lr=3e-4", "tag=paper", "status=failed", "optimizer.lr=adam"])
  func aFilterFindsItsRowsByAnIndex(_ text: String) throws {
    let generated = try GeneratedLedger(seed: 3, count: 60)
    var query = ListQuery(policy: GeneratedLedger.policy, now: generated.now)
    query.filters = [try Formula.parse(text, mode: .filter)]
    let plan = try generated.ledger.read { try ListReader(query: query, $0).plan() }
    let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("SUBQUERY") && !$0.contains("INDEX") }
    #expect(scans.isEmpty || text == "lr=3e-4", "\(plan)")
  }
}

extension GeneratedLedger {
  /// Whether SQL alone decides all filters.
  func translates(_ query: ListQuery) throws -> Bool {
    try ledger.read { database in
      var filter = try ListFilter(names: ListNames(query.names, policy: query.policy, database), now: query.now)
      return query.filters.flatMap(\.conjuncts).allSatisfy { filter.condition($0) != nil }
    }
  }
}

extension FormulaSamples {
  /// A condition as people ask for in lists.
  mutating func filter(depth: Int) -> Node {
    guard depth > 0 else { return comparison() }
    switch below(6) {
    case 0: return .any((0...1 + below(2)).map { _ in filter(depth: depth - 1) })
    case 1, 2: return .all((0...1 + below(2)).map { _ in filter(depth: depth - 1) })
    case 3: return .not(filter(depth: depth - 1))
    default: return comparison()
    }
  }

  private mutating func comparison() -> Node {
    let name = Node.name(
      pick([
        "val_auc", "best.val_auc", "last.val_auc", "min.loss", "loss", "train.loss", "max.train.loss", "best.loss", "lr",
        "training.lr",
        "optimizer.lr", "training.loss", "hidden", "flag", "fold", "model", "status", "tag", "campaign", "started", "exit",
        "archived",
        "attempts", "nowhere",
      ]))
    if below(12) == 0 { return name }
    let relation = pick(Node.Relation.allCases)
    let value = pick([
      Node.number(0.5, .none), .number(1e-3, .none), .number(3, .none), .number(1, .none), .number(3e-4, .none), .text("adam"),
      .text("paper"),
      .text("completed"), .text("gru"), .text("c1"), .text("é"), .truth(true), .date(.calendar("2026-11-20")),
      .arithmetic(.subtract, .date(.now), .number(2, .days)), .arithmetic(.divide, .number(1, .none), .number(0, .none)),
      .name("training.lr"),
      .arithmetic(.add, .name("val_auc"), .number(0.1, .none)), .call(.max, [.name("loss"), .number(0.2, .none)]),
    ])
    switch below(6) {
    case 0: return .comparison(value, [Node.Comparand(relation, name)])
    case 1:
      return .comparison(value, [Node.Comparand(.atMost, name), Node.Comparand(.less, pick([.number(1.5, .none), .text("x")]))])
    default: return .comparison(name, [Node.Comparand(relation, value)])
    }
  }
}

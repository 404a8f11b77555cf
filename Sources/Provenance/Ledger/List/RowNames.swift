import GRDB

/// What the names of a query stand for in one experiment, looked up one by one: for the evaluator, and for what SQL cannot say.
struct RowNames: Names {
  let database: Database
  let names: ListNames
  /// `experiments.id`, `snapshots.id`.
  let experiment: Int64
  let snapshot: Int64

  func lookup(_ name: String) -> NameResult {
    do { return try find(name) } catch { return .missing("the ledger cannot be read: \(error)") }
  }

  /// Returns the value; nil where there is none.
  func value(_ name: String) throws -> ListValue? {
    switch names[name] {
    case .nowhere: return nil
    case .fact(let fact): return try value(of: fact)
    case .sources(let wholes, let ends):
      for source in wholes { if let found = try value(of: source) { return found.value } }
      let found = try ends.compactMap { try value(of: $0) }
      return found.count == 1 ? found[0].value : nil
    }
  }

  private func find(_ name: String) throws -> NameResult {
    switch names[name] {
    case .nowhere(let reason): return .missing(reason)
    case .fact(let fact):
      return try value(of: fact)?.result ?? .missing("`\(name)` is unknown: \(fact.absence(status: try status()))")
    case .sources(let wholes, let ends):
      for source in wholes { if let found = try value(of: source) { return found.result(of: source) } }
      var found: [(source: ListSource, value: Present)] = []
      for source in ends { if let value = try value(of: source) { found.append((source, value)) } }
      if found.count > 1 { return .ambiguous(found.map(\.source.name)) }
      if let only = found.first { return only.value.result(of: only.source) }
      return .missing(try absence(of: name, wholes + ends))
    }
  }

  /// A source that an experiment has; its value may still be none.
  private struct Present {
    var value: ListValue?
    var doubt: String?

    func result(of source: ListSource) -> NameResult {
      value?.result ?? .missing(doubt.map { "`\(source.name)` \($0)" } ?? "no value of `\(source.name)` is finite")
    }
  }

  private func value(of source: ListSource) throws -> Present? {
    switch source {
    case .metric(let id, _, let form):
      let column = form == .undeclared ? "NULL" : form.rawValue
      let statement = try database.cachedStatement(
        sql: "SELECT \(column), last_word FROM metric_values WHERE metric = ? AND experiment = ?")
      guard let row = try Row.fetchOne(statement, arguments: [id, experiment]) else { return nil }
      if form == .undeclared { return Present(doubt: "has no best: which way is better is declared for the primary metric only") }
      return Self.present(number: row[0], word: form == .last ? row[1] : nil)
    case .key(let id, _, _):
      let statement = try database.cachedStatement(
        sql: """
          SELECT kind, spelling, number FROM config_values c JOIN literals l ON l.id = c.literal WHERE snapshot = ? AND key = ?
          """)
      guard let row = try Row.fetchOne(statement, arguments: [snapshot, id]) else { return nil }
      return Present(value: ListValue(kind: row[0], spelling: row[1], number: row[2]))
    }
  }

  private static func present(number: Double?, word: String?) -> Present {
    if word == "disagree" { return Present(doubt: "ends in different values in its sources") }
    return Present(value: number.map { .number($0) } ?? word.flatMap { ListValue(word: $0) })
  }

  private func value(of fact: ListFact) throws -> ListValue? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(fact.sql) FROM experiments e JOIN standings s ON s.experiment = e.id WHERE e.id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [experiment]) else { return nil }
    return ListValue(fact, row[0] as DatabaseValue)
  }

  private func status() throws -> String {
    let statement = try database.cachedStatement(sql: "SELECT status FROM standings WHERE experiment = ?")
    return try String.fetchOne(statement, arguments: [experiment]) ?? "registered"
  }

  private func absence(of name: String, _ sources: [ListSource]) throws -> String {
    let isMetric = sources.contains { if case .metric = $0 { true } else { false } }
    let isKey = sources.contains { if case .key = $0 { true } else { false } }
    if isMetric, !isKey {
      switch try status() {
      case "registered": return "`\(name)` has no value: it was not run"
      case "running": return "`\(name)` has no value: it has not ended"
      default: return "`\(name)` has no value: its run has no such metric"
      }
    }
    let read = try database.cachedStatement(sql: "SELECT keys IS NOT NULL FROM snapshots WHERE id = ?")
    guard try Bool.fetchOne(read, arguments: [snapshot]) ?? false else {
      return "`\(name)` has no value: its config.json could not be read (once it can: xp sync)"
    }
    return "`\(name)` has no value: its config has no such key" + (isMetric ? ", its run no such metric" : "")
  }
}

extension ListValue {
  /// A config's value, by the columns of `literals`.
  init(kind: String, spelling: String, number: Double?) {
    switch kind {
    case "number": self = .number(number ?? Double(spelling) ?? Self.nonFinite(spelling), spelling: spelling)
    case "text": self = .text(spelling)
    case "truth": self = .truth(spelling == "true")
    default: self = .json(spelling)
    }
  }

  /// A number that is not finite, by its word; nil for another word.
  init?(word: String) {
    switch word {
    case "NaN": self = .number(.nan, spelling: word)
    case "Infinity": self = .number(.infinity, spelling: word)
    case "-Infinity": self = .number(-.infinity, spelling: word)
    default: return nil
    }
  }

  /// `.inf` and `.nan`, however YAML or TOML spell them.
  private static func nonFinite(_ spelling: String) -> Double {
    let word = spelling.lowercased()
    return word.contains("inf") ? (word.hasPrefix("-") ? -.infinity : .infinity) : .nan
  }

  /// A fact's value, as its column has it; nil where it is unknown.
  init?(_ fact: ListFact, _ column: DatabaseValue) {
    switch (fact.kind, column.storage) {
    case (.set, .null): self = .set([])
    case (.set, .string(let text)): self = .set(fact == .tag ? text.split(separator: "\u{1F}").map(String.init) : [text])
    case (.text, .string(let text)): self = .text(text)
    case (.number, .int64(let number)): self = .number(Double(number), spelling: String(number))
    case (.number, .double(let number)): self = .number(number)
    case (.truth, .int64(let number)): self = .truth(number != 0)
    case (.time, .int64(let milliseconds)): self = .time(Moment(local: milliseconds))
    default: return nil
    }
  }
}

extension Moment {
  /// With this machine's local offset at that time.
  init(local milliseconds: Int64) {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    self.init(seconds: Int(seconds), nanoseconds: Int(milliseconds - seconds * 1000) * 1_000_000)
  }
}

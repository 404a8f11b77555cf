import Foundation
import GRDB
import TestSupport
import Testing

@testable import Provenance

@Suite struct DuplicatesTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!
  private var project: Project { scratchProject(scratch) }

  private var policy: Policy {
    var policy = Policy()
    policy.metrics.primary = "val_auc"
    return policy
  }

  private static func registration(_ name: String) -> Registration {
    Registration(
      model: "m", title: "t", shortTitle: "t",
      config: ConfigRecord(
        source: "c.json", file: "config.source.json", digest: .sha256("config " + name), semantic: .sha256("semantic"),
        groups: [], overrides: []),
      policy: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: ""),
      command: Command(argv: ["python", "train.py", "--config", "experiments/\(name)/config.source.json"]),
      code: .known(
        CodeState(commit: .unknown(""), tree: .unknown(""), codeDigest: .known(.sha256("code")), clean: true)),
      environment: .unknown(""), seeds: Seeds(primary: nil, places: [], digest: .sha256("seeds")),
      data: [DataInput(path: "data", mode: .full, digest: .known(.sha256("data")))])
  }

  private static func attempt(
    _ number: Int = 1, _ state: Attempt.State = .completed, ended: Known<Moment> = .unknown(""), best: Double? = 0.71
  ) -> Attempt {
    let metric = MetricSummary(
      name: "val_auc", source: "metrics.csv", count: 1, nonFinite: 0, minimum: .init(step: 1, value: 0.1),
      maximum: best.map { .init(step: 1, value: $0) }, last: nil)
    return Attempt(
      number: number, recorder: .xp, state: state, started: .unknown(""), ended: ended, exitStatus: .known(0), host: .known("h"),
      artifacts: [], metrics: [metric])
  }

  private func entry(_ kind: Entry.Kind, _ name: String, _ body: some Encodable, after seconds: Int64 = 0) throws -> Entry {
    Entry(
      kind, experiment: name, ledger: "0123456789abcdef", time: Moment(milliseconds: time.milliseconds + seconds * 1000),
      previous: nil, body: try Recorder.value(of: body))
  }

  private func ask(
    _ ledger: Ledger, _ change: (inout Registration) -> Void = { _ in }
  ) throws -> [Duplicate] {
    var registration = Self.registration("new")
    change(&registration)
    return try ledger.duplicates(of: registration, named: "new", policy: policy)
  }

  @Test func whatHasCompletedTheSameIsNamedNewestFirstWithItsResult() throws {
    let ledger = try Ledger.open(project)
    for (index, name) in ["one", "two", "three"].enumerated() {
      try ledger.append([
        entry(.registered, name, Self.registration(name)),
        entry(.finished, name, Self.attempt(best: 0.7 + Double(index) / 100), after: Int64(index)),
      ])
    }
    let found = try ask(ledger)
    #expect(found.map(\.experiment) == ["three", "two", "one"])
    #expect(found[0].result == .init(metric: "val_auc", value: 0.72) && found[0].attempt == 1)
    let dated = Duplicate(
      experiment: "one", attempt: 1, ended: Moment(milliseconds: time.milliseconds, offset: 3600),
      result: .init(metric: "val_auc", value: 0.71))
    #expect(dated.text == "the same config, code, data and seeds completed as one on 2026-11-20 22:56, val_auc 0.71")
    var plain = dated
    plain.result = nil
    #expect(plain.text == "the same config, code, data and seeds completed as one on 2026-11-20 22:56")
    // It is no duplicate of itself.
    #expect(
      try ledger.duplicates(of: Self.registration("two"), named: "two", policy: policy).map(\.experiment) == ["three", "one"])
    var lowest = policy
    lowest.metrics.direction = .min
    #expect(try ledger.duplicates(of: Self.registration("new"), named: "new", policy: lowest)[0].result?.value == 0.1)
    #expect(try ledger.duplicates(of: Self.registration("new"), named: "new", policy: Policy())[0].result == nil)
    #expect(try ledger.duplicates(of: Self.registration("new"), named: "new", policy: policy, limit: 2).count == 2)
  }

  @Test func onlyWhatIsTheSameAndKnownIsADuplicate() throws {
    let ledger = try Ledger.open(project)
    try ledger.append([entry(.registered, "one", Self.registration("one")), entry(.finished, "one", Self.attempt())])
    #expect(try ask(ledger).count == 1)
    let changes: [(inout Registration) -> Void] = [
      { $0.config.semantic = .sha256("other") }, { $0.seeds.digest = .sha256("other") }, { $0.rehearsal = true },
      { $0.data[0].digest = .known(.sha256("other")) }, { $0.data = [] }, { $0.data.append($0.data[0]) },
      { $0.data[0].mode = .stat }, { $0.code = .unknown("no repository") }, { $0.data[0].digest = .unknown("unreadable") },
      { $0.command?.argv[1] = "other.py" }, { $0.command?.directory = "sub" }, { $0.command = nil },
    ]
    for (index, change) in changes.enumerated() { #expect(try ask(ledger, change).isEmpty, "\(index)") }
    // Under another policy only the whole config can be compared.
    let policy = PolicyRecord(digest: .sha256("other"), schemaVersion: "2", updated: "")
    #expect(try ask(ledger) { $0.policy = policy }.isEmpty)
    #expect(try ask(ledger) { ($0.policy, $0.config.digest) = (policy, .sha256("config one")) }.count == 1)
    // What is declared is the same if its declaration is.
    let declared = DataInput(path: "d", mode: .declared, digest: .unknown("declared"), declared: "hf:owner/name@1")
    var other = Self.registration("two")
    other.data = [declared]
    try ledger.append([entry(.registered, "two", other), entry(.finished, "two", Self.attempt())])
    #expect(try ask(ledger) { $0.data = [declared] }.map(\.experiment) == ["two"])
    #expect(try ask(ledger) { ($0.data, $0.data[0].declared) = ([declared], "hf:owner/name@2") }.isEmpty)
  }

  @Test func onlyTheLatestStatementAboutACompletedAttemptCounts() throws {
    let ledger = try Ledger.open(project)
    try ledger.append([entry(.registered, "one", Self.registration("one"))])
    #expect(try ask(ledger).isEmpty)
    try ledger.append([entry(.finished, "one", Self.attempt(1, .failed))])
    #expect(try ask(ledger).isEmpty)
    try ledger.append([
      entry(.finished, "one", Self.attempt(2, ended: .known(Moment(milliseconds: 1_000, offset: 60)), best: 0.5), after: 1)
    ])
    try ledger.append([entry(.finished, "one", Self.attempt(3, .failed), after: 2)])
    #expect(
      try ask(ledger) == [
        Duplicate(experiment: "one", attempt: 2, ended: Moment(milliseconds: 1_000), result: .init(metric: "val_auc", value: 0.5))
      ])
    try ledger.append([entry(.finished, "one", Self.attempt(2, .lost), after: 3)])
    #expect(try ask(ledger).isEmpty)
  }

  @Test func aRebuiltLedgerAnswersTheSame() throws {
    let ledger = try Ledger.open(project)
    try ledger.append([entry(.registered, "one", Self.registration("one")), entry(.finished, "one", Self.attempt())])
    let before = try ask(ledger)
    try ledger.write { database in
      for table in ["experiments", "artifacts", "uses", "result_inputs", "completions", "launches"] {
        try database.execute(sql: "DELETE FROM \(table)")
      }
      try ledger.indexAll(database)
    }
    #expect(try ask(ledger) == before && before.count == 1)
  }

  @Test func theQuestionIsAnsweredByAnIndex() throws {
    let ledger = try Ledger.open(project)
    let plan = try ledger.read { database in
      try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN " + Ledger.duplicatesQuery, arguments: ["a", "b", "c", "d", "e", 5]
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("INDEX result_inputs_by_value (inputs=? AND semantic=?)") }, "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }
}

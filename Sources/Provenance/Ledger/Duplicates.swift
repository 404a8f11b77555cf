import Foundation
import GRDB

/// An experiment that has completed with the same config, code, data, seeds and command as one that is about to start.
public struct Duplicate: Sendable, Equatable {
  /// The folder's name.
  public var experiment: String
  /// The last of its attempts that ended well.
  public var attempt: Int
  /// When that ended; where nobody wrote it down, when it was recorded.
  public var ended: Moment
  /// The primary metric's name and best value; nil if the policy declares none, or the attempt left no finite value of it.
  public var result: Result?

  /// A metric's best value.
  public struct Result: Sendable, Equatable {
    public var metric: String
    public var value: Double
    public init(metric: String, value: Double) { (self.metric, self.value) = (metric, value) }
  }

  public init(experiment: String, attempt: Int, ended: Moment, result: Result?) {
    (self.experiment, self.attempt, self.ended, self.result) = (experiment, attempt, ended, result)
  }

  /// One sentence without its full stop: which, when in local time to the minute, with which result.
  public var text: String {
    let when = ended.local.prefix(16).replacing("T", with: " ")
    let result = result.map { ", \($0.metric) \(Number($0.value).spelling)" } ?? ""
    return "the same config, code, data and seeds completed as \(experiment) on \(when)\(result)"
  }
}

extension LedgerSchema {
  /// What decides a result, and what has completed.
  static let duplicates = """
    CREATE TABLE result_inputs (               -- cache: what decides a result, where all of it is known
      experiment TEXT PRIMARY KEY, semantic TEXT NOT NULL,
      inputs TEXT NOT NULL                     -- SHA-256 over code, data, seeds and command
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX result_inputs_by_value ON result_inputs (inputs, semantic);
    CREATE TABLE completions (                 -- cache: attempts that ended well
      experiment TEXT NOT NULL, attempt INTEGER NOT NULL, ended INTEGER NOT NULL, utc_offset INTEGER NOT NULL,
      PRIMARY KEY (experiment, attempt)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE launches (                    -- cache: experiments that are jobs of another one's launch
      launch TEXT NOT NULL, attempt INTEGER NOT NULL, job TEXT NOT NULL, experiment TEXT NOT NULL,
      PRIMARY KEY (launch, attempt, job)
    ) STRICT, WITHOUT ROWID;
    """
}

extension Registration {
  /// SHA-256 over all that decides the result beside the config: code, data, seeds and command. Nil where one of them is unknown:
  /// then nothing can be called the same.
  ///
  /// - Parameter name: the experiment's folder name, which stands in the words of its command and does not matter.
  func inputsDigest(named name: String) -> Digest? {
    guard let command, let code = code.value?.codeDigest.value else { return nil }
    var data: [String] = []
    for input in self.data {
      guard let known = input.digest.value?.description ?? input.declared else { return nil }
      data.append("\(input.mode.rawValue) \(known)")
    }
    let words = command.argv.map { Value.string($0.replacing(name, with: "{experiment}")) }
    let all: Value = [
      "code": .string(code.description), "data": .array(data.sorted().map(Value.string)),
      "seeds": .string(seeds.digest.description),
      "command": .array(words), "directory": .string(command.directory), "rehearsal": .bool(rehearsal),
    ]
    return .sha256(all.canonicalBytes)
  }
}

extension Ledger {
  /// Returns completed experiments with the same semantic config, code, data, seeds and command as one that is about to start,
  /// newest first.
  ///
  /// Semantic digests are comparable under one policy only: under another, the whole config must be the same. Rehearsals are the same
  /// as rehearsals only. What is not known for one side (a code digest, a data input's content) is never called the same.
  ///
  /// - Parameters:
  ///   - name: its folder name, or the one that it will have; it is no duplicate of itself.
  ///   - policy: says which metric is primary, and which of its values is best.
  public func duplicates(
    of registration: Registration, named name: String, policy: Policy, limit: Int = 5
  ) throws(Failure) -> [Duplicate] {
    guard let inputs = registration.inputsDigest(named: name) else { return [] }
    return try read { database in
      let rows = try Row.fetchAll(
        database, sql: Self.duplicatesQuery,
        arguments: [
          inputs.description, registration.config.semantic.description, registration.policy.digest.description,
          registration.config.digest.description, name, limit,
        ])
      return try rows.map { row in
        let (experiment, attempt): (String, Int) = (row["name"], row["attempt"])
        return Duplicate(
          experiment: experiment, attempt: attempt, ended: Moment(milliseconds: row["ended"], offset: row["utc_offset"]),
          result: try best(of: experiment, attempt, policy, database))
      }
    }
  }

  static let duplicatesQuery = """
    SELECT e.name, c.attempt, c.ended, c.utc_offset FROM result_inputs r
    JOIN experiments e ON e.name = r.experiment JOIN completions c ON c.experiment = r.experiment
    WHERE r.inputs = ? AND r.semantic = ? AND (e.policy = ? OR e.config = ?) AND e.name <> ?
      AND NOT EXISTS (SELECT 1 FROM completions l WHERE l.experiment = c.experiment AND l.attempt > c.attempt)
    ORDER BY c.ended DESC, e.name DESC LIMIT ?
    """

  private func best(
    of experiment: String, _ number: Int, _ policy: Policy, _ database: Database
  ) throws -> Duplicate.Result? {
    let metric = policy.metrics.primary
    guard !metric.isEmpty else { return nil }
    let bodies = try Row.fetchCursor(
      database, sql: "SELECT body FROM entries WHERE experiment = ? AND kind = 'finished' ORDER BY seq DESC",
      arguments: [experiment])
    while let row = try bodies.next() {
      let attempt = try ValueDecoder.decode(Attempt.self, from: Entry(line: Array(row["body"] as Data)).body)
      guard attempt.number == number else { continue }
      let points = attempt.results.filter { $0.name.isExactly(metric) }
        .compactMap { policy.metrics.direction == .max ? $0.maximum : $0.minimum }
      let values = points.map(\.value)
      return (policy.metrics.direction == .max ? values.max() : values.min()).map { .init(metric: metric, value: $0) }
    }
    return nil
  }

  func indexInputs(of registration: Registration, _ experiment: String, _ database: Database) throws {
    if let launch = registration.launch {
      try database.execute(
        sql: "INSERT OR IGNORE INTO launches VALUES (?, ?, ?, ?)",
        arguments: [launch.experiment, launch.attempt, launch.job, experiment])
    }
    guard let inputs = registration.inputsDigest(named: experiment) else { return }
    try database.execute(
      sql: "INSERT OR IGNORE INTO result_inputs VALUES (?, ?, ?)",
      arguments: [experiment, registration.config.semantic.description, inputs.description])
  }

  /// The latest statement about an attempt holds.
  func indexCompletion(_ attempt: Attempt, _ entry: Entry, _ database: Database) throws {
    guard attempt.state == .completed else {
      return try database.execute(
        sql: "DELETE FROM completions WHERE experiment = ? AND attempt = ?", arguments: [entry.experiment, attempt.number])
    }
    let ended = attempt.ended.value ?? entry.time
    try database.execute(
      sql: "INSERT OR REPLACE INTO completions VALUES (?, ?, ?, ?)",
      arguments: [entry.experiment, attempt.number, ended.milliseconds, ended.offset])
  }

  /// Returns the experiment that is the job of a launch with this output folder.
  func job(_ folder: String, of launch: String, attempt: Int) throws(Failure) -> String? {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT experiment FROM launches WHERE launch = ? AND attempt = ? AND job = ?",
        arguments: [launch, attempt, folder])
    }
  }
}

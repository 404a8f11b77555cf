import Foundation
import GRDB

extension Ledger {
  /// Returns all experiments, oldest first.
  public func experiments() throws(Failure) -> [ExperimentRow] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM experiments ORDER BY registered, name").map(experiment)
    }
  }

  /// Returns the names of experiments that a person's word may mean: the whole name, else a part of one, else the beginning of a
  /// config digest (with or without `sha256:`). `@last` is the one registered last.
  public func names(matching word: String) throws(Failure) -> [String] {
    try read { database in
      if word == "@last" {
        return try String.fetchAll(database, sql: "SELECT name FROM experiments ORDER BY registered DESC, name DESC LIMIT 1")
      }
      let exact = try String.fetchAll(database, sql: "SELECT name FROM experiments WHERE name = ?", arguments: [word])
      if !exact.isEmpty { return exact }
      let part = try String.fetchAll(
        database, sql: "SELECT name FROM experiments WHERE instr(name, ?) > 0 ORDER BY registered, name", arguments: [word])
      if !part.isEmpty { return part }
      let prefix = word.hasPrefix("sha256:") ? word : "sha256:" + word
      guard prefix.utf8.count >= "sha256:".utf8.count + 4 else { return [] }
      return try String.fetchAll(
        database, sql: "SELECT name FROM experiments WHERE substr(config, 1, length(?1)) = ?1 ORDER BY registered, name",
        arguments: [prefix])
    }
  }

  /// Returns the experiments whose artifacts have this content, with the artifact's path.
  public func artifacts(_ digest: Digest) throws(Failure) -> [(experiment: String, path: String)] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT experiment, path FROM artifacts WHERE sha256 = ?", arguments: [digest.hex])
        .map { ($0["experiment"], $0["path"]) }
    }
  }

  /// Returns the experiments that use an artifact of this one, with the artifact's path.
  public func users(of experiment: String) throws(Failure) -> [(experiment: String, artifact: String)] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT experiment, artifact FROM uses WHERE artifact_of = ? ORDER BY experiment", arguments: [experiment]
      ).map { ($0["experiment"], $0["artifact"]) }
    }
  }

  /// Whether an experiment was registered under exactly this policy.
  public func knows(_ policy: PolicyRecord) throws(Failure) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database,
        sql: "SELECT EXISTS (SELECT 1 FROM experiments WHERE policy_version = ? AND policy_updated = ? AND policy = ?)",
        arguments: [policy.schemaVersion, policy.updated, policy.digest.description]) ?? false
    }
  }

  /// Returns the experiments that a judgment of one registered at that time may hold it against: the latest before it, and one for
  /// every policy that goes by the same version and date. However long the history is, these are few.
  public func siblings(before time: Moment, policy: PolicyRecord, limit: Int = 50) throws(Failure) -> [ExperimentRow] {
    try read { database in
      let earlier = try Row.fetchAll(
        database,
        sql: "SELECT * FROM experiments WHERE registered < ? AND imported = 0 ORDER BY registered DESC LIMIT ?",
        arguments: [time.milliseconds, limit])
      let sameVersion = try Row.fetchAll(
        database,
        sql: """
          SELECT *, min(registered) FROM experiments WHERE policy_version = ? AND policy_updated = ? GROUP BY policy
          """, arguments: [policy.schemaVersion, policy.updated])
      var names: Set<String> = []
      return (earlier + sameVersion).map(experiment).filter { names.insert($0.name).inserted }
    }
  }

  /// Calls with every entry of a kind, in the ledger's order.
  func forEachEntry(_ kind: Entry.Kind, _ take: (Entry) throws(Failure) -> Void) throws(Failure) {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT body, experiment FROM entries WHERE kind = ? ORDER BY seq", arguments: [kind.rawValue])
      while let row = try rows.next() {
        try take(Entry(line: Array(row["body"] as Data)).filed(under: row["experiment"]))
      }
    }
  }

  /// Whether any registration names this captured tree.
  func mentions(_ tree: Digest) throws(Failure) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM entries WHERE kind = 'registered' AND instr(body, ?))",
        arguments: [tree.description]) ?? false
    }
  }

  func experiment(_ row: Row) -> ExperimentRow {
    func digest(_ column: String) -> Digest { Digest(row[column] as String) ?? Digest(.sha256, hex: "") }
    return ExperimentRow(
      name: row["name"], model: row["model"], title: row["title"],
      registered: Moment(milliseconds: row["registered"], offset: row["utc_offset"]), rehearsal: row["rehearsal"],
      imported: row["imported"], config: digest("config"), semantic: digest("semantic"),
      code: (row["code"] as String?).flatMap { Digest($0) }, seeds: digest("seeds"),
      policy: PolicyRecord(digest: digest("policy"), schemaVersion: row["policy_version"], updated: row["policy_updated"]))
  }
}

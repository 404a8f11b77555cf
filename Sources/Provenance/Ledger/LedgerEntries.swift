import Foundation
import GRDB

extension Ledger {
  /// Takes entries in, in this order: order line, row and caches in one transaction. Entries that are there already are passed over.
  ///
  /// - Returns: how many were new.
  /// - Throws: kind `environment` if rows and order disagree or the ledger cannot be written; then nothing was taken in.
  @discardableResult
  public func append(_ entries: [Entry]) throws(Failure) -> Int {
    try write { database in
      let count = try self.count(database)
      guard order.count() == count else { throw disagreement(count) }
      var seen: Set<Digest> = []
      let unseen = try entries.filter { try seen.insert($0.digest).inserted && !contains($0.digest, database) }
      guard !unseen.isEmpty else { return 0 }
      try order.append(unseen.map(\.digest.hex), after: count)
      try insert(unseen, after: count, database)
      return unseen.count
    }
  }

  /// Brings order file and rows together after a crash between the two.
  ///
  /// - Parameter entries: all entries that the journals hold, by digest.
  /// - Returns: what was found and done.
  func settle(_ entries: [Digest: Entry]) throws(Failure) -> [Finding] {
    try write { database in
      let count = try self.count(database)
      let lines = order.count()
      if lines < count {
        let missing = try Data.fetchAll(
          database, sql: "SELECT digest FROM entries WHERE seq > ? ORDER BY seq", arguments: [lines])
        try order.append(missing.map { hexadecimal($0) }, after: lines)
        return [Finding(subject: "order", message: "\(count - lines) lines were missing and are written again from the ledger")]
      }
      let ahead = try order.digests(from: count)
      let present = ahead.compactMap { entries[Digest(.sha256, hex: $0)] }
      guard present.count < ahead.count else {
        try insert(present, after: count, database)
        guard !present.isEmpty else { return [] }
        let what = present.count == 1 ? "1 entry was" : "\(present.count) entries were"
        return [Finding(subject: "ledger", message: "\(what) in journal and order only; taken in now")]
      }
      // Lines whose entry is nowhere: the old order is kept beside, the others move up.
      try order.keepCopy()
      try order.append(present.map(\.digest.hex), after: count)
      try insert(present, after: count, database)
      let lost = ahead.count - present.count
      return [
        Finding(
          subject: "order", message: "\(lost) of its lines name entries that no journal holds; the old order is kept as *.old")
      ]
    }
  }

  /// Whether order file and rows tell the same number of entries.
  func isSettled() throws(Failure) -> Bool { try read { order.count() == (try count($0)) } }

  private func disagreement(_ count: Int) -> Failure {
    Failure(
      .environment, "order and ledger disagree: \(order.count()) lines, \(count) entries", file: order.path,
      hint: "bring them together: xp sync")
  }

  func count(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT max(seq) FROM entries") ?? 0
  }

  private func contains(_ digest: Digest, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM entries WHERE digest = ?")
    return try Int.fetchOne(statement, arguments: [blob(digest)]) != nil
  }

  private func insert(_ entries: [Entry], after count: Int, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO entries (seq, digest, writer, experiment, kind, time, body) VALUES (?, ?, ?, ?, ?, ?, ?)")
    for (offset, entry) in entries.enumerated() {
      try statement.execute(arguments: [
        count + offset + 1, blob(entry.digest), entry.ledger, entry.experiment, entry.kind.rawValue,
        entry.time.milliseconds, Data(entry.bytes),
      ])
      try index(entry, database)
    }
    try LedgerTree(database: database).extend(from: count, to: count + entries.count, added: entries)
  }

  /// Fills the caches from all entries; they must be empty.
  func indexAll(_ database: Database) throws {
    let rows = try Row.fetchCursor(database, sql: "SELECT body FROM entries ORDER BY seq")
    while let row = try rows.next() { try index(Entry(line: Array(row["body"] as Data)), database) }
    try LedgerTree(database: database).extend(from: 0, to: count(database))
  }

  private func index(_ entry: Entry, _ database: Database) throws {
    switch entry.kind {
    case .registered: try index(ValueDecoder.decode(Registration.self, from: entry.body), entry, database)
    case .finished: try index(ValueDecoder.decode(Attempt.self, from: entry.body), entry, database)
    default: break
    }
  }

  private func index(_ registration: Registration, _ entry: Entry, _ database: Database) throws {
    let row = ExperimentRow(name: entry.experiment, time: entry.time, registration: registration)
    try database.execute(
      sql: "INSERT OR IGNORE INTO experiments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        row.name, row.registered.milliseconds, row.registered.offset, row.model, row.title, row.rehearsal, row.imported,
        registration.campaign, row.config.description, row.semantic.description, row.code?.description, row.seeds.description,
        row.policy.digest.description, row.policy.schemaVersion, row.policy.updated,
      ])
    for use in registration.uses {
      try database.execute(
        sql: "INSERT OR IGNORE INTO uses VALUES (?, ?, ?, ?)",
        arguments: [entry.experiment, use.experiment, use.artifact, use.input])
    }
  }

  private func index(_ attempt: Attempt, _ entry: Entry, _ database: Database) throws {
    for artifact in attempt.artifacts {
      guard let digest = artifact.sha256.value, artifact.size > 0 else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO artifacts VALUES (?, ?, ?, ?)",
        arguments: [digest.hex, entry.experiment, artifact.path, artifact.role.rawValue])
    }
  }

  private func blob(_ digest: Digest) -> Data {
    let digits = Array(digest.hex.utf8)
    return Data(stride(from: 0, to: digits.count - 1, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) })
  }

  private func nibble(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit - 0x61 + 10 : digit - 0x30 }
}

import Foundation
import GRDB

extension Ledger {
  /// Takes entries in, in this order: order line, row and caches in one transaction. Entries that are there already are passed over.
  ///
  /// What a writer that was killed between its line and its commit left ahead is taken in first: see ``JournalSearch``.
  ///
  /// - Returns: how many were new.
  /// - Throws: kind `environment` if rows and order disagree beyond that or the ledger cannot be written; then nothing was taken in.
  @discardableResult
  public func append(_ entries: [Entry]) throws(Failure) -> Int {
    guard let added = try appendIfSettled(entries) else { throw disagreement(try read { try count($0) }) }
    return added
  }

  /// As ``append(_:)``.
  ///
  /// - Returns: nil, and nothing is taken in, if a line of the order names an entry that no journal holds, or rows lack their lines.
  func appendIfSettled(_ entries: [Entry]) throws(Failure) -> Int? {
    guard !isSnapshot else { return try leaveToSync(entries) }
    return try write { database in
      var seen: Set<Digest> = []
      let new = try entries.filter { try seen.insert($0.digest).inserted && !contains($0.digest, database) }
      guard let count = try takeInAhead(besides: new, database) else { return nil }
      let unseen = try new.filter { try !contains($0.digest, database) }
      guard !unseen.isEmpty else { return new.count }
      try order.append(unseen.map(\.digest.hex), after: count)
      try insert(unseen, after: count, database)
      return new.count
    }
  }

  /// Takes in the entries of the order's lines that have no row. The caller is alone: it holds the write transaction.
  ///
  /// - Parameter entries: where they are looked for first.
  /// - Returns: how many rows there are now, as many as lines; nil if that cannot be.
  private func takeInAhead(besides entries: [Entry], _ database: Database) throws -> Int? {
    let count = try self.count(database)
    let lines = order.count()
    guard lines != count else { return count }
    guard lines > count else { return nil }
    let digests = try order.digests(from: count).map { Digest(.sha256, hex: $0) }
    guard let ahead = try JournalSearch(project, besides: entries).all(digests) else { return nil }
    try insert(ahead, after: count, database)
    return count + ahead.count
  }

  /// Takes in what lines of the order are ahead of the rows: what a crash left, of the machine also.
  ///
  /// - Throws: kind `environment` if the ledger cannot be written. Lines whose entry is nowhere stay ahead.
  public func catchUp() throws(Failure) {
    guard !isSnapshot, try !isSettled() else { return }
    _ = try write { try takeInAhead(besides: [], $0) }
  }

  /// Brings order file and rows together after a crash between the two.
  ///
  /// - Parameter entries: what the journals hold, by digest. What was written since they were read is looked for again.
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
      let ahead = try order.digests(from: count).map { Digest(.sha256, hex: $0) }
      let found = try JournalSearch(project, besides: Array(entries.values)).some(ahead)
      let present = ahead.compactMap { found[$0] }
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

  /// Returns the folder under which an entry is filed; nil if the ledger does not hold it.
  func folder(holding entry: Digest) throws(Failure) -> String? {
    try read { database in
      try String.fetchOne(database, sql: "SELECT experiment FROM entries WHERE digest = ?", arguments: [blob(entry)])
    }
  }

  private func disagreement(_ count: Int) -> Failure {
    Failure(
      .environment, "order and ledger disagree: \(order.count()) lines, \(count) entries", file: order.path,
      hint: "bring them together: xp sync")
  }

  func count(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT max(seq) FROM entries") ?? 0
  }

  func contains(_ digest: Digest, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM entries WHERE digest = ?")
    return try Int.fetchOne(statement, arguments: [blob(digest)]) != nil
  }

  func insert(_ entries: [Entry], after count: Int, _ database: Database) throws {
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
    let rows = try Row.fetchCursor(database, sql: "SELECT body, experiment FROM entries ORDER BY seq")
    while let row = try rows.next() {
      try index(Entry(line: Array(row["body"] as Data)).filed(under: row["experiment"]), database)
    }
    try LedgerTree(database: database).extend(from: 0, to: count(database))
  }

  func index(_ entry: Entry, _ database: Database) throws {
    switch entry.kind {
    case .registered: try index(ValueDecoder.decode(Registration.self, from: entry.body), entry, database)
    case .finished: try index(ValueDecoder.decode(Attempt.self, from: entry.body), entry, database)
    case .started, .tagged, .archived: try enlist(entry, database)
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
    if database.changesCount > 0 { try enlist(registration, entry, database) }
    try indexInputs(of: registration, entry.experiment, database)
    for use in registration.uses {
      try database.execute(
        sql: "INSERT OR IGNORE INTO uses VALUES (?, ?, ?, ?)",
        arguments: [entry.experiment, use.experiment, use.artifact, use.input])
    }
  }

  private func index(_ attempt: Attempt, _ entry: Entry, _ database: Database) throws {
    try indexCompletion(attempt, entry, database)
    try enlist(attempt, entry, database)
    for artifact in attempt.artifacts {
      guard let digest = artifact.sha256.value, artifact.size > 0 else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO artifacts VALUES (?, ?, ?, ?)",
        arguments: [digest.hex, entry.experiment, artifact.path, artifact.role.rawValue])
    }
  }

  func blob(_ digest: Digest) -> Data {
    let digits = Array(digest.hex.utf8)
    return Data(stride(from: 0, to: digits.count - 1, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) })
  }

  private func nibble(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit - 0x61 + 10 : digit - 0x30 }
}

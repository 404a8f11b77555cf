import Foundation
import GRDB
import TestSupport
import Testing

@testable import Provenance

@Suite struct LedgerTests {
  private let scratch = Scratch()
  private var project: Project { scratchProject(scratch) }
  private let time = Moment("2026-11-20T21:56:03.120Z")!

  private func entries(_ count: Int, experiment: String = "e") -> [Entry] {
    var entries: [Entry] = []
    for number in 0..<count {
      entries.append(
        Entry(
          .judged, experiment: experiment, ledger: "0123456789abcdef", time: time, previous: entries.last?.digest,
          body: ["n": .number(Number(number))]))
    }
    return entries
  }

  /// What a ledger is held against at every start is what would be made anew.
  @Test func theTablesThatAreMadeAreThoseThatAreKnown() throws {
    let now = try DatabaseQueue().write { database in
      try LedgerSchema.migrate(database, from: 0)
      return try LedgerHardening.fingerprint(of: database)
    }
    #expect(LedgerHardening.fingerprints[LedgerSchema.version] == now)
    let first = try DatabaseQueue().write { database in
      try database.execute(sql: LedgerSchema.version1)
      return try LedgerHardening.fingerprint(of: database)
    }
    #expect(LedgerHardening.fingerprints[1] == first)
    #expect(LedgerHardening.fingerprints.count == LedgerSchema.version)
  }

  private func digests(_ ledger: Ledger) throws -> [String] {
    try ledger.read { try Data.fetchAll($0, sql: "SELECT digest FROM entries ORDER BY seq").map { hexadecimal($0) } }
  }

  @Test func orderFileAndRowsTellTheSame() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(20)
    #expect(try ledger.append(entries) == 20)
    #expect(try ledger.order.digests() == entries.map(\.digest.hex))
    #expect(try digests(ledger) == entries.map(\.digest.hex))
    let bytes = try FileReading.bytes(of: ledger.order.path)
    #expect(bytes.count == 20 * 65)
  }

  @Test func takingInTwiceIsOnce() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(5)
    try ledger.append(entries)
    #expect(try ledger.append(entries + entries) == 0)
  }

  @Test(arguments: [
    "UPDATE entries SET body = x'00' WHERE seq = 1", "DELETE FROM entries WHERE seq = 1",
    "INSERT OR REPLACE INTO entries SELECT 1, digest, writer, experiment, kind, time, x'7B7D' FROM entries WHERE seq = 1",
    "REPLACE INTO entries VALUES (1, zeroblob(32), '', '', '', 0, x'00')",
    "INSERT INTO entries SELECT 9, digest, writer, experiment, kind, time, x'7B7D' FROM entries WHERE seq = 1",
  ])
  func theSchemaItselfRefusesToAlterAnEntry(sql: String) throws {
    let ledger = try Ledger.open(project)
    try ledger.append(entries(3))
    let before = try digests(ledger)
    // Another program's connection, with none of our pragmas.
    let other = try DatabaseQueue(path: project.ledgerPath)
    #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: sql) } }
    #expect(try digests(ledger) == before)
  }

  @Test func anOrderThatIsAheadBringsExactlyTheseIn() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(6)
    try ledger.append(Array(entries.prefix(3)))
    try ledger.order.append(entries.suffix(3).map(\.digest.hex), after: 3)
    #expect(try !ledger.isSettled())
    let said = try ledger.settle(Dictionary(uniqueKeysWithValues: entries.map { ($0.digest, $0) }))
    #expect(said.map(\.message) == ["3 entries were in journal and order only; taken in now"])
    #expect(try digests(ledger) == entries.map(\.digest.hex))
  }

  /// Writes entries as an experiment's journal does, and their lines, as a writer that was killed before its commit.
  private func leaveAhead(_ entries: [Entry], _ experiment: String, after count: Int, _ ledger: Ledger) throws {
    let folder = project.folder(of: experiment)
    try FileWriting.makeFolders(folder)
    let journal = Journal(folder: folder, ledger: ledger.id)
    for entry in entries { try journal.append(entry) }
    try ledger.order.append(entries.map(\.digest.hex), after: count)
  }

  @Test func theNextWriterTakesInWhatAKilledOneLeftAhead() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(7)
    try ledger.append(Array(entries.prefix(2)))
    try leaveAhead(Array(entries[2..<5]), "20261120_215603_m_t", after: 2, ledger)
    #expect(try ledger.append(Array(entries[5...])) == 2)
    #expect(try digests(ledger) == entries.map(\.digest.hex))
    #expect(try ledger.isSettled())
  }

  @Test func theEntriesThatAreAheadMayBeThoseThatAreAppended() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(4)
    try ledger.append(Array(entries.prefix(1)))
    try ledger.order.append(entries[1..<3].map(\.digest.hex), after: 1)
    #expect(try ledger.append(entries) == 3)
    #expect(try digests(ledger) == entries.map(\.digest.hex))
  }

  @Test func whoAsksTakesInWhatAPowerCutLeftAhead() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(3)
    try leaveAhead(entries, "20261120_215603_m_t", after: 0, ledger)
    try ledger.catchUp()
    #expect(try digests(ledger) == entries.map(\.digest.hex))
  }

  @Test func whatWasWrittenSinceTheJournalsWereReadIsNotTakenForLost() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(3)
    try leaveAhead(entries, "20261120_215603_m_t", after: 0, ledger)
    #expect(try ledger.settle([:]).map(\.message) == ["3 entries were in journal and order only; taken in now"])
    #expect(FileStatus.of(ledger.order.path + ".old") == nil)
  }

  @Test func aLineWhoseEntryIsNowhereStopsTheNextWriterWithTheWayOut() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(3)
    try ledger.append(Array(entries.prefix(2)))
    try ledger.order.append([Digest.sha256("lost").hex], after: 2)
    let failure = #expect(throws: Failure.self) { try ledger.append(entries) }
    #expect(failure?.hint == "bring them together: xp sync")
    #expect(try digests(ledger).count == 2)
  }

  @Test func anOrderThatLacksLinesIsRepairedFromTheLedgerAndSaidSo() throws {
    let ledger = try Ledger.open(project)
    let entries = entries(6)
    try ledger.append(entries)
    #expect(truncate(ledger.order.path, 65 * 2 + 30) == 0)
    let findings = try ledger.settle([:])
    #expect(findings.count == 1)
    #expect(try ledger.order.digests() == entries.map(\.digest.hex))
  }

  @Test func orderLinesThatNoJournalKnowsAreTakenBackAndKeptBeside() throws {
    let ledger = try Ledger.open(project)
    try ledger.append(entries(2))
    try ledger.order.append([Digest.sha256("lost").hex], after: 2)
    #expect(try ledger.settle([:]).count == 1)
    #expect(ledger.order.count() == 2)
    #expect(try FileReading.bytes(of: ledger.order.path + ".old").count == 3 * 65)
  }

  @Test func anotherThatEndsDoesNotTakeTheLogAway() throws {
    let ledger = try Ledger.open(project)
    try ledger.append(entries(3))
    // A second look of the same process must not end the locks of the first.
    #expect(try Ledger.open(project).isSettled())
    let script =
      "import sqlite3; c=sqlite3.connect('\(project.ledgerPath)'); c.execute('SELECT * FROM entries').fetchall(); c.close()"
    #expect(try ChildProcess.run(["python3", "-c", script], in: scratch.path, environment: ["PATH=/usr/bin:/bin"]).succeeded)
    #expect(FileStatus.of(project.ledgerPath + "-wal")?.size ?? 0 > 0)
    try ledger.append(entries(5))
    #expect(try digests(Ledger.open(project)).count == 5)
  }

  @Test func manyThatOpenAtOnceHaveOneLedger() throws {
    let project = project
    let all = entries(64)
    DispatchQueue.concurrentPerform(iterations: 16) { worker in
      let ledger = try! Ledger.open(project)
      for index in stride(from: worker, to: 64, by: 16) { try! ledger.append([all[index]]) }
    }
    let ledger = try Ledger.open(project)
    #expect(try Set(digests(ledger)) == Set(all.map(\.digest.hex)))
    #expect(try digests(ledger) == ledger.order.digests())
    #expect(try FileReading.names(in: project.hidden).filter { $0.contains(".new-") }.isEmpty)
  }

  @Test func whatIsNoLedgerIsRefusedUnharmedWithAWayOut() throws {
    try project.prepare()
    _ = try project.ledgerID()
    let other = scratch.path + "/other.sqlite"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
    for bytes in [
      Array("not a database, but long enough to look at the header of one............".utf8), try FileReading.bytes(of: other),
    ] {
      try FileWriting.replace(project.ledgerPath, with: bytes)
      let failure = #expect(throws: Failure.self) { try Ledger.open(project).append(entries(1)) }
      #expect(failure?.hint?.contains("xp ledger rebuild") == true)
      #expect(try FileReading.bytes(of: project.ledgerPath) == bytes)
    }
  }

  @Test func aNewerLedgerIsRefusedUnharmed() throws {
    do {
      let ledger = try Ledger.open(project)
      try ledger.append(entries(1))
      try ledger.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    }
    let failure = #expect(throws: Failure.self) { try Ledger.open(project) }
    #expect(failure?.message.contains("99") == true)
    #expect(failure?.hint?.contains("update xp") == true)
  }

  @Test func aLedgerCutInHalfIsRefusedWithAWayOut() throws {
    do {
      let ledger = try Ledger.open(project)
      try ledger.append(entries(400))
      try ledger.queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
    let size = FileStatus.of(project.ledgerPath)!.size
    #expect(truncate(project.ledgerPath, off_t(size / 2)) == 0)
    let failure = #expect(throws: Failure.self) { try Ledger.open(project).append(entries(3, experiment: "f")) }
    #expect(failure?.hint?.contains("xp ledger rebuild") == true)
  }
}

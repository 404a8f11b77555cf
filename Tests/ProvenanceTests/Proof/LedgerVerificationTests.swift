import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct LedgerVerificationTests {
  @Test func aLedgerThatNobodyTouchedIsWell() throws {
    let ledger = try ProvenLedger()
    let report = try ledger.verify()
    #expect(report.findings == [] && report.holds == true && report.well == [1...200])
    #expect(report.counts.entries == 200 && report.counts.journals == 5 && report.counts.checkpoints == 2)
    #expect(report.root == (try Ledger.openForReading(ledger.project)?.root(of: 200)))
  }

  @Test func theFirstEntryThatIsNotWellIsNamed() throws {
    let ledger = try ProvenLedger()
    let report = try ledger.verify(after: [
      "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), 'note', 'nope') AS BLOB) WHERE seq = 58"
    ])
    let first = try #require(report.findings.first)
    #expect(first.kind == .altered && first.part == .ledger && first.entries == 58...58)
    #expect(report.holds == false && report.well.first == 1...57)
    let order = try ledger.verify(with: Array(FileReading.bytes(of: ledger.orderPath).dropLast(65 * 3)), in: ledger.orderPath)
    #expect(
      order.well == [1...197] && order.findings.allSatisfy { $0.part == .order } && order.findings.contains { $0.kind == .cut })
  }

  // MARK: Every entry in turn

  private enum Tampering: CaseIterable { case removed, swapped, duplicated }

  private func tampered(_ lines: [ArraySlice<UInt8>], _ index: Int, _ tampering: Tampering) -> [UInt8] {
    var lines = lines
    switch tampering {
    case .removed: lines.remove(at: index)
    case .swapped: lines.swapAt(index, index + 1 < lines.count ? index + 1 : index - 1)
    case .duplicated: lines.insert(lines[index], at: index)
    }
    return lines.flatMap { $0 + [0x0A] }
  }

  private func expectEveryLineCounts(in path: String, _ part: LedgerFinding.Part) throws {
    let ledger = try ProvenLedger()
    let path = ledger.project.root + "/" + path
    let lines = try FileReading.bytes(of: path).split(separator: 0x0A)
    for index in lines.indices {
      for tampering in Tampering.allCases {
        let report = try ledger.verify(with: tampered(lines, index, tampering), in: path)
        #expect(report.holds == false && report.findings.contains { $0.part == part }, "line \(index + 1) \(tampering)")
      }
    }
  }

  @Test func everyLineOfTheOrderThatIsRemovedSwappedOrDuplicatedIsFound() throws {
    try expectEveryLineCounts(in: ".xp/order/0123456789abcdef", .order)
  }

  @Test(arguments: ["experiments/a", "experiments/b\"b", "experiments/c\\", "experiments/d", ".xp"])
  func everyLineOfAJournalThatIsRemovedSwappedOrDuplicatedIsFound(_ folder: String) throws {
    try expectEveryLineCounts(in: folder + "/journal.0123456789abcdef.jsonl", .journal)
  }

  @Test func everyRowOfTheLedgerThatIsRemovedSwappedOrDuplicatedIsFound() throws {
    let ledger = try ProvenLedger()
    for seq in 1...ledger.count {
      let other = seq < ledger.count ? seq + 1 : seq - 1
      let tamperings = [
        ["DELETE FROM entries WHERE seq = \(seq)"],
        [
          "UPDATE entries SET seq = 999 WHERE seq = \(seq)", "UPDATE entries SET seq = \(seq) WHERE seq = \(other)",
          "UPDATE entries SET seq = \(other) WHERE seq = 999",
        ],
        ["INSERT INTO entries SELECT 201, randomblob(32), writer, experiment, kind, time, body FROM entries WHERE seq = \(seq)"],
      ]
      for sql in tamperings {
        let report = try ledger.verify(after: sql)
        #expect(report.holds == false && report.findings.contains { $0.part != .tree }, "\(sql)")
      }
    }
  }

  @Test(arguments: [
    "writer = 'x'", "kind = 'judged'", "time = time + 1", "digest = randomblob(32)", "body = x'7B7D'",
  ])
  func noColumnOfARowSaysOtherwiseUnseen(_ assignment: String) throws {
    let report = try Self.copy().verify(after: ["UPDATE entries SET \(assignment) WHERE seq = 77"])
    #expect(report.holds == false && report.findings.contains { $0.entries == 77...77 }, "\(report.findings)")
  }

  /// A folder may have been given another name since its entries were written: the journals tell where an entry belongs.
  @Test func anEntryThatIsFiledElsewhereIsMissedInItsJournal() throws {
    let report = try Self.copy().verify(after: ["UPDATE entries SET experiment = 'x' WHERE seq = 77"])
    #expect(report.holds == false && report.findings.contains { $0.part == .journal && $0.kind == .added }, "\(report.findings)")
  }

  private static func copy() throws -> ProvenLedger { try ProvenLedger() }

  // MARK: All copies at once

  /// Takes the last entries out of every copy and makes the tree again: only who kept a checkpoint can tell.
  @Test func whatIsCutFromEveryCopyIsFoundByAKeptCheckpoint() throws {
    let whole = try ProvenLedger()
    let kept = whole.scratch.path + "/kept"
    let paths = try CheckpointFolder(whole.project).paths()
    try FileWriting.replace(kept, with: try FileReading.bytes(of: paths.last!))
    let short = try ProvenLedger(195, checkpoints: false)
    let keys = try KeyStore(whole.project).all().map(\.verifier)
    #expect(try short.verify().holds == true)
    let report = try short.verify { request in (request.checkpoints, request.keys) = ([kept], keys) }
    #expect(report.holds == false && report.findings.map(\.kind) == [.cut])
  }

  @Test func aHistoryThatWasWrittenAnewIsFoundByAKeptCheckpoint() throws {
    let whole = try ProvenLedger()
    let keys = try KeyStore(whole.project).all().map(\.verifier)
    let other = try ProvenLedger(210, checkpoints: false)
    let report = try other.verify { request in
      (request.checkpoints, request.keys) = ((try? CheckpointFolder(whole.project).paths()) ?? [], keys)
    }
    #expect(report.holds == true && report.counts.checkpoints == 2)
    // The same entries in another order: every copy agrees with every other.
    let lines = try FileReading.bytes(of: other.orderPath).split(separator: 0x0A)
    try FileWriting.replace(other.orderPath, with: tampered(lines, 40, .swapped))
    try FileWriting.remove(other.project.ledgerPath)
    let findings = try LedgerRebuild(project: other.project, now: .now(), environment: ["PATH=/usr/bin:/bin"]).rebuild().findings
    #expect(findings.allSatisfy { $0.subject == "ledger" })
    _ = try Ledger.open(other.project).queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    let again = try other.verify { request in
      (request.checkpoints, request.keys) = ((try? CheckpointFolder(whole.project).paths()) ?? [], keys)
    }
    #expect(again.findings.map(\.part) == [.checkpoint, .checkpoint] && again.well == [])
  }

  @Test func aJournalThatIsGoneAndOneThatNobodyKnowsAreNamed() throws {
    let ledger = try ProvenLedger()
    let path = ledger.project.folder(of: "a") + "/journal.0123456789abcdef.jsonl"
    let bytes = try FileReading.bytes(of: path)
    try FileWriting.remove(path)
    #expect(try ledger.verify().findings.map(\.kind) == [.missing])
    try FileWriting.replace(ledger.project.folder(of: "d") + "/journal.fedcba9876543210.jsonl", with: bytes)
    let report = try ledger.verify()
    #expect(report.holds == false && report.findings.contains { $0.kind == .added && $0.part == .journal })
    try FileWriting.remove(ledger.project.folder(of: "d") + "/journal.fedcba9876543210.jsonl")
    try FileWriting.makeFolders(ledger.project.folder(of: "other"))
    try FileWriting.replace(ledger.project.folder(of: "other") + "/journal.0123456789abcdef.jsonl", with: bytes)
    #expect(try ledger.verify().findings == [])
    // And one that is there twice is told by both names.
    try FileWriting.replace(path, with: bytes)
    let twice = try ledger.verify().findings
    #expect(twice.map(\.kind) == [.duplicated] && twice[0].place.contains("other") && twice[0].message.contains("experiments/a/"))
  }

  @Test func aTriggerThatIsNotOursIsRefusedBeforeAnythingIsAsked() throws {
    let ledger = try ProvenLedger()
    let failure = #expect(throws: Failure.self) {
      try ledger.verify(after: ["CREATE TRIGGER sly AFTER INSERT ON entries BEGIN SELECT 1; END"])
    }
    #expect(failure?.kind == .environment && failure?.message.contains("its tables are not those") == true)
  }

  @Test(arguments: [-1, 0]) func aRowWithANumberThatNoEntryHasIsNamed(_ number: Int) throws {
    let ledger = try ProvenLedger()
    let copy =
      "INSERT INTO entries SELECT \(number), randomblob(32), writer, experiment, kind, time, body FROM entries WHERE seq = 1"
    let findings = try ledger.verify(after: [copy]).findings
    #expect(findings.contains { $0.kind == .added && $0.message.contains("the number \(number)") }, "\(findings)")
  }

  @Test func aNumberBeyondAllOrdersIsRefused() throws {
    let ledger = try ProvenLedger()
    let copy =
      "INSERT INTO entries SELECT \(Int.max), randomblob(32), writer, experiment, kind, time, body FROM entries WHERE seq = 1"
    let failure = #expect(throws: Failure.self) { try ledger.verify(after: [copy]) }
    #expect(failure?.kind == .environment && failure?.message.contains("\(Int.max)") == true)
  }

  @Test func aStoredNodeThatIsAnotherIsNamed() throws {
    let ledger = try ProvenLedger(600, checkpoints: false)
    #expect(try ledger.verify().holds == true)
    let altered = try ledger.verify(after: ["UPDATE tree_nodes SET hash = randomblob(32) WHERE level = 9"])
    #expect(altered.findings.map(\.message) == ["the node over entries 1–512 is not what the entries give"])
    let missing = try ledger.verify(after: ["DELETE FROM tree_nodes WHERE level = 8 AND number = 1"])
    #expect(missing.findings.map(\.kind) == [.missing])
    let added = try ledger.verify(after: ["INSERT INTO tree_nodes VALUES (8, 2, randomblob(32))"])
    #expect(added.findings.map(\.kind) == [.added])
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

/// What stops a writer between two steps, put there by hand: the outcome and the words that are said.
@Suite struct ReconciliationTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!
  private let name = "20261120_215603_m_t"

  private var project: Project { scratchProject(scratch) }

  private var reconciliation: Reconciliation { Reconciliation(project: project, now: time, environment: []) }

  private func says(_ findings: [Finding]) -> [String] { findings.map { "\($0.subject): \($0.message)" } }

  /// A marker whose writer is gone: its lock ended with it.
  @discardableResult
  private func mark(_ intents: OpenMarker.Intent...) throws -> String {
    try project.prepare()
    let marker = try OpenMarker.place(intents[0], in: project)
    for intent in intents.dropFirst() { try marker.update(intent) }
    // Of a process that no system has (proc(5): at most 2^22): a child that a test beside this one starts may hold the lock until its
    // exec, and only for a writer that is gone anybody waits.
    let left = project.openFolder + "/4194305-" + lastComponent(of: marker.path).split(separator: "-", maxSplits: 1)[1]
    #expect(rename(marker.path, left) == 0)
    return left
  }

  private func entry(_ number: Int, after previous: Entry? = nil, about experiment: String? = nil) throws -> Entry {
    Entry(
      .judged, experiment: experiment ?? name, ledger: try project.ledgerID(), time: time, previous: previous?.digest,
      body: ["n": .number(Number(number))])
  }

  /// A folder whose journal holds that many entries, and the entries.
  private func journal(_ count: Int, about experiment: String? = nil) throws -> (Journal, [Entry]) {
    let folder = project.folder(of: experiment ?? name)
    try FileWriting.makeFolders(folder)
    let journal = Journal(folder: folder, ledger: try project.ledgerID())
    var entries: [Entry] = []
    for number in 0..<count {
      entries.append(try entry(number, after: entries.last, about: experiment))
      try journal.append(entries.last!)
    }
    return (journal, entries)
  }

  private func expectAgreement(_ entries: [Entry]) throws {
    let ledger = try Ledger.open(project)
    let order = try ledger.order.digests()
    #expect(order == entries.map(\.digest.hex))
    #expect(try ledger.isSettled())
    #expect(try ledger.append(entries) == 0)
    #expect(try !reconciliation.isNeeded && FileReading.names(in: project.openFolder).isEmpty)
  }

  @Test func anEmptyClaimIsRemovedWithAllThatWasBegun() throws {
    try scratch.write(".xp/tmp/staging-a/config.json", "{}")
    try scratch.write(".xp/tmp/capture-a/index", "x")
    try scratch.write(".xp/private/\(name)/config.source.json", "{}")
    try FileWriting.makeFolders(project.folder(of: name))
    try mark(.init(experiment: name, staging: [".xp/tmp/staging-a", ".xp/tmp/capture-a"]))
    let message = "its registration was cut off before it was complete: nothing was recorded, what was begun is removed"
    #expect(says(try reconciliation.settleOpen()) == ["\(name): \(message)"])
    #expect(FileStatus.of(project.folder(of: name)) == nil)
    #expect(try FileReading.names(in: project.scratchFolder).isEmpty)
    #expect(try FileReading.names(in: project.hidden + "/private").isEmpty)
    #expect(!reconciliation.isNeeded)
  }

  @Test func whatWasBegunBeforeANameWasClaimedIsRemoved() throws {
    try scratch.write(".xp/tmp/capture-a/index", "x")
    try mark(.init(experiment: "", staging: [".xp/tmp/capture-a"]))
    #expect(says(try reconciliation.settleOpen()) == ["project: a command was cut off while it wrote: what was begun is removed"])
    #expect(try FileReading.names(in: project.scratchFolder).isEmpty)
  }

  @Test func aFolderThatHoldsAnythingElseStays() throws {
    try scratch.write("experiments/\(name)/mine.txt", "x")
    try scratch.write("experiments/\(name)/config.jcs", "half")
    try mark(.init(experiment: name, made: ["config.jcs", "config.json"]))
    #expect(try reconciliation.settleOpen().count == 1)
    #expect(try FileReading.names(in: project.folder(of: name)) == ["mine.txt"])
  }

  @Test func whatALivingWriterIsAboutIsLeftAlone() throws {
    try project.prepare()
    let living = try OpenMarker.place(.init(experiment: name, staging: [".xp/tmp/staging-l"]), in: project)
    try FileWriting.makeFolders(project.folder(of: name))
    try scratch.write(".xp/tmp/staging-l/config.json", "{}")
    // Another one wanted the same name and died.
    try mark(.init(experiment: name, staging: [".xp/tmp/staging-d"]))
    _ = try reconciliation.settleOpen()
    #expect(FileStatus.of(project.folder(of: name)) != nil)
    #expect(FileStatus.of(project.scratchFolder + "/staging-l/config.json") != nil)
    #expect(try OpenMarker.paths(in: project) == [living.path])
    try living.remove()
  }

  @Test func aJournalAheadIsTakenIn() throws {
    let (_, entries) = try journal(2)
    try mark(.init(experiment: name))
    #expect(says(try reconciliation.settleOpen()) == ["\(name): 2 entries were in its journal only; taken in now"])
    try expectAgreement(entries)
  }

  @Test func anOrderAheadIsFollowedExactly() throws {
    let (_, entries) = try journal(1)
    let (_, others) = try journal(1, about: "20261120_215604_m_other")
    let ledger = try Ledger.open(project)
    try ledger.append(entries)
    // Killed between the order's line and the commit; the marker that is found first is another's.
    try ledger.order.append(others.map(\.digest.hex), after: 1)
    try mark(.init(experiment: name))
    // Any writer may have taken it in before: there is nothing to say.
    #expect(says(try reconciliation.settleOpen()).isEmpty)
    try expectAgreement(entries + others)
  }

  @Test func anOrderLineThatNoJournalHoldsIsAFinding() throws {
    let (_, entries) = try journal(1)
    let ledger = try Ledger.open(project)
    try ledger.append(entries)
    try ledger.order.append([Digest.sha256("nothing").hex], after: 1)
    try mark(.init(experiment: name))
    let said = says(try reconciliation.settleOpen())
    #expect(said == ["order: 1 of its lines name entries that no journal holds; the old order is kept as *.old"])
    try expectAgreement(entries)
    #expect(try FileReading.bytes(of: ledger.order.path + ".old").count == 2 * OrderFile.lineLength)
  }

  @Test func aLedgerAheadOfItsOrderIsRepairedFromItself() throws {
    let (_, entries) = try journal(3)
    let ledger = try Ledger.open(project)
    try ledger.append(entries)
    #expect(truncate(ledger.order.path, 65) == 0)
    try mark(.init(experiment: name))
    #expect(says(try reconciliation.settleOpen()) == ["order: 2 lines were missing and are written again from the ledger"])
    try expectAgreement(entries)
  }

  @Test func aTornOrderLineIsWrittenAnew() throws {
    let (_, entries) = try journal(2)
    let ledger = try Ledger.open(project)
    try ledger.append([entries[0]])
    let line = Array(entries[1].digest.hex.utf8)
    try FileWriting.replace(ledger.order.path, with: FileReading.bytes(of: ledger.order.path) + line.prefix(30))
    try mark(.init(experiment: name))
    #expect(says(try reconciliation.settleOpen()) == ["\(name): 1 entry was in its journal only; taken in now"])
    try expectAgreement(entries)
  }

  @Test(arguments: ["", "{\"experiment\":", "garbage\n"])
  func aMarkerThatSaysNothingMakesEveryJournalBeRead(_ text: String) throws {
    let (_, entries) = try journal(2)
    try scratch.write(".xp/open/1-a", text)
    let said = says(try reconciliation.settleOpen())
    #expect(said == ["ledger: 2 entries were in journals only; taken in now"], "\(said)")
    try expectAgreement(entries)
  }

  @Test func aMarkerThatWasCutWhileItWasUpdatedSaysWhatItSaidBefore() throws {
    let (_, entries) = try journal(1)
    let path = try mark(.init(experiment: "other"), .init(experiment: name))
    try FileWriting.replace(path, with: FileReading.bytes(of: path) + Array("{\"exper".utf8))
    #expect(OpenMarker.intent(of: path)?.experiment == name)
    _ = try reconciliation.settleOpen()
    try expectAgreement(entries)
  }

  @Test func aTornLastLineIsKeptBesideAndTheRestIsTakenIn() throws {
    let (journal, entries) = try journal(2)
    try FileWriting.replace(journal.path, with: FileReading.bytes(of: journal.path) + Array("{\"body\"".utf8))
    try mark(.init(experiment: name))
    let said = says(try reconciliation.settleOpen())
    #expect(said.count == 2)
    #expect(said[0].contains("its last line was cut after 7 bytes and is kept in") && said[0].contains(".torn"))
    #expect(said[1].contains("2 entries were in its journal only"))
    #expect(try FileReading.text(of: journal.path + ".torn") == "{\"body\"")
    // What was cut is recorded too, behind what was whole.
    let after = try journal.read().entries
    let recovered = try #require(after.last)
    #expect(recovered.kind == .recovered && recovered.previous == entries.last?.digest)
    #expect(recovered.body["bytes"]?.int == 7)
    #expect(recovered.body["digest"]?.string == Digest.sha256("{\"body\"").description)
    try expectAgreement(entries + [recovered])
  }

  @Test func settlingTwiceIsSettlingOnce() throws {
    let (_, entries) = try journal(2)
    try mark(.init(experiment: name))
    _ = try reconciliation.settleOpen()
    #expect(try reconciliation.settleOpen().isEmpty && reconciliation.settleAll().isEmpty)
    try expectAgreement(entries)
  }

  @Test func aJournalIsNotWrittenThroughALink() throws {
    let outside = try scratch.write("outside.txt", "")
    try FileWriting.makeFolders(project.folder(of: name))
    let journal = Journal(folder: project.folder(of: name), ledger: try project.ledgerID())
    #expect(symlink(outside, journal.path) == 0)
    #expect(throws: Failure.self) { try journal.append(try entry(1)) }
    #expect(try scratch.read("outside.txt").isEmpty)
  }
}

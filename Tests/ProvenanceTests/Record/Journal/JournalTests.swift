import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct JournalTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!

  private func entry(_ number: Int, after previous: Digest?) -> Entry {
    Entry(
      .judged, experiment: "e", ledger: "0123456789abcdef", time: time, previous: previous, body: ["n": .number(Number(number))])
  }

  private func written(_ count: Int) throws -> (Journal, [Entry]) {
    let journal = Journal(folder: scratch.path, ledger: "0123456789abcdef")
    var entries: [Entry] = []
    for number in 0..<count {
      entries.append(entry(number, after: entries.last?.digest))
      try journal.append(entries.last!)
    }
    return (journal, entries)
  }

  @Test func whatIsAppendedIsReadBackInOrder() throws {
    let (journal, entries) = try written(5)
    let content = try journal.read()
    #expect(content.entries.map(\.digest) == entries.map(\.digest))
    #expect(content.torn.isEmpty && content.findings.isEmpty)
  }

  @Test func aLineIsTheDigestsBytes() throws {
    let (journal, entries) = try written(1)
    let line = try FileReading.text(of: journal.path)
    #expect(line == String(decoding: entries[0].bytes, as: UTF8.self) + "\n")
    #expect(Digest.sha256(Array(line.utf8.dropLast())) == entries[0].digest)
  }

  @Test func aLineCutAnywhereIsSetAsideAndTheRestStays() throws {
    let (journal, entries) = try written(3)
    let whole = try FileReading.bytes(of: journal.path)
    let last = entries[2].bytes.count + 1
    for cut in stride(from: 1, to: last, by: 17) {
      try FileWriting.replace(journal.path, with: Array(whole.dropLast(cut)), durable: false)
      let content = try journal.read()
      #expect(content.entries.count == 2)
      #expect(content.torn.count == last - cut)
      let torn = try journal.setAsideTornLine()
      #expect(torn == content.torn)
      #expect(try FileReading.bytes(of: journal.path + ".torn") == torn)
      #expect(try journal.read().torn.isEmpty)
    }
  }

  @Test func anyFlippedBitIsFound() throws {
    let (journal, _) = try written(3)
    let whole = try FileReading.bytes(of: journal.path)
    // The last entry's bytes are sealed by nothing after it in the journal: the ledger's order does that.
    let sealed = whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))!
    for index in stride(from: 0, to: sealed, by: 7) {
      var changed = whole
      changed[index] ^= 1
      try FileWriting.replace(journal.path, with: changed, durable: false)
      #expect(try !journal.read().findings.isEmpty, "byte \(index)")
    }
  }

  @Test func garbageIsAFindingWithItsLine() throws {
    let (journal, _) = try written(2)
    let whole = try FileReading.text(of: journal.path)
    try FileWriting.replace(journal.path, with: whole + "\u{1}garbage\n", durable: false)
    let findings = try journal.read().findings
    #expect(findings.map(\.place) == ["journal.0123456789abcdef.jsonl:3"])
  }

  @Test func datesAndNonFiniteNumbersSurviveTheJournal() throws {
    let journal = Journal(folder: scratch.path, ledger: "a")
    let body: Value = ["when": .date("1979-05-27"), "worst": .number(Number(.nan)), "tag": ["$date": "mine"]]
    try journal.append(Entry(.judged, experiment: "e", ledger: "a", time: time, previous: nil, body: body))
    let read = try journal.read().entries[0]
    #expect(read.body == body)
    let again = Entry(.judged, experiment: "e", ledger: "a", time: read.time, previous: nil, body: read.body)
    #expect(again.digest == read.digest)
  }
}

import Testing

@testable import Provenance

@Suite struct MergedJournalsTests {
  private func entry(_ number: Int, at second: Int, by ledger: String) -> Entry {
    Entry(
      .judged, experiment: "e", ledger: ledger, time: Moment(milliseconds: Int64(second) * 1000), previous: nil,
      body: ["n": .number(Number(number))])
  }

  private func numbers(_ journals: [[Entry]]) -> [Int?] { Journal.merged(journals).map { $0.body["n"]?.int } }

  @Test func entriesOfSeveralWritersAreInTheOrderOfTime() {
    let ours = [entry(1, at: 10, by: "a"), entry(3, at: 30, by: "a")]
    let theirs = [entry(2, at: 20, by: "b"), entry(4, at: 40, by: "b")]
    #expect(numbers([ours, theirs]) == [1, 2, 3, 4])
    #expect(numbers([theirs, ours]) == [1, 2, 3, 4])
  }

  @Test func aClockThatSteppedBackDoesNotReorderAJournal() {
    let ours = [entry(1, at: 50, by: "a"), entry(2, at: 10, by: "a"), entry(3, at: 60, by: "a")]
    #expect(numbers([ours]) == [1, 2, 3])
    #expect(numbers([ours, [entry(4, at: 55, by: "b")]]) == [1, 2, 4, 3])
  }

  @Test func nothingIsMergedToNothing() { #expect(numbers([[], []]).isEmpty) }
}

import TestSupport
import Testing

@testable import Provenance

/// Merging is a union: whichever ledger takes in the other, and however often, both hold the same entries.
@Suite struct MergeLawTests {
  @Test(arguments: 0..<12)
  func mergedInEitherOrderTwoLedgersHoldTheSame(_ seed: UInt64) throws {
    var random = Generated(seed: seed)
    var projects = [try ExchangeProject(), try ExchangeProject(), try ExchangeProject()]
    let names = (0..<4).map { "20261120_21560\($0)_m_t" }
    func some(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    for step in 0..<25 {
      let index = some(projects.count)
      let here = (try? FileReading.names(in: projects[index].project.experimentsFolder)) ?? []
      switch some(6) {
      // Two that register under one name make a conflict.
      case 0, 1:
        let name = names[some(names.count)]
        if !here.contains(name) { try projects[index].register(name, title: "\(index) \(step)") }
      case 2, 3, 4: if !here.isEmpty { try projects[index].note(here[some(here.count)], "\(step)") }
      default:
        let other = (index + 1 + some(2)) % 3
        let there = (try? FileReading.names(in: projects[other].project.experimentsFolder)) ?? []
        if !there.isEmpty { try projects[index].take(projects[other].bundle([there[some(there.count)]])) }
      }
    }
    try projects[0].register("20261120_225600_m_a")
    try projects[1].register("20261120_225601_m_b")
    let (a, b) = (try projects[0].bundle(), try projects[1].bundle())
    let expected = try Set(projects[0].entries()).union(projects[1].entries())
    try projects[0].take(b)
    try projects[1].take(a)
    for project in projects.prefix(2) {
      let entries = try project.entries()
      #expect(Set(entries) == expected && entries.count == expected.count)
      #expect(try project.told() == expected)
      #expect(try project.ledger.order.digests() == entries.map(\.hex))
    }
    // Once more, both ways: nothing is new to anybody.
    let again = try [projects[0].take(projects[1].bundle()), projects[1].take(projects[0].bundle())]
    #expect(again.allSatisfy { $0.entries == 0 && $0.count(.present) == $0.experiments.count })
    let titles = try projects.prefix(2).map { try $0.ledger.experiments().map(\.title).sorted() }
    #expect(titles[0] == titles[1])
  }
}

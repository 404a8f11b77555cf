import Testing

@testable import Provenance

@Suite struct SequenceDifferenceTests {
  private func hashes(_ text: String) -> [MerkleHash] { text.utf8.map { MerkleHash([UInt8](repeating: $0, count: 32))! } }

  private func changes(_ expected: String, _ found: String) -> [SequenceDifference.Change] {
    SequenceDifference(expected: hashes(expected), found: hashes(found)).changes
  }

  @Test func whatHappenedToOneOfManyIsNamedAsThat() {
    #expect(changes("abcdef", "abcdef") == [])
    #expect(changes("abcdef", "abxdef") == [.altered(expected: 2, found: 2)])
    #expect(changes("abcdef", "abdef") == [.missing(expected: 2)])
    #expect(changes("abcdef", "abcd") == [.missing(expected: 4), .missing(expected: 5)])
    #expect(changes("abcdef", "abcxdef") == [.added(found: 3)])
    #expect(changes("abcdef", "abcdefx") == [.added(found: 6)])
    #expect(changes("abcdef", "abdcef") == [.reordered(expected: 3, found: 2), .reordered(expected: 2, found: 3)].sorted())
    #expect(changes("abcdef", "abccdef") == [.duplicated(expected: 2, found: 3)])
    #expect(changes("abcdef", "abcdeaf") == [.duplicated(expected: 0, found: 5)])
    #expect(changes("", "x") == [.added(found: 0)] && changes("x", "") == [.missing(expected: 0)])
  }

  @Test func listsThatDifferAreNeverToldEqual() {
    var state: UInt64 = 5
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for _ in 0..<3000 {
      let expected = (0..<next(8)).map { _ in UInt8(97 + next(5)) }
      let found = (0..<next(8)).map { _ in UInt8(97 + next(5)) }
      let (left, right) = (String(decoding: expected, as: UTF8.self), String(decoding: found, as: UTF8.self))
      #expect(changes(left, right).isEmpty == (left == right), "\(left) \(right)")
    }
  }
}

extension [SequenceDifference.Change] {
  /// By the place in the expected list.
  fileprivate func sorted() -> [SequenceDifference.Change] { reversed() }
}

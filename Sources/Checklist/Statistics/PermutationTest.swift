/// How often a difference of means at least as large arises when it is left to chance which value belongs to which group.
public struct PermutationTest: Sendable, Equatable {
  /// Twice the smaller of the two one-sided parts, at most 1.
  public let p: Double
  /// Ways of dividing the values that were looked at.
  public let ways: Int
  /// All there are; else they were drawn, always the same ones.
  public let isExact: Bool

  /// So many ways are all looked at.
  public static let exactLimit = 200_000
  /// Else so many are drawn, fewer of many thousands of values.
  public static let drawn = 20_000
  private static let leastDrawn = 999
  /// Values that are dealt out at most, all draws together.
  private static let dealt = 20_000_000

  /// Nil if a group has no value.
  public init?(_ left: [Double], _ right: [Double]) {
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let all = left + right
    let total = all.reduce(0, +)
    func difference(_ chosen: ArraySlice<Int>) -> Double {
      let sum = chosen.reduce(0) { $0 + all[$1] }
      return sum / Double(left.count) - (total - sum) / Double(right.count)
    }
    let observed = difference(Array(left.indices)[...])
    // What differs by rounding alone is as large.
    let slack = abs(observed) * 1e-14 + all.reduce(0) { max($0, abs($1)) } * 1e-14
    var (greater, less, ways) = (0, 0, 0)
    func look(_ chosen: ArraySlice<Int>) {
      let found = difference(chosen)
      ways += 1
      if found >= observed - slack { greater += 1 }
      if found <= observed + slack { less += 1 }
    }
    isExact = Self.combinations(all.count, left.count) <= Double(Self.exactLimit)
    if isExact {
      Self.forEachChoice(of: left.count, among: all.count, look)
    } else {
      var dice = SplitMix(seed: 0x5EED)
      var order = Array(all.indices)
      for _ in 0..<min(Self.drawn, max(Self.leastDrawn, Self.dealt / all.count)) {
        for place in left.indices { order.swapAt(place, Int.random(in: place..<order.count, using: &dice)) }
        look(order.prefix(left.count))
      }
      // What was observed is one of the ways.
      (greater, less, ways) = (greater + 1, less + 1, ways + 1)
    }
    self.ways = ways
    p = min(1, 2 * Double(min(greater, less)) / Double(ways))
  }

  private static func combinations(_ count: Int, _ chosen: Int) -> Double {
    (0..<min(chosen, count - chosen)).reduce(1) { $0 * Double(count - $1) / Double($1 + 1) }.rounded()
  }

  private static func forEachChoice(of size: Int, among count: Int, _ take: (ArraySlice<Int>) -> Void) {
    var chosen = Array(0..<size)
    while true {
      take(chosen[...])
      guard let place = chosen.indices.last(where: { chosen[$0] < count - size + $0 }) else { return }
      chosen[place] += 1
      for next in chosen.indices.dropFirst(place + 1) { chosen[next] = chosen[next - 1] + 1 }
    }
  }
}

/// Whether numbers move with something else: by groups, or by rank. What chance does is found by shuffling.
public struct Association: Sendable, Equatable {
  /// The part of the numbers' spread that lies between groups, 0 to 1; nil where every number has a group of its own, or there is
  /// no spread.
  public let share: Double?
  /// Spearman's rank correlation; nil where the other side is no numbers, or does not vary.
  public let rank: Double?
  /// How often a shuffle gives as much; nil where neither measure is there.
  public let p: Double?

  /// Shuffles, always the same ones; fewer of many thousands of values.
  public static let shuffles = 4_000
  private static let leastShuffles = 199
  /// Values that are dealt out at most, all shuffles together.
  private static let dealt = 10_000_000

  /// - Parameters:
  ///   - values: finite.
  ///   - groups: the group of each value, counted from 0.
  ///   - levels: what each value's group is as a number; nil: groups are no numbers.
  public init(_ values: [Double], groups: [Int], levels: [Double]?) {
    let ranks = Self.ranks(values)
    let levelRanks = levels.map(Self.ranks)
    let distinct = Set(groups).count
    share = distinct > 1 && distinct < values.count ? Self.share(values, groups) : nil
    // With two groups, rank says no more than share.
    rank = distinct > 2 || share == nil ? levelRanks.flatMap { Self.correlation(ranks, $0) } : nil
    guard share != nil || rank != nil else {
      p = nil
      return
    }
    var (dice, order) = (SplitMix(seed: 0x5EED), Array(values.indices))
    var reached = 1
    let shuffles = min(Self.shuffles, max(Self.leastShuffles, Self.dealt / max(values.count, 1)))
    for _ in 0..<shuffles {
      order.shuffle(using: &dice)
      // One measure decides: what lies between groups, or the order where every number has a group of its own.
      if let share {
        let found = Self.share(order.map { values[$0] }, groups) ?? 0
        if found >= share - 1e-12 { reached += 1 }
      } else if let rank, let levelRanks {
        let found = Self.correlation(order.map { ranks[$0] }, levelRanks) ?? 0
        if abs(found) >= abs(rank) - 1e-12 { reached += 1 }
      }
    }
    p = Double(reached) / Double(shuffles + 1)
  }

  private static func share(_ values: [Double], _ groups: [Int]) -> Double? {
    let mean = values.reduce(0, +) / Double(values.count)
    let whole = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard whole > 0 else { return nil }
    let levels = (groups.max() ?? 0) + 1
    var (sums, counts) = ([Double](repeating: 0, count: levels), [Double](repeating: 0, count: levels))
    for (value, group) in zip(values, groups) {
      sums[group] += value - mean
      counts[group] += 1
    }
    let between = zip(sums, counts).reduce(0.0) { $1.1 > 0 ? $0 + $1.0 * $1.0 / $1.1 : $0 }
    return min(1, between / whole)
  }

  /// Equal values share the mean of their ranks.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }

  static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    let (first, second) = (left.reduce(0, +) / Double(left.count), right.reduce(0, +) / Double(right.count))
    var (both, one, other) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
      both += (a - first) * (b - second)
      one += (a - first) * (a - first)
      other += (b - second) * (b - second)
    }
    return one > 0 && other > 0 ? both / (one * other).squareRoot() : nil
  }
}

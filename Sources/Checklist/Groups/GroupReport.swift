import Provenance

/// One metric over groups of runs: a row a group, and what lies between them.
public struct GroupReport: Sendable {
  /// A group's values in a few numbers.
  public struct Row: Sendable {
    public var label: String
    public var summary: SampleSummary
    /// Nil where nobody declared which values are the better ones.
    public var best, worst: Double?
    /// Experiments whose values these are.
    public var runs: [String]
    public var leftOut: [RunGroup.LeftOut]
    public var remarks: [String]
  }

  /// Two groups held against each other.
  public struct Pair: Sendable {
    /// Places in ``GroupReport/rows``.
    public var left, right: Int
    /// The right mean less the left one; nil if a side has no value.
    public var difference: MeanDifference?
    /// What it means, in a sentence without its full stop.
    public var sentence: String
  }

  public var metric: String
  /// Nil: nobody declared it, so rows are in the order of their configs.
  public var direction: Policy.Direction?
  /// The best mean first, if a direction is declared.
  public var rows: [Row]
  /// The first row against each other one.
  public var pairs: [Pair]

  /// - Parameters:
  ///   - index: which of the runs' values it is.
  ///   - direction: nil: nobody declared which values are the better ones.
  public init(_ metric: String, _ index: Int, of groups: [RunGroup], direction: Policy.Direction?) {
    (self.metric, self.direction) = (metric, direction)
    var rows = groups.map { Self.row($0, index, direction) }
    if let direction {
      func rank(_ row: Row) -> Double {
        (row.summary.mean).map { direction == .max ? -$0 : $0 } ?? .infinity
      }
      rows = rows.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }
    self.rows = rows
    pairs = rows.indices.dropFirst().map { Self.pair(rows, 0, $0) }
  }

  private static func row(_ group: RunGroup, _ index: Int, _ direction: Policy.Direction?) -> Row {
    let summary = SampleSummary(group.values(index))
    let isMax = direction == .max
    let without = group.runs.filter { $0.values[index] == nil }.map {
      RunGroup.LeftOut(name: $0.name, reason: "it has no value of this metric")
    }
    return Row(
      label: group.label, summary: summary,
      best: direction == nil ? nil : isMax ? summary.maximum : summary.minimum,
      worst: direction == nil ? nil : isMax ? summary.minimum : summary.maximum,
      runs: group.runs.filter { $0.values[index] != nil }.map(\.name), leftOut: group.leftOut + without, remarks: group.remarks)
  }

  private static func pair(_ rows: [Row], _ left: Int, _ right: Int) -> Pair {
    let difference = MeanDifference(rows[left].summary, rows[right].summary)
    return Pair(
      left: left, right: right, difference: difference,
      sentence: GroupSentence(left: rows[left].summary, right: rows[right].summary, difference: difference).text)
  }
}

/// What a difference between two groups means, in plain words.
struct GroupSentence {
  let left: SampleSummary
  let right: SampleSummary
  let difference: MeanDifference?

  /// What is called rare: one in twenty.
  private static let rare = 0.05

  var text: String {
    let omitted = left.notFinite + right.notFinite
    let warning =
      omitted == 0
      ? "" : "; \(omitted) \(omitted == 1 ? "value that is not finite is" : "values that are not finite are") left out"
    return verdict + warning
  }

  private var verdict: String {
    guard let difference else { return "it cannot be told: a group has no value" }
    if left.count < 2 || right.count < 2 { return "it cannot be told from noise: one run has no spread" }
    guard let welch = difference.welch else {
      return difference.difference == 0
        ? "the two are the same, without any spread" : "the difference stands without any spread: every seed gave the same"
    }
    let direction = difference.difference < 0 ? "lower" : "higher"
    guard !welch.interval.contains(0) else { return "the difference is smaller than the seeds' noise" }
    if let permutation = difference.permutation, permutation.p >= Self.rare {
      return "\(direction) by Welch's test, but \(left.count) + \(right.count) runs are too few to rule chance out"
    }
    return "\(direction) by more than the seeds' noise"
  }
}

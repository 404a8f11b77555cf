import Provenance

/// How far runs of one thing lie apart: the largest deviation between any two of them, metric by metric.
public struct ResultNoise: Sendable, Equatable {
  /// One metric of all runs.
  public struct Metric: Sendable, Equatable {
    public var name: String
    /// Empty: there is none.
    public var split: String
    /// Points at steps that two runs have, over all pairs of runs; of these: not the same bits.
    public var points = 0, different = 0
    /// The largest of each measure.
    public var deviation = Deviation.none
  }

  /// How many runs.
  public let runs: Int
  /// In the first run's order; a metric that only one run has is left out.
  public private(set) var metrics: [Metric] = []

  /// Compares every run with every other.
  public init(_ results: [RunResults], rules: ToleranceRules) {
    runs = results.count
    for (index, left) in results.enumerated() {
      for right in results[(index + 1)...] {
        for series in ResultComparison(left, right, rules: rules).metrics { take(series) }
      }
    }
  }

  private mutating func take(_ series: SeriesComparison) {
    let known = metrics.firstIndex { $0.name.isExactly(series.metric) && $0.split.isExactly(series.split) }
    if known == nil { metrics.append(Metric(name: series.metric, split: series.split)) }
    let place = known ?? metrics.count - 1
    metrics[place].points += series.points.compared
    metrics[place].different += series.points.compared - series.points.equal
    metrics[place].deviation.widen(series.points.deviation)
  }
}

/// A tolerance that a person may put into the policy: what was measured, with room above it.
public struct ToleranceProposal: Sendable, Equatable {
  /// So many runs must have been compared before anything is proposed.
  public static let fewestRuns = 3

  /// A metric and what is proposed for it.
  public struct Line: Sendable, Equatable {
    public var metric: String
    /// The largest difference that was seen, in the metric's own unit.
    public var seen: Double
    /// Nil: none can be, since a value is no finite number in one run and another one in another.
    public var absolute: Double?
    public init(metric: String, seen: Double, absolute: Double?) {
      (self.metric, self.seen, self.absolute) = (metric, seen, absolute)
    }
  }

  /// Metrics that differ at all, in the noise's order, each once.
  public let lines: [Line]

  /// Proposes twice the largest difference that was seen, rounded up to two digits: another run may well lie further out than those
  /// that were looked at.
  public init(_ noise: ResultNoise) {
    var lines: [Line] = []
    for metric in noise.metrics where metric.different > 0 {
      let seen = metric.deviation.absolute
      let line = Line(metric: metric.name, seen: seen, absolute: seen.isFinite ? Self.roundedUp(2 * seen) : nil)
      if let known = lines.firstIndex(where: { $0.metric.isExactly(metric.name) }) {
        if !(lines[known].seen >= seen) { lines[known] = line }
      } else {
        lines.append(line)
      }
    }
    self.lines = lines
  }

  /// The least number of two digits that is not below; 0 for 0, as where 0 and −0 differ.
  static func roundedUp(_ number: Double) -> Double {
    guard number > 0, number.isFinite else { return 0 }
    guard number > 1e-290 else { return number }
    func value(_ digits: Int, _ exponent: Int) -> Double { Double("\(digits)e\(exponent)") ?? number }
    var (digits, power) = (10, decimalExponent(number) - 1)
    while digits < 100, value(digits, power) < number { digits += 1 }
    if digits == 100 { (digits, power) = (10, power + 1) }
    return value(digits, power)
  }

  /// 0 for 1 to 9.99…, 1 for 10 to 99.99…, −1 for 0.1 to 0.99….
  private static func decimalExponent(_ number: Double) -> Int {
    var exponent = 0
    while (Double("1e\(exponent + 1)") ?? .infinity) <= number { exponent += 1 }
    while (Double("1e\(exponent)") ?? 0) > number { exponent -= 1 }
    return exponent
  }
}

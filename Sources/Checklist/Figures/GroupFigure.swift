import Provenance

/// Groups of runs in one picture: every value with the interval of its group's mean, and how the runs came there.
public struct GroupFigure: Sendable {
  /// A group's values in the upper part.
  public struct Row: Sendable, Equatable {
    public var label: String
    /// Finite.
    public var values: [Double]
    public var mean: Double
    /// Nil with a single value.
    public var interval: ClosedRange<Double>?
  }

  /// A group's curves in the lower part: their mean, between the lowest and the highest of them.
  public struct Band: Sendable, Equatable {
    /// Of ``GroupFigure/rows``.
    public var row: Int
    /// Ascending; steps that all runs of the group have.
    public var steps: [Double]
    /// One a step; NaN where a run has no finite value.
    public var mean, low, high: [Double]
    /// How many runs.
    public var runs: Int
  }

  /// What stands above it.
  public var title: String
  /// At least one.
  public var rows: [Row]
  /// Of groups whose runs have curves; may be empty.
  public var bands: [Band]
  /// What the bands count to the right; empty without any.
  public var counter: String
  /// Groups that are left out.
  public var more: Int

  /// - Parameters:
  ///   - report: its rows are shown in their order, as far as colours can tell them apart.
  ///   - curves: by the experiment's name; those that count by another column than the first are left out.
  /// - Returns: nil if no group has a finite value.
  public init?(_ report: GroupReport, title: String, curves: [String: MetricCurve]) {
    let present = report.rows.filter { $0.summary.mean != nil }
    guard !present.isEmpty else { return nil }
    let shown = Array(present.prefix(Figure.maximumCurves))
    self.title = title
    rows = shown.map {
      Row(label: $0.label, values: $0.summary.values, mean: $0.summary.mean!, interval: $0.summary.interval)
    }
    more = present.count - shown.count
    let all = shown.map { row in row.runs.compactMap { curves[$0] } }
    let counters = all.joined().map { $0.counter ?? "row" }
    counter = counters.first ?? ""
    let wanted = counter
    bands = all.enumerated().compactMap { index, curves in
      Self.band(index, curves.filter { ($0.counter ?? "row").isExactly(wanted) })
    }
  }

  private static func band(_ row: Int, _ curves: [MetricCurve]) -> Band? {
    guard let first = curves.first else { return nil }
    // Of several values at one step the last counts.
    let byStep = curves.map { Dictionary(zip($0.steps, $0.values), uniquingKeysWith: { $1 }) }
    var steps: [Double] = []
    for step in first.steps where step != steps.last && byStep.allSatisfy({ $0[step] != nil }) { steps.append(step) }
    guard steps.count > 1 else { return nil }
    var band = Band(row: row, steps: steps, mean: [], low: [], high: [], runs: curves.count)
    for step in steps {
      let values = byStep.map { $0[step]! }
      let isFinite = values.allSatisfy(\.isFinite)
      band.mean.append(isFinite ? values.reduce(0) { $0 + $1 / Double(values.count) } : .nan)
      band.low.append(isFinite ? values.min()! : .nan)
      band.high.append(isFinite ? values.max()! : .nan)
    }
    return band.mean.contains(where: \.isFinite) ? band : nil
  }
}

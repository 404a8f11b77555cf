import Provenance

/// Groups of runs over one or several metrics.
public struct GroupComparison: Sendable {
  /// `config`, or the keys whose values make a group.
  public var keys: [String]?
  /// One a metric.
  public var reports: [GroupReport]
  /// Not empty: across classes, as somebody asked.
  public var across: Comparability
  /// Runs that did not end well, by status.
  public var leftOut: [(status: String, count: Int)]

  /// - Parameters:
  ///   - runs: with one value for each of the metrics.
  ///   - primary: the metric whose better values are declared; empty: none.
  public init(
    _ runs: [SampledRun], by keys: [String]?, metrics: [String], primary: String, direction: Policy.Direction,
    across: Comparability, leftOut: [(status: String, count: Int)]
  ) {
    let groups = RunGroup.groups(of: runs, by: keys)
    (self.keys, self.across, self.leftOut) = (keys, across, leftOut)
    reports = metrics.enumerated().map { index, metric in
      GroupReport(metric, index, of: groups, direction: metric.isExactly(primary) ? direction : nil)
    }
  }

  /// `config`, or the keys.
  public var grouping: String { keys.map { $0.joined(separator: ", ") } ?? "config" }
}

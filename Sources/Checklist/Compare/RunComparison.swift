import Provenance

/// Two runs: what went in, what came out.
public struct RunComparison: Sendable {
  public var inputs: InputDifference
  public var results: ResultComparison
  /// Class keys in which they differ; not empty: compared across classes, as somebody asked.
  public var across: Comparability
  /// The policy's primary metric; empty: none.
  public var primary: String
  /// Its best value on each side; nil if a side has none.
  public var best: PointPair?
  /// The commands, if they differ.
  public var command: CandidateCause?

  public init(
    inputs: InputDifference, results: ResultComparison, across: Comparability, primary: String, best: PointPair? = nil,
    command: CandidateCause? = nil
  ) {
    (self.inputs, self.results, self.across) = (inputs, results, across)
    (self.primary, self.best, self.command) = (primary, best, command)
  }

  /// What differs in what went in and may be why: what the command was told first, then the rest.
  public var causes: [CandidateCause] { (command.map { [$0] } ?? []) + inputs.causes }

  /// What a metric came to on both sides.
  public struct Effect: Sendable, Equatable {
    /// `val_auc (best)` for the best value of the primary metric, else the metric's name and split: its last value.
    public var name: String
    public var values: PointPair
  }

  /// Metrics that differ, the primary one first.
  public var effects: [Effect] {
    let differing = results.metrics.filter { $0.agreement != .bitwise && $0.points.last != nil }
    let ordered = differing.filter { $0.metric.isExactly(primary) } + differing.filter { !$0.metric.isExactly(primary) }
    let ends = ordered.map { series in
      Effect(name: series.split.isEmpty ? series.metric : "\(series.metric) (\(series.split))", values: series.points.last!)
    }
    guard let best, best.left.bitPattern != best.right.bitPattern else { return ends }
    return [Effect(name: "\(primary) (best)", values: best)] + ends
  }

  /// What to do about files that alone make a drift, because only their bytes could be compared; nil if there is nothing to do.
  public var advice: String? {
    let drifting = results.resultFiles.filter { $0.agreement == .drift }
    guard results.agreement == .drift, !results.metrics.contains(where: { $0.agreement == .drift }),
      results.onlyLeft.isEmpty, results.onlyRight.isEmpty, let file = drifting.first(where: \.isOpaque)
    else { return nil }
    return "a file's bytes make this a drift; if \(file.path) is no result, name it in metrics.ignored"
  }

  /// The result in a few words.
  public var headline: String {
    let (metrics, files) = (results.metrics, results.resultFiles)
    func words(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    func which(_ agreements: [Agreement]) -> String {
      let differing = (
        metrics.filter { agreements.contains($0.agreement) }.count + results.onlyLeft.count + results.onlyRight.count,
        files.filter { agreements.contains($0.agreement) }.count
      )
      let all = (metrics.count + results.onlyLeft.count + results.onlyRight.count, files.count)
      let named = [(differing.0, all.0, "metric"), (differing.1, all.1, "file")].filter { $0.0 > 0 }
        .map { "\($0.0) of \(words($0.1, $0.2))" }.joined(separator: " and ")
      return named.isEmpty ? "" : named + (differing.0 + differing.1 == 1 ? " differs" : " differ")
    }
    switch results.agreement {
    case .bitwise:
      let parts = [(metrics.count, "metric"), (files.count, "file")].filter { $0.0 > 0 }.map { words($0.0, $0.1) }
      return "bitwise: \(parts.joined(separator: " and ")), every value the same"
    case .withinTolerance: return "within tolerance: \(which([.withinTolerance])), as far as the policy allows"
    case .drift:
      let named = which([.drift])
      return named.isEmpty ? "drift: " + (results.reasons.first ?? "") : "drift: \(named)"
    case .unverifiable: return "unverifiable: " + results.reasons.prefix(2).joined(separator: "; ")
    }
  }
}

import Provenance

/// Judges a rerun by how it ended, and by its results beside the original's.
public struct ReproductionJudgment: Sendable {
  private let original: ComparisonSide
  private let rerun: ComparisonSide
  private let rules: Policy.ConfigRules

  /// Two experiments as their records tell them.
  public init(of original: ComparisonSide, by rerun: ComparisonSide, rules: Policy.ConfigRules) {
    (self.original, self.rerun, self.rules) = (original, rerun, rules)
  }

  /// Returns the verdict and what it rests on.
  ///
  /// - Parameters:
  ///   - attempts: the original's that counts, and the rerun's.
  ///   - doubts: what was in doubt beforehand and passed over.
  public func report(
    _ results: ResultComparison, attempts: (original: Attempt?, rerun: Attempt), doubts: [String]
  ) -> ReproductionReport {
    let origin = rerun.registration?.reproduces
    let (verdict, reasons) = Self.verdict(results, attempts)
    var report = ReproductionReport(verdict, of: original.label, reasons: reasons)
    (report.rerun, report.code, report.seed) = (rerun.label, origin?.code, origin?.seed)
    report.doubts = doubts
    (report.originalHost, report.rerunHost) = (attempts.original?.host.value, attempts.rerun.host.value)
    report.differences = differences
    report.take(results)
    return report
  }

  private static func verdict(
    _ results: ResultComparison, _ attempts: (original: Attempt?, rerun: Attempt)
  ) -> (ReproductionVerdict, [String]) {
    let end = RunResults.End(state: attempts.rerun.state, exitStatus: attempts.rerun.exitStatus.value)
    switch attempts.rerun.state {
    case .completed: break
    case .failed, .killed, .timedOut, .outOfMemory: return (.failed, ["the rerun \(end.words)"])
    case .interrupted, .preempted, .lost, .unknown:
      return (.unverifiable, ["the rerun did not come to its end: it \(end.words)"])
    }
    guard let original = attempts.original, original.state == .completed else {
      let words = attempts.original.map { RunResults.End(state: $0.state, exitStatus: $0.exitStatus.value).words }
      return (.unverifiable, ["nothing to compare with: the original \(words ?? "was never run")"])
    }
    switch results.agreement {
    case .bitwise: return (.bitwise, [])
    case .withinTolerance: return (.withinTolerance, [])
    case .drift: return (.drift, results.reasons)
    case .unverifiable: return (.unverifiable, results.reasons)
    }
  }

  /// What goes in and differs. The command is the original's, and the code too where it was rebuilt.
  private var differences: [ReproductionReport.Difference] {
    Comparison(left: original, right: rerun, rules: rules).difference().causes.map { cause in
      let isNamed = cause.aspect == .environment || cause.subject.hasPrefix(cause.aspect.rawValue)
      return .init(
        subject: isNamed ? cause.subject : "\(cause.aspect.rawValue) \(cause.subject)", original: cause.left, rerun: cause.right)
    }
  }
}

extension ReproductionReport {
  /// Takes over what was compared.
  mutating func take(_ results: ResultComparison) {
    metrics = results.metrics.map { series in
      Metric(
        name: series.metric, split: series.split, agreement: series.agreement.rawValue, points: series.points.compared,
        within: series.points.within, outside: series.points.outside, absolute: series.points.deviation.absolute,
        relative: series.points.deviation.relative)
    }
    let both = results.resultFiles.filter { $0.left != nil && $0.right != nil }
    files = both.count
    filesThatDiffer = both.count { $0.agreement != .bitwise }
    first =
      results.metrics.earliest { $0.firstOutside } ?? results.metrics.earliest { $0.first }
    worst = results.worst.flatMap { series in series.points.worst.map { Point(series, $0) } }
  }
}

extension [SeriesComparison] {
  /// The pair of the smallest step; of metrics that differ at one step, the first.
  fileprivate func earliest(_ pair: (PointComparison) -> PointPair?) -> ReproductionReport.Point? {
    let found = compactMap { series in pair(series.points).map { ReproductionReport.Point(series, $0) } }
    return found.enumerated().min { ($0.element.step ?? .infinity, $0.offset) < ($1.element.step ?? .infinity, $1.offset) }?
      .element
  }
}

extension ReproductionReport.Point {
  fileprivate init(_ series: SeriesComparison, _ pair: PointPair) {
    self.init(metric: series.metric, split: series.split, step: pair.step, original: pair.left, rerun: pair.right)
  }
}

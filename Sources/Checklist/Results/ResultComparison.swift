import Provenance

/// The results of two runs, side by side, and what they come to.
public struct ResultComparison: Sendable {
  /// Whose results they are.
  public struct Side: Sendable, Equatable {
    public var experiment: String
    /// From 1; nil: nothing was run.
    public var attempt: Int?
    public var end: RunResults.End?
    public var semantic: Digest
  }

  /// A metric that does not count, and the policy's pattern that says so.
  public struct Ignored: Sendable, Equatable {
    public var metric: String
    public var pattern: String
  }

  public let left, right: Side
  /// Metrics of both sides, in the left side's order.
  public private(set) var metrics: [SeriesComparison] = []
  /// Metrics that one side does not have.
  public private(set) var onlyLeft: [ResultSeries] = []
  public private(set) var onlyRight: [ResultSeries] = []
  public private(set) var ignored: [Ignored] = []
  /// Files that are no metrics: those of both sides in the left side's order, then those of one side.
  public private(set) var files: [FileComparison] = []
  /// What all of it comes to.
  public private(set) var agreement = Agreement.unverifiable
  /// Why it is no better, the gravest first; empty where it is bitwise.
  public private(set) var reasons: [String] = []

  /// Compares what two attempts left. Contents of files that differ count as far as they were read.
  public init(_ left: RunResults, _ right: RunResults, rules: ToleranceRules) {
    self.left = Side(left)
    self.right = Side(right)
    compareMetrics(left, right, rules)
    let pairing = ResultPairing(left.files, right.files)
    files = pairing.pairs.map { FileComparison(left: left.files[$0.left], right: right.files[$0.right], rules: rules) }
    files += pairing.onlyLeft.map { FileComparison(left: left.files[$0], right: nil, rules: rules) }
    files += pairing.onlyRight.map { FileComparison(left: nil, right: right.files[$0], rules: rules) }
    judge()
  }

  private mutating func compareMetrics(_ left: RunResults, _ right: RunResults, _ rules: ToleranceRules) {
    let pairing = SeriesPairing(left.series, right.series)
    for (first, second) in pairing.pairs {
      switch rules.rule(named: first.metric) {
      case .bitwise: metrics.append(SeriesComparison(first, second, tolerance: nil))
      case .tolerance(let tolerance): metrics.append(SeriesComparison(first, second, tolerance: tolerance))
      case .ignored(let pattern): note(first.metric, pattern)
      }
    }
    onlyLeft = counted(pairing.onlyLeft, rules)
    onlyRight = counted(pairing.onlyRight, rules)
  }

  private mutating func counted(_ series: [ResultSeries], _ rules: ToleranceRules) -> [ResultSeries] {
    series.filter { series in
      guard case .ignored(let pattern) = rules.rule(named: series.metric) else { return true }
      note(series.metric, pattern)
      return false
    }
  }

  private mutating func note(_ metric: String, _ pattern: String) {
    let new = Ignored(metric: metric, pattern: pattern)
    if !ignored.contains(new) { ignored.append(new) }
  }

  // MARK: What it comes to

  /// Files that are results.
  public var resultFiles: [FileComparison] { files.filter(\.isResult) }

  private var endsDiffer: Bool {
    guard let first = left.end, let second = right.end, first.state != .unknown, second.state != .unknown else { return false }
    return first != second
  }

  private mutating func judge() {
    let comparedFiles = resultFiles.filter { $0.left != nil && $0.right != nil }
    guard !metrics.isEmpty || !comparedFiles.isEmpty else { return reasons = nothing }
    var parts = metrics.map(\.agreement) + resultFiles.map(\.agreement)
    if !onlyLeft.isEmpty || !onlyRight.isEmpty || endsDiffer { parts.append(.drift) }
    agreement = Agreement(of: parts)
    reasons = [.drift, .unverifiable].flatMap(reasons(for:))
  }

  /// Why there was nothing to compare.
  private var nothing: [String] {
    let notRun = [left, right].filter { $0.attempt == nil }.map { "\($0.experiment) was not run" }
    guard notRun.isEmpty else { return notRun }
    let ends = [left, right].compactMap { side in
      side.end.flatMap { $0.state == .completed || $0.state == .unknown ? nil : "\(side.experiment) \($0.words)" }
    }
    return ends + ["the two left nothing in common that could be compared: no metric, and no file but logs"]
  }

  private func reasons(for wanted: Agreement) -> [String] {
    var reasons: [String] = []
    if wanted == .drift {
      if endsDiffer, let first = left.end, let second = right.end {
        reasons.append("the left run \(first.words), the right one \(second.words)")
      }
      for (side, series) in [("left", onlyLeft), ("right", onlyRight)] {
        reasons += series.map { "\($0.metric) is only on the \(side)" }
      }
    }
    reasons += metrics.filter { $0.agreement == wanted }.map { series in
      let name = series.split.isEmpty ? series.metric : "\(series.metric) (\(series.split))"
      return "\(name): " + (series.reason ?? "\(series.points.outside) of \(series.points.compared) values differ")
    }
    return reasons
      + resultFiles.filter { $0.agreement == wanted }.map { file in
        let bad = file.fields.filter { $0.ignored == nil && $0.agreement == wanted }.count
        return "\(file.path): " + (file.reason ?? "\(bad) of \(file.fields.count) fields differ")
      }
  }

  /// The metric that leaves the other side first; nil if none differs. Of several at one step, the first.
  public var firstApart: SeriesComparison? {
    metrics.filter { $0.points.first != nil }.min {
      ($0.points.first?.step ?? .infinity) < ($1.points.first?.step ?? .infinity)
    }
  }

  /// The metric that lies furthest apart, by the relative measure; nil if none differs.
  public var worst: SeriesComparison? {
    metrics.filter { $0.points.worst != nil }.max { $0.points.deviation.relative < $1.points.deviation.relative }
  }
}

extension ResultComparison.Side {
  init(_ results: RunResults) {
    self.init(
      experiment: results.experiment, attempt: results.attempt, end: results.end, semantic: results.semantic)
  }
}

extension RunResults.End {
  /// `failed (exit 1)`, `completed`.
  public var words: String {
    switch state {
    case .completed, .unknown: state == .unknown ? "ended nobody knows how" : "completed"
    case .failed: exitStatus.map { "failed (exit \($0))" } ?? "failed"
    case .killed, .interrupted, .preempted: "was \(state.rawValue)"
    case .lost: "was lost"
    case .timedOut: "timed out"
    case .outOfMemory: "ran out of memory"
    }
  }
}

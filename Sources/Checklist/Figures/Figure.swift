import Provenance

/// Curves that are looked at together, before anything decides how they look.
public struct Figure: Sendable, Equatable {
  /// The best point of the policy's primary metric.
  public struct Best: Sendable, Equatable {
    /// Of ``Figure/curves``.
    public var curve: Int
    public var step: Double
    public var value: Double
    public init(curve: Int, step: Double, value: Double) { (self.curve, self.step, self.value) = (curve, step, value) }
  }

  /// What stands above it.
  public var title: String
  /// What is counted to the right: a column's name, or `row`.
  public var counter: String
  /// At least one with two finite points; at most ``maximumCurves``.
  public var curves: [MetricCurve]
  /// Nil if the primary metric is not in it.
  public var best: Best?
  /// Curves that are left out.
  public var more: Int

  /// More cannot be told apart.
  public static let maximumCurves = 8

  public init(title: String, counter: String, curves: [MetricCurve], best: Best? = nil, more: Int = 0) {
    (self.title, self.counter, self.curves, self.best, self.more) = (title, counter, curves, best, more)
  }

  /// A curve's name with its split.
  public static func name(_ curve: MetricCurve) -> String {
    curve.split.isEmpty ? curve.metric : "\(curve.metric) (\(curve.split))"
  }

  /// What somebody reads who does not see the picture.
  public var alternative: String {
    "Curves of " + curves.map(Self.name).joined(separator: ", ") + " by \(counter)"
  }

  /// Where the points come from, each file once.
  public var sources: [String] {
    var seen: Set<ExactString> = []
    return curves.map(\.source).filter { seen.insert(ExactString($0)).inserted }
  }
}

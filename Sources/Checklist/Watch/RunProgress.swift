import Provenance

/// How far a run has come, and how long it may take yet.
public struct RunProgress: Sendable, Equatable {
  /// Epochs or steps that are done; nil if its metrics count none.
  public var done: Double?
  /// Epochs or steps that there shall be; nil if nobody says.
  public var total: Double?
  /// Seconds since it began.
  public var elapsed: Double

  /// - Parameters:
  ///   - steps: the epochs or steps that its metrics tell of, in their order.
  ///   - declared: how many there shall be.
  public init(steps: [Double], declared: Int?, elapsed: Double) {
    let finite = steps.filter(\.isFinite)
    // What counts from 0 has done one more than it says.
    done = finite.max().map { finite.min() == 0 ? $0 + 1 : $0 }
    total = declared.map(Double.init)
    self.elapsed = elapsed
  }

  /// From 0 to 1; nil where either end is not known.
  public var part: Double? {
    guard let done, let total, total > 0 else { return nil }
    return min(1, max(0, done / total))
  }

  /// Epochs or steps a second; nil before the first.
  public var rate: Double? { done.flatMap { $0 > 0 && elapsed > 0 ? $0 / elapsed : nil } }

  /// Seconds, if it goes on as it did so far; nil where that cannot be told.
  public var left: Double? {
    guard let done, let total, let rate, done <= total else { return nil }
    return (total - done) / rate
  }
}

extension Policy.MetricRules {
  /// The number of epochs that the policy or a config declares, and who says so.
  public func declaredEpochs(in parameters: [Parameter]) -> (number: Int, place: String)? {
    for pattern in epochs {
      if let number = Int(pattern) { return (number, "xp.toml") }
      let glob = Glob.key(pattern)
      if let found = parameters.first(where: { glob.matches($0.key) }), let number = found.value.int {
        return (number, found.key)
      }
    }
    return nil
  }
}

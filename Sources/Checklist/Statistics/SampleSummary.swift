#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A few numbers that stand for many. What is not finite is left out and counted.
public struct SampleSummary: Sendable, Equatable {
  /// Finite values, in the order in which they came.
  public let values: [Double]
  /// Values that are NaN or infinite.
  public let notFinite: Int

  public init(_ all: [Double]) {
    values = all.filter(\.isFinite)
    notFinite = all.count - values.count
  }

  /// Of finite values.
  public var count: Int { values.count }

  /// Nil without a value.
  public var mean: Double? {
    guard !values.isEmpty else { return nil }
    let first = values.reduce(0) { $0 + $1 / Double(count) }
    // The rest that rounding left.
    return first + values.reduce(0) { $0 + ($1 - first) } / Double(count)
  }

  /// The square of ``deviation``; nil with fewer than two values.
  public var variance: Double? {
    guard count > 1, let mean else { return nil }
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }

  /// The standard deviation of a sample: over n − 1. Nil with fewer than two values.
  public var deviation: Double? { variance.map { $0.squareRoot() } }

  /// Nil without a value.
  public var median: Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let (low, high) = (sorted[(count - 1) / 2], sorted[count / 2])
    return low + (high - low) / 2
  }

  public var minimum: Double? { values.min() }
  public var maximum: Double? { values.max() }

  /// Where the mean of all such values lies, with 95 % confidence, by Student's t. Nil with fewer than two values.
  public var interval: ClosedRange<Double>? {
    guard let mean, let deviation else { return nil }
    let half = StudentT(degrees: Double(count - 1)).factor(leaving: 0.05) * deviation / Double(count).squareRoot()
    return half.isFinite ? (mean - half)...(mean + half) : nil
  }
}

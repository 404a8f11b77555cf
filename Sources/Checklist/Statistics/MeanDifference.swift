#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far the means of two groups lie apart, and whether that is more than their spread explains.
public struct MeanDifference: Sendable, Equatable {
  /// Welch's test: the groups may differ in spread and size.
  public struct Welch: Sendable, Equatable {
    public let t: Double
    /// Of freedom, by Welch and Satterthwaite; rarely whole.
    public let degrees: Double
    /// Two-sided.
    public let p: Double
    /// Where the true difference lies, with 95 % confidence.
    public let interval: ClosedRange<Double>
  }

  /// The right mean less the left one.
  public let difference: Double
  /// Nil if a group has fewer than two values, or neither has any spread, or so much that no number holds its square.
  public let welch: Welch?
  /// Hedges' g: the difference in pooled standard deviations, corrected for small groups. Nil as ``welch``, or without spread.
  public let effect: Double?
  /// Nil without a value on either side.
  public let permutation: PermutationTest?

  /// Nil if a group has no finite value.
  public init?(_ left: SampleSummary, _ right: SampleSummary) {
    guard let first = left.mean, let second = right.mean else { return nil }
    difference = second - first
    permutation = PermutationTest(left.values, right.values)
    guard let here = left.variance, let there = right.variance, here + there > 0, (here + there).isFinite
    else {
      (welch, effect) = (nil, nil)
      return
    }
    welch = Self.test(difference, here / Double(left.count), there / Double(right.count), left.count, right.count)
    effect = Self.hedges(difference, here, there, left.count, right.count)
  }

  private static func test(_ difference: Double, _ left: Double, _ right: Double, _ n: Int, _ m: Int) -> Welch {
    let error = (left + right).squareRoot()
    // By parts of the sum, so that small numbers do not vanish when they are squared.
    let (part, rest) = (left / (left + right), right / (left + right))
    let degrees = 1 / (part * part / Double(n - 1) + rest * rest / Double(m - 1))
    let distribution = StudentT(degrees: degrees)
    let half = distribution.factor(leaving: 0.05) * error
    return Welch(
      t: difference / error, degrees: degrees, p: distribution.twoSided(difference / error),
      interval: (difference - half)...(difference + half))
  }

  /// With the exact correction: Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)).
  private static func hedges(_ difference: Double, _ left: Double, _ right: Double, _ n: Int, _ m: Int) -> Double {
    let degrees = Double(n + m - 2)
    let pooled = ((Double(n - 1) * left + Double(m - 1) * right) / degrees).squareRoot()
    let correction = exp(lgamma(degrees / 2) - lgamma((degrees - 1) / 2)) / (degrees / 2).squareRoot()
    return difference / pooled * correction
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Student's t distribution with any positive number of degrees of freedom, whole or not.
public struct StudentT: Sendable {
  public let degrees: Double

  /// - Parameter degrees: of freedom; positive.
  public init(degrees: Double) { self.degrees = degrees }

  /// How likely a value lies further from 0 than this one, on either side.
  public func twoSided(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return Self.regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The value beyond which, on either side, a part of all lies: 0.05 gives the factor of a 95 % interval.
  ///
  /// - Parameter part: between 0 and 1.
  public func factor(leaving part: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while twoSided(high) > part, high < 1e300 { (low, high) = (high, high * 2) }
    // Halving ends where no number is between.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if twoSided(middle) > part { low = middle } else { high = middle }
    }
  }

  /// The regularised incomplete beta function, by Lentz's way through its continued fraction (DLMF 8.17.22).
  static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast on one side only.
    if x > (a + 1) / (a + b + 2) { return 1 - regularizedBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    var (c, d) = (1.0, 1 / nonZero(1 - (a + b) * x / (a + 1)))
    var fraction = d
    for step in 1...10_000 {
      let m = Double(step)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / nonZero(1 + term * d)
        c = nonZero(1 + term / c)
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-16 { break }
    }
    return front * fraction
  }

  private static func nonZero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}

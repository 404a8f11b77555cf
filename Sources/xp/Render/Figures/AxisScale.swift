#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An axis: where a value stands on it, from 0 to 1, and which values are named.
struct AxisScale {
  struct Tick {
    var value: Double
    var label: String
  }

  private let low: Double
  private let high: Double
  private let isLogarithmic: Bool
  let ticks: [Tick]

  /// - Returns: 0 at the axis' beginning, 1 at its end; finite for every finite value.
  func fraction(_ value: Double) -> Double {
    if isLogarithmic { return (log10(value) - low) / (high - low) }
    // Halved first: the distance of two finite numbers may not be finite.
    return high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5
  }

  /// An axis for values: logarithmic where all are positive and they span more than three powers of ten.
  static func values(_ low: Double, _ high: Double) -> AxisScale {
    if low > 0, log10(high) - log10(low) > 3 { return logarithmic(low, high) }
    guard low < high else {
      let half = max(abs(low) / 2, .leastNormalMagnitude)
      let most = Double.greatestFiniteMagnitude
      return low == 0 ? linear(-1, 1, widened: true) : linear(max(low - half, -most), min(low + half, most), widened: true)
    }
    return linear(low, high, widened: true)
  }

  /// An axis for steps: it begins and ends with them.
  ///
  /// - Parameter areWhole: nothing between whole numbers is named.
  static func steps(_ low: Double, _ high: Double, areWhole: Bool = true) -> AxisScale {
    guard low < high else { return linear(low - 1, low + 1, widened: false, target: 2, areWhole: areWhole) }
    return linear(low, high, widened: false, target: 8, areWhole: areWhole)
  }

  private static func logarithmic(_ low: Double, _ high: Double) -> AxisScale {
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let stride = max(1, (last - first + 5) / 6)
    let ticks = Swift.stride(from: first, through: last, by: stride).map { power in
      Tick(value: pow(10, Double(power)), label: abs(power) > 4 ? "1e\(power)" : FigureNumber.text(1, power))
    }
    return AxisScale(low: Double(first), high: Double(last), isLogarithmic: true, ticks: ticks)
  }

  /// Ticks at 1, 2 or 5 times a power of ten.
  private static func linear(_ low: Double, _ high: Double, widened: Bool, target: Int = 5, areWhole: Bool = false) -> AxisScale {
    let ends = AxisScale(
      low: low, high: high, isLogarithmic: false, ticks: [low, high].map { Tick(value: $0, label: "\($0)") })
    let raw = high / Double(target) - low / Double(target)
    // Neighbours among the numbers may have no fifth between them.
    guard raw.isNormal else { return ends }
    let power = Int(log10(raw).rounded(.down))
    let mantissa = raw / pow(10, Double(power))
    var (factor, exponent) =
      mantissa < 1.5 ? (1, power) : mantissa < 3.5 ? (2, power) : mantissa < 7.5 ? (5, power) : (1, power + 1)
    if areWhole, exponent < 0 { (factor, exponent) = (1, 0) }
    let (unit, ten) = (factor, exponent)
    // As a quotient where it can be: 0.1 times three is not 0.3.
    func value(_ count: Int) -> Double {
      let digits = Double(count * unit)
      return ten < 0 ? digits / pow(10, Double(-ten)) : digits * pow(10, Double(ten))
    }
    let step = value(1)
    guard step.isNormal, abs(low / step) < 1e12, abs(high / step) < 1e12 else { return ends }
    let first = Int((low / step).rounded(widened ? .down : .up))
    let last = Int((high / step).rounded(widened ? .up : .down))
    guard !widened || (value(first).isFinite && value(last).isFinite) else { return ends }
    let counts = Array(first...max(first, last))
    let labels = FigureNumber.labels(counts.map { $0 * unit }, ten)
    let ticks = zip(counts, labels).map { Tick(value: value($0), label: $1) }
    return AxisScale(
      low: widened ? value(first) : low, high: widened ? value(last) : high, isLogarithmic: false, ticks: ticks)
  }
}

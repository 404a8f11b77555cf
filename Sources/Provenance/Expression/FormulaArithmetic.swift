#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Node.Arithmetic {
  /// As IEEE 754 has it: a division by zero is infinite or NaN, which then satisfies no comparison.
  func apply(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .power: pow(left, right)
    }
  }
}

extension Function {
  /// A function of one number.
  func apply(_ number: Double) -> Double {
    switch self {
    case .abs: number.magnitude
    case .log: naturalLogarithm(number)
    case .exp: exponential(number)
    case .sqrt: number.squareRoot()
    case .round: number.rounded(.toNearestOrAwayFromZero)
    case .min, .max, .mean, .median, .stdev, .count: number
    }
  }

  /// An aggregate of numbers; NaN if one of them is.
  ///
  /// - Returns: nil if there are too few: none, or for `stdev` one.
  func combine(_ numbers: [Double]) -> Double? {
    guard !numbers.isEmpty else { return nil }
    if numbers.contains(where: \.isNaN) { return .nan }
    switch self {
    case .min: return numbers.min()
    case .max: return numbers.max()
    case .mean: return average(numbers)
    case .median:
      let sorted = numbers.sorted()
      let middle = sorted.count / 2
      return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    case .stdev:
      guard numbers.count > 1 else { return nil }
      let mean = average(numbers)
      let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(numbers.count - 1)).squareRoot()
    case .count, .abs, .log, .exp, .sqrt, .round: return Double(numbers.count)
    }
  }
}

private func average(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

// Inside `Function` the plain names mean its cases.
private func naturalLogarithm(_ number: Double) -> Double { log(number) }
private func exponential(_ number: Double) -> Double { exp(number) }

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers in figures: short, and the same on every machine.
enum FigureNumber {
  /// Returns a value with four significant digits: `0.9706`, `12`, `3e-7`, `NaN`.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return "0" }
    var power = Int(log10(abs(value)).rounded(.down)) - 3
    let scaled = value / pow(10, Double(power))
    guard scaled.isFinite, abs(scaled) < 1e6 else { return "\(value)" }
    var digits = Int(scaled.rounded())
    while digits % 10 == 0 { (digits, power) = (digits / 10, power + 1) }
    return text(digits, power)
  }

  /// Returns `digits × 10^power`, exactly.
  static func text(_ digits: Int, _ power: Int) -> String {
    guard digits != 0 else { return "0" }
    let sign = digits < 0 ? "−" : ""
    let figures = String(abs(digits))
    // Where the point stands: behind so many figures.
    let point = figures.utf8.count + power
    if point > 15 || point < -3 { return sign + scientific(figures, point - 1) }
    return sign + decimal(figures, point)
  }

  /// Returns the exact step where it is a whole number.
  static func step(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? text(value) }

  /// Returns `digits × 10^power` for each, all in thousands, millions … if the largest is that large.
  static func labels(_ digits: [Int], _ power: Int) -> [String] {
    let largest = (digits.map { String(abs($0)).utf8.count }.max() ?? 1) + power
    let unit = [("G", 9), ("M", 6), ("k", 3)].first { largest > max($0.1, 4) }
    guard let (suffix, zeros) = unit, largest <= 13 else { return digits.map { text($0, power) } }
    return digits.map { digits in
      var (digits, power) = (digits, power - zeros)
      while digits != 0, digits % 10 == 0, power < 0 { (digits, power) = (digits / 10, power + 1) }
      return digits == 0 ? "0" : text(digits, power) + suffix
    }
  }

  private static func decimal(_ figures: String, _ point: Int) -> String {
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + figures }
    if point >= figures.utf8.count { return figures + String(repeating: "0", count: point - figures.utf8.count) }
    return figures.prefix(point) + "." + figures.dropFirst(point)
  }

  private static func scientific(_ figures: String, _ exponent: Int) -> String {
    var figures = figures
    while figures.utf8.count > 1, figures.hasSuffix("0") { figures.removeLast() }
    return decimal(figures, 1) + "e\(exponent)"
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers in figures: short, and the same on every machine.
enum FigureNumber {
  /// Returns a value with four significant digits: `0.9706`, `12`, `1.5M`, `3e-7`, `NaN`.
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
    for (suffix, zeros) in [("G", 9), ("M", 6), ("k", 3)] where point > zeros + (zeros == 3 ? 1 : 0) {
      return sign + decimal(trimmed(figures, point), point - zeros) + suffix
    }
    return sign + decimal(figures, point)
  }

  private static func decimal(_ figures: String, _ point: Int) -> String {
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + figures }
    if point >= figures.utf8.count { return figures + String(repeating: "0", count: point - figures.utf8.count) }
    return figures.prefix(point) + "." + figures.dropFirst(point)
  }

  private static func scientific(_ figures: String, _ exponent: Int) -> String {
    let figures = trimmed(figures, 1)
    return decimal(figures, 1) + "e\(exponent)"
  }

  /// Without zeros at the end that say nothing.
  private static func trimmed(_ figures: String, _ point: Int) -> String {
    var figures = figures
    while figures.utf8.count > 1, figures.hasSuffix("0") { figures.removeLast() }
    return figures
  }
}

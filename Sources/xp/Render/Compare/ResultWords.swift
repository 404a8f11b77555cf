import Checklist
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers and places of compared results in words.
enum ResultWords {
  /// Two values so that they can be told apart: six digits each, or all of them.
  static func pair(_ left: Double, _ right: Double) -> (left: String, right: String) {
    let short = (left: Short.number(left), right: Short.number(right))
    guard short.left == short.right, left.bitPattern != right.bitPattern, !(left.isNaN && right.isNaN) else { return short }
    return (Number(left).spelling, Number(right).spelling)
  }

  /// `0.72 → 0.73`.
  static func arrow(_ pair: PointPair) -> String {
    let (left, right) = self.pair(pair.left, pair.right)
    return "\(left) → \(right)"
  }

  /// `epoch 3`; `row 3` where rows are counted.
  static func place(_ step: Double?, _ counter: String?) -> String {
    guard let step else { return "no \(named(counter))" }
    return "\(named(counter)) \(FigureNumber.step(step))"
  }

  private static func named(_ counter: String?) -> String { counter.map { $0.isEmpty ? "step" : $0 } ?? "row" }

  /// How far two values lie apart: `0.01 (1.4 %)`, `1.1e-16 (1 ulp)`, `not finite`.
  static func apart(_ deviation: Deviation) -> String {
    guard deviation.absolute.isFinite else { return "not finite" }
    if deviation.absolute == 0 { return deviation.ulps == 0 ? "0" : ulps(deviation.ulps) }
    let relative = "\(percent(deviation.relative))"
    return deviation.ulps <= 64
      ? "\(small(deviation.absolute)) (\(ulps(deviation.ulps)))" : "\(small(deviation.absolute)) (\(relative))"
  }

  /// Four digits that count.
  static func small(_ value: Double) -> String { FigureNumber.text(value).replacing("−", with: "-") }

  /// Two digits that count: what is no more certain than that.
  static func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return small(value) }
    let scale = pow(10, (log10(abs(value))).rounded(.down) - 1)
    return small((value / scale).rounded() * scale)
  }

  private static func ulps(_ count: UInt64) -> String { "\(count) ulp" }

  static func percent(_ part: Double) -> String { small(part * 100) + " %" }

  /// A metric with its split.
  static func name(_ series: SeriesComparison) -> String {
    series.split.isEmpty ? series.metric : "\(series.metric) (\(series.split))"
  }

  /// The difference with its sign: `+0.01`, `-0.01`.
  static func change(_ pair: PointPair) -> String {
    let change = pair.right - pair.left
    guard change.isFinite else { return "" }
    return (change > 0 ? "+" : "") + small(change)
  }

  static func colour(_ agreement: Agreement) -> Style.Colour {
    switch agreement {
    case .bitwise: .green
    case .withinTolerance: .cyan
    case .drift: .red
    case .unverifiable: .yellow
    }
  }

  /// What a tolerance allows: `absolute 1e-6, 4 ulp`.
  static func tolerance(_ tolerance: Tolerance?) -> String {
    guard let tolerance else { return "bitwise" }
    let parts = [
      tolerance.absolute.map { "absolute \(Number($0).spelling)" }, tolerance.relative.map { "relative \(Number($0).spelling)" },
      tolerance.ulps.map { "\($0) ulp" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

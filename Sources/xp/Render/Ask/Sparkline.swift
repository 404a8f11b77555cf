/// A curve in one line of text: `▁▂▃▅▇█▆`.
enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// Returns the values in at most so many characters, in equal parts of which each shows its mean; what is not finite shows as a space.
  ///
  /// The lowest value is the lowest bar and the highest the highest one; where all are equal they stand in the middle.
  static func text(_ values: [Double], width: Int) -> String {
    guard width > 0, !values.isEmpty else { return "" }
    let count = min(width, values.count)
    let means = (0..<count).map { part in
      mean(values[(part * values.count / count)..<((part + 1) * values.count / count)])
    }
    let finite = means.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return String(repeating: " ", count: count) }
    return String(
      means.map { value in
        guard value.isFinite else { return " " }
        guard high > low else { return bars[3] }
        // Halved first: the distance of two finite numbers may not be finite.
        let part = (value / 2 - low / 2) / (high / 2 - low / 2)
        return bars[min(bars.count - 1, Int(part * Double(bars.count)))]
      })
  }

  /// Of the finite ones; NaN if there is none.
  private static func mean(_ values: ArraySlice<Double>) -> Double {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
  }
}

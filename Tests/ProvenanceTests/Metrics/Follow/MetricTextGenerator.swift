/// Metric files of all sorts, by a seed: what fails can be made again.
struct MetricTextGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  private mutating func number() -> String {
    let words = ["nan", "NaN", "inf", "-inf", "-0.0", "1e-320", "0.1", "1.7976931348623157e308", "12", " 3.5 "]
    return below(6) == 0 ? words[below(words.count)] : "\(Double(below(2_000_001) - 1_000_000) / 4096)"
  }

  private mutating func cell() -> String {
    switch below(8) {
    case 0: ""
    case 1: "NA"
    case 2: "\"\(number())\""
    default: number()
    }
  }

  /// CSV with sparse rows, quotes, splits, line ends of both kinds, and no newline at the end now and then.
  mutating func csv(rows: Int) -> String {
    let end = below(3) == 0 ? "\r\n" : "\n"
    let hasSplit = below(2) == 0
    let late = below(3) == 0
    var text = (below(4) == 0 ? "\u{FEFF}" : "") + "epoch,step,loss,\"val, \"\"auc\"\"\"" + (hasSplit ? ",split" : "") + end
    for row in 0..<rows {
      // A first column that says nothing for a long time.
      let epoch = late && row < rows / 2 ? "" : "\(row / 3)"
      text += "\(epoch),\(row),\(cell()),\(cell())"
      if hasSplit { text += below(5) == 0 ? ",\"a\nb\"" : row % 2 == 0 ? ",train" : ",val" }
      text += end
      if below(9) == 0 { text += end }
    }
    if below(3) == 0 { text.unicodeScalars.removeLast() }
    return text
  }

  /// JSON lines: records and named values, with keys that come late.
  mutating func lines(rows: Int) -> String {
    var text = ""
    for row in 0..<rows {
      let value = below(7) == 0 ? "NaN" : below(7) == 0 ? "{\"$float\":\"-Infinity\"}" : "\(Double(below(1000)) / 64)"
      switch below(4) {
      case 0: text += "{\"step\":\(row / 4),\"loss\":\(value),\"on\":{\"val\":\(below(9))}}\n"
      case 1: text += "{\"name\":\"m\(below(3))\",\"value\":\(value),\"step\":\(row / 4)}\n"
      case 2 where row > rows / 2: text += "{\"epoch\":\(row),\"late\":\(value),\"split\":\"val\"}\n"
      default: text += "{\"loss\":\(value)}\r\n"
      }
    }
    if below(3) == 0 { text.unicodeScalars.removeLast() }
    return text
  }
}

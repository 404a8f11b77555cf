import Checklist
import Provenance

/// Compared results for a terminal: metrics and files, what differs first.
struct ResultText {
  let results: ResultComparison
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  var text: String { summary + metrics + sides + files + ignored }

  /// Where it begins, and where it is worst.
  private var summary: String {
    var lines: [String] = []
    if let series = results.firstApart, let first = series.points.first { lines.append("first apart: " + place(series, first)) }
    if let series = results.worst, let worst = series.points.worst {
      lines.append("furthest apart: \(place(series, worst)), by \(ResultWords.apart(worst.deviation))")
    }
    return lines.isEmpty ? "" : "\n" + lines.map { Terminal.safe($0) + "\n" }.joined()
  }

  private func place(_ series: SeriesComparison, _ pair: PointPair) -> String {
    "\(ResultWords.name(series)) at \(ResultWords.place(pair.step, series.counter)), \(ResultWords.arrow(pair))"
  }

  private var metrics: String {
    guard !results.metrics.isEmpty else { return "" }
    let order: [Agreement] = [.drift, .unverifiable, .withinTolerance, .bitwise]
    let sorted = order.flatMap { wanted in results.metrics.filter { $0.agreement == wanted } }
    let head = ["metric", "verdict", "same", "from", "furthest", "ends"].map { Terminal.Cell($0, .dim) }
    let same = results.metrics.filter { $0.agreement == .bitwise }.count
    let isShort = same <= Self.told
    var rows = (isShort ? sorted : sorted.filter { $0.agreement != .bitwise }).map { series -> [Terminal.Cell] in
      let points = series.points
      return [
        Terminal.Cell(ResultWords.name(series)),
        Terminal.Cell(series.agreement.rawValue, ResultWords.colour(series.agreement)),
        Terminal.Cell("\(points.equal) of \(points.compared)"),
        Terminal.Cell(points.first.map { ResultWords.place($0.step, series.counter) } ?? ""),
        Terminal.Cell(points.worst == nil ? "" : ResultWords.apart(points.deviation)),
        Terminal.Cell(points.last.map { $0.left.bitPattern == $0.right.bitPattern ? "same" : ResultWords.change($0) } ?? ""),
      ]
    }
    if !isShort { rows.append([Terminal.Cell(Short.count(same, "metric")), Terminal.Cell("bitwise", .green), "all"]) }
    let reasons = sorted.compactMap { series in series.reason.map { "  \(ResultWords.name(series)): \($0)" } }
    return "\n" + Terminal.table([head] + rows, width: width, style: style)
      + reasons.map { Terminal.safe($0) + "\n" }.joined()
  }

  /// Of more metrics that are the same only the number is told.
  private static let told = 8

  /// What only one of the two has.
  private var sides: String {
    let files = results.resultFiles
    let sides = [
      ("left", results.onlyLeft.map(\.metric) + files.filter { $0.right == nil }.map(\.path)),
      ("right", results.onlyRight.map(\.metric) + files.filter { $0.left == nil }.map(\.path)),
    ]
    let lines = sides.filter { !$0.1.isEmpty }.map { "only on the \($0.0): " + $0.1.joined(separator: ", ") }
    return lines.isEmpty ? "" : "\n" + lines.map { Terminal.safe($0) + "\n" }.joined()
  }

  private var files: String {
    let both = results.resultFiles.filter { $0.left != nil && $0.right != nil }
    let odd = both.filter { $0.agreement != .bitwise }
    guard !both.isEmpty else { return "" }
    var text = "\n" + style.paint("files", .bold) + "  \(both.count - odd.count) of \(both.count) the same\n"
    let rows = odd.flatMap { file -> [[Terminal.Cell]] in
      let verdict = Terminal.Cell(file.agreement.rawValue, ResultWords.colour(file.agreement))
      let fields = file.fields.filter { $0.ignored == nil && $0.agreement != .bitwise }
      let count = "\(fields.count) of \(Short.count(file.fields.count, "field")) differ\(fields.count == 1 ? "s" : "")"
      var rows = [[Terminal.Cell(file.path), verdict, Terminal.Cell(file.reason ?? count)]]
      rows += fields.prefix(Self.fields).map { field in ["", Terminal.Cell(field.name, .dim), Terminal.Cell(Self.words(field))] }
      if fields.count > Self.fields { rows.append(["", "…"]) }
      return rows
    }
    text += Terminal.table(rows, width: width, indent: 2, style: style)
    return text
  }

  /// Fields that are told of one file.
  private static let fields = 3

  static func words(_ field: FieldComparison) -> String {
    var words: [String] = []
    if let first = field.points.first {
      let isOne = field.points.compared == 1
      let extent = isOne ? "by" : "at \(FigureNumber.step(first.step ?? 0)), by at most"
      words.append("\(ResultWords.arrow(first))\(isOne ? "," : "") \(extent) \(ResultWords.apart(field.points.deviation))")
    }
    if let other = field.firstOther {
      words.append(other + (field.otherDifferences > 1 ? " and \(field.otherDifferences - 1) more" : ""))
    }
    return words.joined(separator: "; ")
  }

  private var ignored: String {
    let names =
      results.ignored.map { "\($0.metric) (\($0.pattern))" }
      + results.files.compactMap { file in file.ignored.map { "\(file.path) (\($0))" } }
    return names.isEmpty
      ? "" : "\n" + Terminal.safe("not compared, as metrics.ignored says: \(names.joined(separator: ", "))") + "\n"
  }
}

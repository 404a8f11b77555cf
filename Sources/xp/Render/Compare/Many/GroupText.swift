import Checklist
import Provenance

/// Groups of runs for a terminal: a table a metric, then what lies between the groups.
struct GroupText {
  let comparison: GroupComparison
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  var text: String {
    let across = comparison.across.differences.map {
      style.paint(Terminal.safe("ACROSS CLASSES: \($0.key) is \($0.left ?? "not there"), \($0.right ?? "not there") …"), .yellow)
        + "\n"
    }
    return across.joined() + comparison.reports.map(text).joined(separator: "\n") + remarks
  }

  private func text(_ report: GroupReport) -> String {
    style.paint(Terminal.safe("\(report.metric) by \(comparison.grouping), over seeds"), .bold) + "\n" + table(report)
      + pairs(report)
  }

  private func table(_ report: GroupReport) -> String {
    let ends = report.direction == nil ? ["lowest", "highest"] : ["best", "worst"]
    let isLong = width != nil && report.rows.contains { Terminal.width(Terminal.safe($0.label)) > Self.longest }
    var columns = [
      [Terminal.Cell("")] + report.rows.indices.map { Terminal.Cell(isLong ? ListClasses.letter($0) : report.rows[$0].label) }
    ]
    func add(_ head: String, _ text: (GroupReport.Row) -> String) {
      let texts = report.rows.map(text)
      let wide = ([head] + texts).map(Terminal.width).max() ?? 0
      func right(_ text: String) -> String { String(repeating: " ", count: wide - Terminal.width(text)) + text }
      columns.append([Terminal.Cell(right(head), .dim)] + texts.map { Terminal.Cell(right($0)) })
    }
    add("n") { GroupWords.count($0.summary) }
    add("mean") { GroupWords.number($0.summary.mean) }
    add("sd") { $0.summary.deviation.map(ResultWords.small) ?? "–" }
    add("95 % interval") { GroupWords.interval($0.summary.interval) }
    add(ends[0]) { GroupWords.number(report.direction == nil ? $0.summary.minimum : $0.best) }
    add(ends[1]) { GroupWords.number(report.direction == nil ? $0.summary.maximum : $0.worst) }
    let legend =
      isLong ? report.rows.indices.map { [ListClasses.letter($0), report.rows[$0].label].map { Terminal.Cell($0) } } : []
    return Terminal.table((0...report.rows.count).map { row in columns.map { $0[row] } }, width: width, style: style)
      + (isLong ? "\n" + Terminal.table(legend, style: style) : "")
  }

  /// Longer names of groups stand beneath the table, with a letter each.
  private static let longest = 16

  /// Pairs that are told; the JSON has all.
  private static let told = 6

  private func pairs(_ report: GroupReport) -> String {
    guard !report.pairs.isEmpty else { return "" }
    var text = ""
    for pair in report.pairs.prefix(Self.told) {
      let (left, right) = (report.rows[pair.left].label, report.rows[pair.right].label)
      text += "\n" + Terminal.safe("\(right) against \(left): ") + style.paint(pair.sentence, .bold) + "\n"
      for line in GroupWords.figures(pair.difference) { text += "  \(line)\n" }
    }
    if report.pairs.count > Self.told { text += "\n\(report.pairs.count - Self.told) more pairs: --json has all\n" }
    if report.pairs.count > 1 {
      text += "\n\(report.pairs.count) pairs were looked at: one in twenty stands out by chance alone\n"
    }
    return text
  }

  private var remarks: String {
    var lines: [String] = []
    for report in comparison.reports {
      for row in report.rows where row.summary.notFinite > 0 {
        lines.append("\(row.label): \(row.summary.notFinite) of its values of \(report.metric) not finite, left out")
      }
    }
    for row in comparison.reports.first?.rows ?? [] {
      lines += row.remarks.map { "\(row.label): \($0)" }
      let reasons = Dictionary(grouping: row.leftOut, by: \.reason).sorted { $0.key < $1.key }
      lines += reasons.map { "\(row.label): left out \($0.value.map(\.name).joined(separator: ", ")): \($0.key)" }
    }
    if !comparison.leftOut.isEmpty {
      lines.append("left out, not completed: " + VaryingWords.counts(comparison.leftOut))
    }
    return lines.isEmpty ? "" : "\n" + lines.map { Terminal.safe($0) + "\n" }.joined()
  }
}

/// Figures of groups in words.
enum GroupWords {
  static func number(_ value: Double?) -> String { value.map(Short.number) ?? "–" }

  /// `4 of 5`, where one is not finite.
  static func count(_ summary: SampleSummary) -> String {
    summary.notFinite == 0 ? "\(summary.count)" : "\(summary.count) of \(summary.count + summary.notFinite)"
  }

  static func interval(_ interval: ClosedRange<Double>?) -> String {
    interval.map { "\(ResultWords.small($0.lowerBound)) … \(ResultWords.small($0.upperBound))" } ?? "–"
  }

  static func p(_ p: Double) -> String { p < 0.0001 ? "< 0.0001" : ResultWords.rounded(p) }

  /// The difference, its interval, the effect, the two tests.
  static func figures(_ difference: MeanDifference?) -> [String] {
    guard let difference else { return [] }
    var first = "difference \(ResultWords.small(difference.difference))"
    if let welch = difference.welch { first += " (95 %: \(interval(welch.interval)))" }
    if let effect = difference.effect { first += ", Hedges' g \(ResultWords.rounded(effect))" }
    var tests: [String] = []
    if let welch = difference.welch { tests.append("Welch p \(p(welch.p))") }
    if let permutation = difference.permutation {
      let ways = permutation.isExact ? "all \(permutation.ways) ways" : "\(permutation.ways) ways drawn"
      tests.append("permutation p \(p(permutation.p)) (\(ways))")
    }
    return [first] + (tests.isEmpty ? [] : [tests.joined(separator: ", ")])
  }
}

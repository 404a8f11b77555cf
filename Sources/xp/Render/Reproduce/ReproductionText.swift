import Checklist
import Provenance

/// What reruns came to, for a terminal: verdict, what was compared, where it begins to differ, and what else differs.
struct ReproductionText {
  let reports: [ReproductionReport]
  var noise: ResultNoise?
  /// Columns of the terminal; nil on a pipe.
  var width: Int?
  var style = Style.plain

  var text: String { reports.map { "\n" + block($0) }.joined() + (noise.map { "\n" + block($0) } ?? "") }

  private func block(_ report: ReproductionReport) -> String {
    let seed = report.seed.map { ", seed \($0)" } ?? ""
    var text = style.paint(report.verdict.rawValue, Self.colour(report.verdict))
    text += report.rerun.map { ": \(Terminal.safe($0))\(Terminal.safe(seed))" } ?? ": nothing was run"
    text += "\n"
    for reason in report.reasons.prefix(8) { text += "  " + Terminal.safe(reason) + "\n" }
    if report.reasons.count > 8 { text += "  and \(report.reasons.count - 8) more\n" }
    if !report.metrics.isEmpty || report.files > 0 { text += "  " + compared(report) + "\n" }
    let rows = [("first", report.first), ("worst", report.worst)].compactMap { name, point in point.map { row(name, $0) } }
    text += Terminal.table(rows, width: width, indent: 2, style: style)
    for doubt in report.doubts { text += "  although " + Terminal.safe(doubt) + "\n" }
    return text + causes(report)
  }

  private func compared(_ report: ReproductionReport) -> String {
    let points = report.metrics.reduce(0) { $0 + $1.points }
    let different = report.metrics.reduce(0) { $0 + $1.within + $1.outside }
    var parts: [String] = []
    if !report.metrics.isEmpty {
      let what = different == 0 ? "the same bits" : "\(different) not the same bits"
      parts.append("\(Short.count(report.metrics.count, "metric")), \(Short.count(points, "point")): \(what)")
    }
    if report.files > 0 {
      let what = report.filesThatDiffer == 0 ? "the same bytes" : "\(report.filesThatDiffer) not the same bytes"
      parts.append("\(Short.count(report.files, "file")): \(what)")
    }
    return parts.joined(separator: "; ")
  }

  private func row(_ name: String, _ point: ReproductionReport.Point) -> [Terminal.Cell] {
    let metric = point.split.isEmpty ? point.metric : "\(point.metric) (\(point.split))"
    let place = point.step.map { "\(metric) at \(Short.number($0))" } ?? metric
    let (original, rerun) = ResultWords.pair(point.original, point.rerun)
    return [
      .init(name, .dim), .init(place), .init(original, .red), .init("→"), .init(rerun, .green),
      .init("apart " + ResultWords.apart(Deviation(point.original, point.rerun)), .dim),
    ]
  }

  /// Only a result that is not the same has a cause.
  private func causes(_ report: ReproductionReport) -> String {
    guard report.verdict == .drift || report.verdict == .failed || report.verdict == .withinTolerance else { return "" }
    guard !report.differences.isEmpty else {
      guard report.verdict == .drift else { return "" }
      return "  nothing else that was recorded differs" + (noise == nil ? "; its own noise: --repeat 3" : "") + "\n"
    }
    let rows = report.differences.prefix(12).map { difference -> [Terminal.Cell] in
      [
        .init(difference.subject), .init(Short.digests(in: difference.original ?? "none"), .red), .init("→"),
        .init(Short.digests(in: difference.rerun ?? "none"), .green),
      ]
    }
    let more = report.differences.count - rows.count
    return "  candidates for the cause:\n" + Terminal.table(rows, width: width, indent: 4, style: style)
      + (more > 0 ? "    and \(more) more\n" : "")
  }

  private func block(_ noise: ResultNoise) -> String {
    let differing = noise.metrics.filter { $0.different > 0 }
    let head = "its own noise, between any two of \(noise.runs) reruns:"
    guard !differing.isEmpty else { return "\(head) none\n" }
    let rows =
      [["metric", "points that differ", "furthest apart"].map { Terminal.Cell($0, .dim) }]
      + differing.map { metric in
        [
          .init(metric.split.isEmpty ? metric.name : "\(metric.name) (\(metric.split))"),
          .init("\(metric.different) of \(metric.points)"), .init(ResultWords.apart(metric.deviation)),
        ]
      }
    return head + "\n" + Terminal.table(rows, width: width, indent: 2, style: style)
  }

  private static func colour(_ verdict: ReproductionVerdict) -> Style.Colour {
    switch verdict {
    case .bitwise, .withinTolerance: .green
    case .drift, .failed: .red
    case .unverifiable: .yellow
    }
  }
}

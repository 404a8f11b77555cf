import Checklist
import Provenance

/// Finds the curves that a picture of a comparison shows.
enum CompareFigures {
  /// The curves of one metric of two runs: the primary one, else the one that lies furthest apart, else the first.
  static func figure(of comparison: RunComparison, _ left: [ResultSeries], _ right: [ResultSeries]) -> Figure? {
    let metrics = comparison.results.metrics.map(\.metric)
    let wanted = [comparison.primary, comparison.results.worst?.metric ?? ""] + metrics
    for name in wanted {
      guard let first = left.first(where: { $0.metric.isExactly(name) && $0.steps.count > 1 }),
        let second = right.first(where: { $0.metric.isExactly(name) && $0.split.isExactly(first.split) && $0.steps.count > 1 })
      else { continue }
      let names = names(comparison.inputs.left, comparison.inputs.right)
      let across = comparison.across.differences.isEmpty ? "" : " · ACROSS CLASSES"
      return Figure(
        title: (first.split.isEmpty ? name : "\(name) (\(first.split))") + across, counter: first.counter ?? "row",
        curves: [curve(first, names.left), curve(second, names.right)])
    }
    return nil
  }

  /// The curve of a metric of each run, by the experiment's name.
  static func curves(of report: GroupReport, in many: ComparedMany) -> [String: MetricCurve] {
    let collector = ResultCollector(project: many.project, ledger: many.ledger)
    let metric = ["best.", "last.", "min.", "max."].first(where: report.metric.hasPrefix).map {
      String(report.metric.dropFirst($0.count))
    }
    var curves: [String: MetricCurve] = [:]
    for name in report.rows.flatMap(\.runs) {
      guard let record = try? ExperimentRecord.load(many.project.folder(of: name)) else { continue }
      let series = collector.results(of: record).series
      let found = series.first { $0.metric.isExactly(metric ?? report.metric) && $0.steps.count > 1 }
      if let found { curves[name] = curve(found, name) }
    }
    return curves
  }

  private static func curve(_ series: ResultSeries, _ name: String) -> MetricCurve {
    // Rows without a step come last.
    let count = series.steps.firstIndex(where: { !$0.isFinite }) ?? series.steps.count
    return MetricCurve(
      metric: name, split: "", source: series.source, counter: series.counter, steps: Array(series.steps.prefix(count)),
      values: Array(series.values.prefix(count)))
  }

  /// Without their dates, if they can be told apart so.
  private static func names(_ left: String, _ right: String) -> (left: String, right: String) {
    let (first, second) = (String(left.dropFirst(16)), String(right.dropFirst(16)))
    return first.isEmpty || second.isEmpty || first == second ? (left, right) : (first, second)
  }
}

import Checklist
import Provenance

/// Reads what is under way, again and again; what does not change is read once.
final class RunWatch {
  private let project: Project
  private let ledger: Ledger?
  private let names: [String]
  private var declared: [String: Int?] = [:]

  /// - Parameter names: the experiments that are watched; empty: all that run.
  init(project: Project, ledger: Ledger?, names: [String]) {
    (self.project, self.ledger, self.names) = (project, ledger, names)
  }

  /// A run at one moment.
  struct Row {
    var name: String
    var attempt: Int
    var host: String
    var isHeld: Bool
    var since: Moment
    var progress: RunProgress
    /// The primary metric first, then the latest others.
    var metrics: [Metric]
  }

  /// A metric so far.
  struct Metric {
    var name: String
    var last: Double
    var values: [Double]
  }

  /// - Throws: kind `environment` if the project or the ledger cannot be read.
  func rows(at now: Moment) throws(Failure) -> [Row] {
    var rows: [Row] = []
    for running in try RunControl(project: project).running() {
      let content = running.content
      guard names.isEmpty || names.contains(where: { $0.isExactly(content.experiment) }) else { continue }
      let series = try ledger?.lastPoints(of: content.experiment, attempt: content.number) ?? []
      let steps = series.flatMap { $0.points.compactMap(\.step) }
      rows.append(
        Row(
          name: content.experiment, attempt: content.number, host: content.host, isHeld: running.isHeld, since: content.since,
          progress: RunProgress(
            steps: steps, declared: declaredEpochs(of: content.experiment),
            elapsed: Double(now.milliseconds - content.since.milliseconds) / 1000),
          metrics: metrics(series)))
    }
    return rows
  }

  private func declaredEpochs(of experiment: String) -> Int? {
    if let known = declared[experiment] { return known }
    let config = (try? ExperimentRecord.load(project.folder(of: experiment))).flatMap { try? $0.config() }
    let parameters = config.map { Parameter.all(in: .object($0.root)) } ?? []
    let number = project.policy.metrics.declaredEpochs(in: parameters)?.number
    declared[experiment] = .some(number)
    return number
  }

  private func metrics(_ series: [MetricSeries]) -> [Metric] {
    let primary = project.policy.metrics.primary
    let told = series.filter { !$0.points.isEmpty }
    let ordered = told.filter { $0.metric.isExactly(primary) } + told.filter { !$0.metric.isExactly(primary) }
    return ordered.map { one in
      Metric(
        name: one.split.isEmpty ? one.metric : "\(one.metric) (\(one.split))", last: one.points.last?.value ?? .nan,
        values: one.points.map(\.value))
    }
  }
}

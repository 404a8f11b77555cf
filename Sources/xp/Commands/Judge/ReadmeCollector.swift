import Checklist
import Provenance

/// Reads what a README is rendered from, and draws its pictures.
struct ReadmeCollector {
  let project: Project
  let ledger: Ledger?

  func collect(_ record: ExperimentRecord) throws(Failure) -> (ReadmeSources, FigureFiles) {
    let tables = tables(record)
    let figures = FigureFiles(FigureFamilies(tables, policy: project.policy).figures)
    let sources = ReadmeSources(
      record: record, config: try record.config(), policy: project.policy,
      environment: record.registration.environment.value == nil
        ? .unknown(record.registration.environment.reason ?? "not recorded")
        : .look { () throws(Failure) in try record.environment() },
      judgment: try judgment(record), metrics: metrics(record, tables),
      figures: figures.reports, usedBy: try usedBy(record),
      folder: relativePath(record.folder, to: project.root) ?? record.folder)
    return (sources, figures)
  }

  private func judgment(_ record: ExperimentRecord) throws(Failure) -> ReadmeReport.Judgment? {
    guard let judged = record.judged else { return nil }
    let report = try ChecklistReport(body: judged.body)
    return .init(
      time: judged.time,
      rows: report.judgments.map { judgment in
        .init(
          title: judgment.title, verdict: judgment.verdict, reason: judgment.reason,
          attested: record.attestations.last(on: judgment.id)?.text)
      })
  }

  private func usedBy(_ record: ExperimentRecord) throws(Failure) -> [String] {
    try ledger?.users(of: record.name).map { "\($0.experiment) (\($0.artifact))" } ?? []
  }

  private func tables(_ record: ExperimentRecord) -> [MetricTable] {
    var tables: [MetricTable] = []
    for artifact in record.attempt?.artifacts ?? [] where artifact.role == .metrics || artifact.role == .result {
      guard let path = record.path(of: artifact, in: project) else { continue }
      let table = try? MetricReader.read(path: path, shownAs: artifact.path, epochColumns: project.policy.metrics.epoch)
      if let table, table.rowCount > 0 { tables.append(table) }
    }
    return tables
  }

  private func metrics(_ record: ExperimentRecord, _ tables: [MetricTable]) -> MetricState {
    guard record.attempt != nil else { return .none("no run is recorded") }
    let primary = project.policy.metrics.primary
    guard let table = primary.isEmpty ? tables.first : tables.table(having: primary) ?? tables.first else {
      return .none("the run left no metric file that can be read")
    }
    return .rows(rows(of: table, primary: primary.isEmpty ? nil : primary))
  }

  private func rows(of table: MetricTable, primary: String?) -> MetricRows {
    let direction = project.policy.metrics.direction
    let best = primary.flatMap { table.best($0, direction) }
    let noBest: String? =
      switch primary {
      case nil: "the policy declares no primary metric"
      case let name? where table.column(name) == nil:
        "\(table.source) has no column \(name)" + nearby(name, table.columnNames)
      case _? where best == nil: "no value of it is finite"
      default: nil
      }
    return MetricRows(
      primary: primary, direction: direction, best: best.map { row(table, $0.row) }, noBest: noBest,
      last: row(table, table.rowCount - 1))
  }

  private func nearby(_ name: String, _ names: [String]) -> String {
    let near = nearNames(to: name, in: names)
    return near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
  }

  private func row(_ table: MetricTable, _ row: Int) -> MetricRows.Row {
    let values = table.metrics.compactMap { column in
      column.number(at: row).map { (name: column.name, value: Value.number(Number($0))) }
    }
    let step = table.step(ofRow: row).map { step in
      Value.number(step == step.rounded() && abs(step) < 1e15 ? Number(Int(step)) : Number(step))
    }
    return MetricRows.Row(step: step, place: table.place(ofRow: row), values: values, literals: project.policy.readme.literals)
  }
}

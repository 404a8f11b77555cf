import Checklist
import Provenance

/// Reads two runs, inputs and results, and has them compared.
struct ComparedRuns {
  let session: Session
  /// Class keys may differ.
  let across: Bool

  /// - Returns: the comparison, and the points that it was made from.
  func compare(
    _ left: String, _ right: String
  ) throws(Failure) -> (comparison: RunComparison, left: [ResultSeries], right: [ResultSeries]) {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let records = (
      try session.experiment(left, in: project, ledger: ledger), try session.experiment(right, in: project, ledger: ledger)
    )
    let sides = (DiffSides.side(of: records.0), DiffSides.side(of: records.1))
    let classes = Comparability(keys: project.policy.classKeys, sides.0.config, sides.1.config)
    let hint = "compare them all the same: xp compare --across \(left) \(right)"
    if !across, let refusal = classes.refusal(of: records.0.name, records.1.name, hint: hint) { throw refusal }
    let collector = ResultCollector(project: project, ledger: ledger)
    var results = (collector.results(of: records.0), collector.results(of: records.1))
    collector.readDifferences(&results.0, &results.1)
    let metrics = project.policy.metrics
    let best = [results.0, results.1].compactMap { $0.best(metrics.primary, metrics.direction) }
    let comparison = RunComparison(
      inputs: Comparison(left: sides.0, right: sides.1, rules: project.policy.config).difference(),
      results: ResultComparison(results.0, results.1, rules: ToleranceRules(metrics)), across: classes,
      primary: metrics.primary, best: best.count == 2 ? PointPair(step: nil, left: best[0], right: best[1]) : nil,
      command: .command(of: records.0, records.1))
    return (comparison, results.0.series, results.1.series)
  }
}

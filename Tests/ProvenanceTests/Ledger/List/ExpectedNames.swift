@testable import Provenance

/// What names stand for in a generated experiment: written down a second time, without SQL.
struct ExpectedNames: Names {
  let experiment: GeneratedLedger.Experiment

  func lookup(_ name: String) -> NameResult {
    if let fact = fact(name) { return fact }
    let metrics = metricEntries
    let keys = experiment.config.flattened.map { (name: $0.name, result: NameResult($0.value)) }
    if let whole = (metrics + keys).first(where: { $0.name.isExactly(name) }) { return whole.result }
    let ends = (metrics + keys).filter { end(of: $0.name, name) }
    if ends.count > 1 { return .ambiguous(ends.map(\.name)) }
    return ends.first?.result ?? .missing("there is no `\(name)`")
  }

  /// `best.train.loss` does not end in `loss`, but in `best.loss`: of a metric with a word before it the metric is short.
  private func end(of entry: String, _ name: String) -> Bool {
    for word in ["best.", "last.", "min.", "max."]
    where entry.hasPrefix(word) && metricNames.contains(String(entry.dropFirst(word.count))) {
      return name.hasPrefix(word) && entry.hasSuffix("." + name.dropFirst(word.count)) && entry != name
    }
    return entry.hasSuffix("." + name)
  }

  private func fact(_ name: String) -> NameResult? {
    let attempt = experiment.counting.flatMap { experiment.attempts[$0] }
    func known(_ scalar: Scalar?) -> NameResult { scalar.map { .value($0) } ?? .missing("unknown") }
    switch name {
    case "name": return known(.text(experiment.name))
    case "model": return known(.text(experiment.model))
    case "status": return known(.text(experiment.status))
    case "started": return known(attempt?.started.map { .time($0) })
    case "exit": return known(attempt?.exit.map { .number(Double($0)) })
    case "tag": return .set(experiment.tags.map(Scalar.text))
    case "campaign": return .set(experiment.campaign.map { [.text($0)] } ?? [])
    case "archived": return known(.truth(experiment.archived))
    case "attempts": return known(.number(Double(experiment.attempts.count)))
    default: return nil
    }
  }

  private var summaries: [MetricSummary] { experiment.counting.flatMap { experiment.attempts[$0]?.metrics } ?? [] }
  private var metricNames: Set<String> { Set(summaries.map(\.name)) }

  private var metricEntries: [(name: String, result: NameResult)] {
    metricNames.sorted().flatMap { name -> [(name: String, result: NameResult)] in
      let all = summaries.filter { $0.name == name }
      func value(_ number: Double?) -> NameResult { number.map { .value(.number($0)) } ?? .missing("no value") }
      let (least, most) = (all.compactMap(\.minimum?.value).min(), all.compactMap(\.maximum?.value).max())
      let furthest = all.compactMap(\.last).map { $0.step ?? -1 }.max()
      let lasts = all.compactMap(\.last).filter { $0.step == furthest }
      let agree = lasts.dropFirst().allSatisfy { $0 == lasts[0] }
      let last = agree ? value(lasts.first?.value) : .missing("sources disagree")
      let isPrimary = name == "val_auc"
      return [
        ("min." + name, value(least)), ("max." + name, value(most)), ("last." + name, last),
        ("best." + name, isPrimary ? value(most) : .missing("not declared")), (name, isPrimary ? value(most) : last),
      ]
    }
  }
}

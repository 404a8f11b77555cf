import Provenance

/// Which columns a list has: those that were asked for, or what a reader of that format wants.
struct ListColumns {
  enum Format { case text, csv, json }

  /// In their order.
  let names: [String]
  /// Of these a narrow terminal gets none, the first ones first; empty if a person chose the columns.
  let optional: [String]

  init(query: ListQuery, asked: String?, format: Format, ledger: Ledger?) throws(Failure) {
    if let asked {
      names = asked.split(separator: ",").map { String($0).withoutBlankEnds }
      optional = []
      return
    }
    // What was asked about is shown.
    var wanted = query.filters.flatMap(\.names)
    if case .by(let name, _) = query.order { wanted.append(name) }
    if format == .json {
      (names, optional) = ([], [])
    } else if format == .csv {
      let facts = [
        "name", "status", "model", "title", "registered", "started", "ended", "duration", "exit", "host", "attempts", "tags",
        "campaign",
      ]
      let metrics = try ledger?.metricNames() ?? []
      (names, optional) = (Self.unique(facts + metrics + wanted, in: ledger), [])
    } else {
      let primary = query.policy.metrics.primary
      names = Self.unique(
        ["name", "status", "started", "duration"] + (primary.isEmpty ? [] : [primary]) + wanted + ["tags"], in: ledger)
      optional = ["duration", "tags", "started"].filter { !wanted.contains($0) }
    }
  }

  /// Each once, and only what some experiment has.
  private static func unique(_ names: [String], in ledger: Ledger?) -> [String] {
    var seen: Set<ExactString> = []
    return names.filter { seen.insert(ExactString($0 == "tag" ? "tags" : $0)).inserted && ledger?.knows(name: $0) == true }
  }
}

internal import Provenance

extension Items {
  static let diagnosticsLogged: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    let wanted = policy.metrics.diagnostics
    guard !wanted.isEmpty else { return .notApplicable("not declared: [metrics] diagnostics is empty") }
    guard evidence.judgedAttempt != nil else { return evidence.withoutRun }
    let tables = evidence.tables
    var weighing = Weighing()
    for file in evidence.metrics where file.table.content == nil {
      let message = if case .unreadable(let failure) = file.table { failure.message } else { "it is gone" }
      weighing.doubt("\(file.path) could not be read: \(message)", .file(file.path))
    }
    for name in wanted {
      guard let table = tables.table(having: name), let column = table.column(name) else {
        weighing.fail(
          "no metric \(name)\(suggestion(for: name, among: tables.metricNames))", tables.first.map { .file($0.source) })
        continue
      }
      var (finite, firstBad) = (0, Int?.none)
      column.forEachNumber { row, value in
        if value.isFinite { finite += 1 } else if firstBad == nil { firstBad = row }
      }
      weighing.evidence.append(.file(table.source))
      if finite == 0 {
        weighing.fail("\(name) has no finite value in \(table.source)", .file(table.source))
      } else if let row = firstBad {
        weighing.fail(
          "\(name) is not finite at \(table.place(ofRow: row, column: name))", .file(table.source, line: Int(table.lines[row])))
      }
    }
    if tables.isEmpty && evidence.metrics.isEmpty { weighing.evidence = evidence.entryPlaces }
    return weighing.ruling(
      pass: "\(evidence.origin)\(listed(wanted)): there and finite",
      remedy: "log them under these names, or correct [metrics] diagnostics in xp.toml")
  }
}

internal import Provenance

extension Items {
  static let epochMetrics: @Sendable (Evidence, Policy) -> Ruling = { evidence, policy in
    guard let attempt = evidence.judgedAttempt else { return evidence.withoutRun }
    let rules = policy.metrics
    let declared = (rules.primary.isEmpty ? [] : [rules.primary]) + rules.columns
    let remedy = "let the script write one row an epoch, and name its columns in xp.toml, [metrics]"
    let recorded = evidence.files.recorded.filter { $0.artifact.role == .metrics }
    guard !recorded.isEmpty || !evidence.metrics.isEmpty else {
      if declared.isEmpty && rules.files == Policy().metrics.files {
        return .notApplicable("not declared, and the run wrote no metric file")
      }
      let present = evidence.files.present.map(\.path).filter { !isOfTheRecord($0) }.filter { path in
        [".csv", ".json", ".jsonl", ".tsv"].contains { path.hasSuffix($0) }
      }
      let near = present.isEmpty ? "" : "; there are \(listed(present, limit: 4))"
      return .fail("\(evidence.origin)no metric file (\(listed(rules.files)))\(near)", evidence.entryPlaces, remedy: remedy)
    }
    var weighing = Weighing()
    for file in recorded { weighing.weigh(file, of: attempt) }
    for file in evidence.metrics { weighing.weighReading(of: file) }
    let tables = evidence.tables
    for name in declared where tables.table(having: name) == nil && !tables.contains(where: { $0.column(name) != nil }) {
      weighing.fail("no column \(name)\(suggestion(for: name, among: tables.flatMap(\.columnNames)))")
    }
    guard let table = tables.perEpoch(declared) else {
      weighing.fail("no metric file counts epochs (\(listed(rules.epoch)))")
      return weighing.ruling(pass: "", remedy: remedy)
    }
    let summary = weighing.weigh(table, epochs: evidence.declaredEpochs(policy))
    return weighing.ruling(pass: "\(evidence.origin)\(summary)\(nonFinite(tables))", remedy: remedy)
  }

  /// Where values are not finite: that is said, it is no gap.
  private static func nonFinite(_ tables: [MetricTable]) -> String {
    var places: [String] = []
    for table in tables {
      for column in table.metrics {
        column.forEachNumber { row, value in
          if !value.isFinite {
            places.append(
              "\(column.name) is \(value.isNaN ? "NaN" : "infinite") at \(table.place(ofRow: row, column: column.name))")
          }
        }
      }
    }
    return places.isEmpty ? "" : "; \(listed(places, limit: 6))"
  }
}

extension Evidence {
  var tables: [MetricTable] { metrics.compactMap(\.table.content) }

  /// The number of epochs that the policy or the config declares, and who says so.
  func declaredEpochs(_ policy: Policy) -> (number: Int, place: String)? {
    policy.metrics.declaredEpochs(in: config.parameters)
  }
}

extension [MetricTable] {
  /// The file that counts epochs: of several the one with most of the declared columns, then with most rows.
  fileprivate func perEpoch(_ declared: [String]) -> MetricTable? {
    filter { $0.epochColumn != nil }.max { left, right in
      let (a, b) = (declared.filter { left.column($0) != nil }.count, declared.filter { right.column($0) != nil }.count)
      return (a, left.rowCount) < (b, right.rowCount)
    }
  }
}

extension Weighing {
  fileprivate mutating func weighReading(of file: MetricFileEvidence) {
    switch file.table {
    case .read: break
    // A recorded file that is gone has been told already.
    case .absent: break
    case .unreadable(let failure):
      let place = EvidencePlace.file(file.path, line: failure.position?.line)
      fail("\(file.path) does not parse: \(failure.message)\(failure.position.map { " (line \($0.line))" } ?? "")", place)
    }
  }

  /// - Returns: what is there, in words.
  fileprivate mutating func weigh(_ table: MetricTable, epochs declared: (number: Int, place: String)?) -> String {
    let (source, column) = (table.source, table.epochColumn ?? "epoch")
    let counts = column.lowercased() == "epoch"
    guard let coverage = table.epochCoverage(declared: counts ? declared?.number : nil), coverage.count > 0 else {
      fail("\(source) has no row with a whole \(column)", .file(source))
      return source
    }
    for epoch in coverage.duplicates.prefix(4) {
      fail("\(source) has \(column) \(epoch) more than once", place(of: epoch, in: table))
    }
    if coverage.rowsWithoutEpoch > 0 { fail("\(source) has \(coverage.rowsWithoutEpoch) rows without \(column)", .file(source)) }
    if !coverage.nonIntegerRows.isEmpty && table.indexColumns.count > 1 { return weighSteps(table, coverage, declared) }
    for row in coverage.nonIntegerRows.prefix(4) {
      fail("\(column) is no integer at \(table.place(ofRow: row))", .file(source, line: Int(table.lines[row])))
    }
    if counts, let gap = coverage.missing.first {
      let total = declared.map { " of \($0.number) (\($0.place))" } ?? ""
      fail("\(source) lacks epoch \(coverage.missingText())\(total)", place(of: gap.lowerBound - 1, in: table))
    }
    if let epoch = coverage.beyond.first, let declared {
      fail(
        "\(source) goes on to \(column) \(epoch), declared are \(declared.number) (\(declared.place))",
        place(of: epoch, in: table))
    }
    let open = counts && declared == nil ? ", how many there should be is not declared" : ""
    return "\(source): \(column)s \(coverage.first ?? 0)–\(coverage.last ?? 0)\(open)"
  }

  /// A log by steps has fractions of epochs: it must reach the declared number.
  private mutating func weighSteps(
    _ table: MetricTable, _ coverage: EpochCoverage, _ declared: (number: Int, place: String)?
  ) -> String {
    let last = coverage.last ?? 0
    if let declared, last < declared.number {
      fail("\(table.source) ends at epoch \(last) of \(declared.number) (\(declared.place))", place(of: last, in: table))
    }
    return "\(table.source): \(table.rowCount) steps to epoch \(last)"
  }

  /// The first line of an epoch; before a gap it is the last that is there.
  private func place(of epoch: Int, in table: MetricTable) -> EvidencePlace {
    .file(table.source, line: table.row(atEpoch: Double(epoch)).map { Int(table.lines[$0]) })
  }
}

/// A metric file of either sort that is followed.
enum FollowedMetrics {
  case rows(FollowedFile)
  case document(FollowedDocument)

  init(path: String, origin: MetricOrigin, epochColumns: [String]) {
    let format = MetricFormat(of: origin.source, Self.beginning(of: path))
    self =
      format == .document
      ? .document(FollowedDocument(path: path, origin: origin, epochColumns: epochColumns))
      : .rows(FollowedFile(path: path, origin: origin, format: format, epochColumns: epochColumns))
  }

  /// Takes in what is new: see ``FollowedFile/advance(_:limit:isFinal:)``.
  func advance(_ ledger: Ledger?, limit: inout Int, isFinal: Bool) throws(Failure) {
    switch self {
    case .rows(let rows): try rows.advance(ledger, limit: &limit, isFinal: isFinal)
    case .document(let document): try document.advance(ledger, limit: &limit, isFinal: isFinal)
    }
  }

  /// One a metric.
  var summaries: [MetricSummary] {
    switch self {
    case .rows(let rows): rows.summaries
    case .document(let document): document.summaries
    }
  }

  /// What was odd.
  var findings: [Finding] {
    switch self {
    case .rows(let rows): rows.findings
    case .document(let document): document.findings
    }
  }

  /// Enough to tell the format of a file whose name does not.
  private static func beginning(of path: String) -> [UInt8] {
    if [".csv", ".jsonl", ".ndjson", ".json"].contains(where: path.hasSuffix) { return [] }
    return (try? FileReading.beginning(of: path, count: 4096)) ?? []
  }
}

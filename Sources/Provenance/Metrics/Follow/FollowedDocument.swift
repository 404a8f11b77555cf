/// A metric file that is one JSON value, written anew as a whole: read again whenever it has changed.
final class FollowedDocument {
  private let path: String
  private let origin: MetricOrigin
  private let epochColumns: [String]
  private var seen: FileStatus?
  private var head: Digest?
  private var failure: Failure?
  private(set) var summaries: [MetricSummary] = []
  private var oddities: [Finding] = []

  /// A larger one is read at the end only: it would be read again and again.
  static let largestWhileRunning: Int64 = 8 << 20

  init(path: String, origin: MetricOrigin, epochColumns: [String]) {
    (self.path, self.origin, self.epochColumns) = (path, origin, epochColumns)
  }

  /// Takes in the content of now in place of the one before; one that breaks off is being written.
  ///
  /// - Throws: kind `environment` if the ledger cannot be written.
  func advance(_ ledger: Ledger?, limit: inout Int, isFinal: Bool) throws(Failure) {
    guard let status = FileStatus.of(path), status.kind == .file, limit > 0 else { return }
    guard isFinal || status != seen && status.size <= Self.largestWhileRunning else { return }
    let (table, digest): (MetricTable, Digest)
    do throws(Failure) {
      let bytes = try FileReading.bytes(of: path)
      limit -= bytes.count
      digest = .sha256(bytes)
      if digest == head && failure == nil && !isFinal {
        seen = status
        return
      }
      table = try MetricReader.read(bytes, shownAs: origin.source, epochColumns: epochColumns)
      (failure, summaries, oddities) = (nil, table.summaries(), table.findings)
    } catch {
      (failure, seen) = (error, status)
      return
    }
    if let ledger { try store(table, digest, status, ledger) }
    (head, seen) = (digest, status)
  }

  private func store(_ table: MetricTable, _ digest: Digest, _ status: FileStatus, _ ledger: Ledger) throws(Failure) {
    let reach = MetricReach(offset: Int(status.size), line: Int(table.lines.last ?? 1), head: digest, inode: status.inode)
    // Whoever comes second finds the same content or replaces it by a later one.
    for _ in 0..<3 {
      let place = try ledger.metricPlaces(origin).last
      if place?.reach.head == digest { return }
      let stored = try ledger.append(
        table.batches, of: origin, generation: place?.generation ?? 1, after: place, isReplacing: place != nil, reaching: reach)
      if stored != nil { return }
    }
  }

  var findings: [Finding] {
    guard let failure else { return oddities }
    let place = failure.position.map { "\(origin.source):\($0.line):\($0.column)" } ?? origin.source
    return [Finding(subject: "metrics", message: failure.message, place: place)]
  }
}

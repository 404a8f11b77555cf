#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A metric file's rows from its beginning up to where it was read: what was seen of it, without the points themselves.
final class MetricStream {
  enum Step {
    /// Points of a piece, possibly none.
    case points([MetricBatch])
    /// Nothing more is whole.
    case end
    /// What counts steps or names the split is another column than before: the file is to be read anew by ``restarted()``.
    case relaid
  }

  let source: String
  private let epochColumns: [String]
  private let earlier: [MetricSeriesKey: MetricFingerprint]
  private var rows: any RowReader
  private var hash = Hash(.sha256)
  /// Bytes that were read.
  private(set) var offset = 0
  private var layout: (counters: [String], split: String?)?
  private var tallies: [MetricTally] = []
  private(set) var series: [MetricSeriesKey: MetricFingerprint]
  private var samples = FileSamples()
  private var isSkipping = false
  private var tooLong: [Finding] = []

  static let pieceSize = 1 << 20
  /// A longer row is no row.
  static let longestRow = 1 << 22

  /// - Parameter earlier: series that were read of a content that is gone: ``relation`` tells whether this one has them.
  init(_ source: String, rows: any RowReader, epochColumns: [String], earlier: [MetricSeriesKey: MetricFingerprint] = [:]) {
    (self.source, self.rows, self.epochColumns, self.earlier) = (source, rows, epochColumns, earlier)
    series = earlier.mapValues { MetricFingerprint(against: $0) }
  }

  func restarted() -> MetricStream {
    MetricStream(source, rows: rows.restarted(), epochColumns: epochColumns, earlier: earlier)
  }

  /// The same reading, held against nothing.
  func alone() -> MetricStream { MetricStream(source, rows: rows, epochColumns: epochColumns) }

  var reach: (offset: Int, line: Int, head: Digest) { (offset, rows.line, hash.current()) }
  var findings: [Finding] { tooLong + rows.findings }
  var pointCount: Int { series.values.reduce(0) { $0 + $1.count } }

  var summaries: [MetricSummary] {
    let table = rows.columns
    return table.indices.filter { index in
      table[index].kind == .number && !(layout ?? currentLayout).counters.contains { $0.isExactly(table[index].name) }
    }.map { index in
      (index < tallies.count ? tallies[index] : MetricTally()).summary(name: table[index].name, source: source)
    }
  }

  private var currentLayout: (counters: [String], split: String?) {
    let table = MetricTable(source: source, columns: rows.columns, lines: [], epochColumns: epochColumns)
    return (table.indexColumns, table.splitColumn)
  }

  /// How the earlier series stand in this content.
  var relation: MetricFingerprint.Relation {
    var result = MetricFingerprint.Relation.contains
    for (key, fingerprint) in earlier {
      switch (series[key] ?? MetricFingerprint()).relation(to: fingerprint) {
      case .contradicts: return .contradicts
      case .open: result = .open
      case .contains: break
      }
    }
    return result
  }

  /// Whether a file still begins with what was read, as far as its size and its first and last bytes tell.
  func isIntact(_ descriptor: Int32, size: Int) -> Bool { size >= offset && samples.fit(descriptor, offset) }

  /// Reads the next piece.
  ///
  /// - Parameters:
  ///   - end: bytes of the file to read at most.
  ///   - isLast: nothing follows behind `end`: a row without newline counts too.
  func next(_ descriptor: Int32, to end: Int, isLast: Bool) throws(Failure) -> Step {
    var size = Self.pieceSize
    while offset < end {
      let piece = try read(descriptor, count: min(size, end - offset))
      guard !piece.isEmpty else { return .end }
      let isEnd = offset + piece.count >= end
      let used = try take(piece, isLast: isLast && isEnd)
      if used == 0 {
        if isEnd { return .end }
        guard size >= Self.longestRow else {
          size *= 2
          continue
        }
        let place = "\(source):\(rows.line)"
        tooLong.append(Finding(subject: "metrics", message: "a row is longer than \(Self.longestRow) bytes", place: place))
        isSkipping = true
        continue
      }
      advance(piece[..<used])
      return step(rows.takeTable(epochColumns))
    }
    return .end
  }

  private func take(_ piece: [UInt8], isLast: Bool) throws(Failure) -> Int {
    var (used, failure) = (0, Failure?.none)
    piece.withUnsafeBufferPointer { buffer in
      if isSkipping {
        used = rows.skipRow(buffer)
        isSkipping = buffer[used - 1] != UInt8(ascii: "\n")
      } else {
        do throws(Failure) { used = try rows.read(buffer, isLast: isLast) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    return used
  }

  private func advance(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hash.update($0) }
    samples.add(bytes, at: offset)
    offset += bytes.count
  }

  private func step(_ table: MetricTable) -> Step {
    if let layout, !(same(layout.counters, table.indexColumns) && same(layout.split, table.splitColumn)) { return .relaid }
    var batches = table.batches
    if !batches.isEmpty { layout = (table.indexColumns, table.splitColumn) }
    tally(table)
    for index in batches.indices {
      var fingerprint = series[batches[index].key] ?? MetricFingerprint()
      batches[index].first = fingerprint.count
      batches[index].forEach { step, value, _ in fingerprint.add(step: step, value: value) }
      series[batches[index].key] = fingerprint
    }
    return .points(batches)
  }

  private func tally(_ table: MetricTable) {
    let epochs = table.epochColumn.flatMap(table.column)
    while tallies.count < table.columns.count { tallies.append(MetricTally()) }
    for (index, column) in table.columns.enumerated() where column.kind == .number {
      var tally = tallies[index]
      column.forEachNumber { row, value in tally.add(step: epochs?.number(at: row), value: value) }
      tallies[index] = tally
    }
  }

  private func same(_ left: [String], _ right: [String]) -> Bool { left.elementsEqual(right) { $0.isExactly($1) } }
  private func same(_ left: String?, _ right: String?) -> Bool { same(left.map { [$0] } ?? [], right.map { [$0] } ?? []) }

  private func read(_ descriptor: Int32, count: Int) throws(Failure) -> [UInt8] {
    var code: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        guard got > 0 else { return }
        filled += got
      }
    }
    guard code == 0 else { throw .system("read", source, code: code) }
    return piece
  }
}

/// The first and the last bytes of what was read of a file: a look that costs the same however long it is.
struct FileSamples: Sendable {
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private static let size = 1024

  mutating func add(_ bytes: ArraySlice<UInt8>, at offset: Int) {
    if head.count < Self.size { head += bytes.prefix(Self.size - head.count) }
    tail = bytes.count >= Self.size ? Array(bytes.suffix(Self.size)) : Array((tail + bytes).suffix(Self.size))
  }

  /// Whether a file has them where they were, with `offset` bytes read.
  func fit(_ descriptor: Int32, _ offset: Int) -> Bool {
    has(head, at: 0, descriptor) && has(tail, at: offset - tail.count, descriptor)
  }

  private func has(_ bytes: [UInt8], at offset: Int, _ descriptor: Int32) -> Bool {
    var found = [UInt8](repeating: 0, count: bytes.count)
    return pread(descriptor, &found, found.count, off_t(offset)) == bytes.count && found == bytes
  }
}

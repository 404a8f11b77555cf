#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A metric file with rows that a run appends: read as it grows, every point once.
///
/// The ledger's place is the truth about what was taken in. What this value knows beside it can be made again from place and file at any
/// time, and is, whenever the two disagree.
final class FollowedFile {
  private let path: String
  private let origin: MetricOrigin
  private let epochColumns: [String]
  private let format: MetricFormat
  private var generation = 1
  private var place: MetricPlace?
  /// Nil until it is known how far the ledger has read.
  private var stream: MetricStream?
  /// The series of a content that was read and is not there any more, until it is decided whether they come back.
  private var lost: [MetricSeriesKey: MetricFingerprint]?
  private var candidate: MetricStream?
  private var seen: FileStatus?
  /// Why this content cannot be read at all.
  private var refusal: Failure?
  private var earlier: [Earlier] = []
  /// All that was read was read since the last call began, or compared with the ledger since.
  private var isSure = true
  private var isGone = false

  /// A content that was read and is gone.
  private struct Earlier {
    var generation: Int
    var points: Int
    var summaries: [MetricSummary]
  }

  init(path: String, origin: MetricOrigin, format: MetricFormat, epochColumns: [String]) {
    (self.path, self.origin, self.format, self.epochColumns) = (path, origin, format, epochColumns)
  }

  /// Takes in what is new.
  ///
  /// - Parameters:
  ///   - limit: how many bytes to read at most; reduced by those that were.
  ///   - isFinal: the run is over: a last row without newline counts, and what is not there now will not come back.
  /// - Throws: kind `environment` if the ledger cannot be written or the file not read; nothing is taken in twice by trying again.
  func advance(_ ledger: Ledger?, limit: inout Int, isFinal: Bool) throws(Failure) {
    guard let status = FileStatus.of(path), status.kind == .file else {
      isGone = isFinal && stream != nil
      return
    }
    guard isFinal || status != seen, limit > 0 else { return }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("read", origin.source) }
    defer { close(descriptor) }
    do throws(Failure) {
      seen = nil
      // At the end a place that another process moved is followed at once, not at the next call.
      for _ in 0..<(isFinal ? 8 : 1) where seen == nil {
        if try follow(ledger, descriptor, status, &limit, isFinal) { seen = status }
      }
    } catch {
      forget()
      guard error.kind == .input else { throw error }
      (refusal, seen) = (error, status)
    }
  }

  /// What was read into memory may be ahead of the ledger: it is made again from there.
  private func forget() { (stream, place, lost, candidate) = (nil, nil, nil, nil) }

  /// - Returns: whether all is read that is there now.
  private func follow(
    _ ledger: Ledger?, _ descriptor: Int32, _ status: FileStatus, _ limit: inout Int, _ isFinal: Bool
  ) throws(Failure) -> Bool {
    let size = Int(status.size)
    refusal = nil
    if stream == nil, lost == nil { try resume(ledger, descriptor, size) }
    if let stream {
      let isIntact =
        isFinal && !isSure ? try isUnchanged(descriptor, stream) : stream.isIntact(descriptor, size: size)
      if isIntact {
        // It may have been in the middle of being written anew, with the same content.
        (lost, candidate) = (nil, nil)
      } else if lost == nil {
        loseSight(of: stream)
      }
    }
    if lost != nil, try !decide(ledger, descriptor, size, &limit, isFinal) { return false }
    return try readOn(ledger, descriptor, status, &limit, isFinal)
  }

  private func loseSight(of stream: MetricStream) {
    lost = stream.series.filter { $0.value.count > 0 }
    candidate = nil
  }

  // MARK: Where it was left

  /// Learns from the ledger how far the file was read, and reads that part again without taking it in.
  private func resume(_ ledger: Ledger?, _ descriptor: Int32, _ size: Int) throws(Failure) {
    let places = try ledger?.metricPlaces(origin) ?? []
    if let ledger, earlier.isEmpty {
      for place in places.dropLast() { try remember(place, ledger) }
    }
    place = places.last
    generation = places.last?.generation ?? max(generation, 1)
    stream = fresh()
    isSure = true
    guard let ledger, let place, place.reach.offset > 0 else { return }
    if size >= place.reach.offset, try replay(place, descriptor, size) { return }
    var series: [MetricSeriesKey: MetricFingerprint] = [:]
    try ledger.forEachPoint(ofFile: place.id) { key, step, value, _ in
      series[key, default: MetricFingerprint()].add(step: step, value: value)
    }
    (stream, lost, candidate) = (nil, series, nil)
  }

  private func replay(_ place: MetricPlace, _ descriptor: Int32, _ size: Int) throws(Failure) -> Bool {
    while let stream, stream.reach.offset < place.reach.offset {
      switch try stream.next(descriptor, to: place.reach.offset, isLast: size == place.reach.offset) {
      case .points: continue
      case .relaid: self.stream = stream.restarted()
      case .end: return false
      }
    }
    return stream?.reach.head == place.reach.head
  }

  private func remember(_ place: MetricPlace, _ ledger: Ledger) throws(Failure) {
    var (names, tallies, points) = ([ExactString](), [ExactString: MetricTally](), 0)
    try ledger.forEachPoint(ofFile: place.id) { key, step, value, _ in
      if tallies[key.metric] == nil { names.append(key.metric) }
      tallies[key.metric, default: MetricTally()].add(step: step, value: value)
      points += 1
    }
    let summaries = names.compactMap { tallies[$0]?.summary(name: $0.string, source: origin.source) }
    earlier.append(Earlier(generation: place.generation, points: points, summaries: summaries))
  }

  // MARK: A content that changed

  /// Compares all that was read with what is there now.
  private func isUnchanged(_ descriptor: Int32, _ stream: MetricStream) throws(Failure) -> Bool {
    let (offset, _, head) = stream.reach
    guard stream.isIntact(descriptor, size: offset) else { return false }
    return try FileReading.sha256(of: descriptor, first: offset, named: origin.source) == head
  }

  /// Decides whether the content of now has what was read of the one before.
  ///
  /// - Returns: false while nobody can tell: the writer may be in the middle of it.
  private func decide(
    _ ledger: Ledger?, _ descriptor: Int32, _ size: Int, _ limit: inout Int, _ isFinal: Bool
  ) throws(Failure) -> Bool {
    let lost = lost ?? [:]
    var beside = candidate ?? fresh(against: lost)
    if !beside.isIntact(descriptor, size: size) { beside = fresh(against: lost) }
    var isAtEnd = false
    while beside.relation == .open, !isAtEnd, limit > 0 {
      let start = beside.reach.offset
      switch try beside.next(descriptor, to: size, isLast: isFinal) {
      case .points: limit -= beside.reach.offset - start
      case .relaid: beside = beside.restarted()
      case .end: isAtEnd = true
      }
    }
    candidate = beside
    switch beside.relation {
    case .contains: guard try replace(ledger) else { return false }
    case .contradicts: try beginAgain(ledger)
    case .open:
      guard isFinal else { return false }
      try beginAgain(ledger)
    }
    (self.lost, candidate) = (nil, nil)
    return true
  }

  /// Takes back what was taken in, to read it again from the content of now.
  ///
  /// - Returns: false if another process has read on: its place is to be looked at first.
  private func replace(_ ledger: Ledger?) throws(Failure) -> Bool {
    stream = (candidate ?? stream)?.restarted().alone() ?? fresh()
    guard let ledger, let old = place else { return true }
    let start = MetricReach(offset: 0, line: 1, head: .sha256([]), inode: old.reach.inode)
    place = try ledger.append([], of: origin, generation: generation, after: old, isReplacing: true, reaching: start)
    if place == nil { forget() }
    return place != nil
  }

  /// Keeps what was taken in as an earlier generation, and begins the next one.
  private func beginAgain(_ ledger: Ledger?) throws(Failure) {
    if let ledger, let place {
      try remember(place, ledger)
      if let stream, let last = earlier.indices.last { earlier[last].summaries = stream.summaries }
    } else if let stream {
      earlier.append(Earlier(generation: generation, points: stream.pointCount, summaries: stream.summaries))
    }
    generation += 1
    (place, stream) = (nil, fresh())
  }

  // MARK: What is new

  private func readOn(
    _ ledger: Ledger?, _ descriptor: Int32, _ status: FileStatus, _ limit: inout Int, _ isFinal: Bool
  ) throws(Failure) -> Bool {
    while limit > 0, let stream {
      let start = stream.reach.offset
      switch try stream.next(descriptor, to: Int(status.size), isLast: isFinal) {
      case .end: return true
      case .relaid:
        guard try replace(ledger) else { return false }
      case .points(let batches):
        let (offset, line, head) = stream.reach
        limit -= offset - start
        if !isFinal { isSure = false }
        guard let ledger else { continue }
        let reach = MetricReach(offset: offset, line: line, head: head, inode: status.inode)
        place = try ledger.append(batches, of: origin, generation: generation, after: place, reaching: reach)
        guard place == nil else { continue }
        // Another process has read on: its place holds.
        try resume(ledger, descriptor, Int(status.size))
        if lost != nil { return false }
      }
    }
    return false
  }

  private func fresh(against earlier: [MetricSeriesKey: MetricFingerprint] = [:]) -> MetricStream {
    let rows: any RowReader =
      format == .lines
      ? JSONLinesReader(origin.source, epochColumns: epochColumns, isLenient: true) : CSVReader(origin.source, isLenient: true)
    return MetricStream(origin.source, rows: rows, epochColumns: epochColumns, earlier: earlier)
  }

  // MARK: What came of it

  /// Of the content that is there, then of earlier ones.
  var summaries: [MetricSummary] {
    (refusal == nil ? stream?.summaries ?? [] : [])
      + earlier.flatMap { earlier in
        earlier.summaries.map { summary in
          var summary = summary
          summary.generation = earlier.generation
          return summary
        }
      }
  }

  var findings: [Finding] {
    var findings = earlier.map { earlier in
      Finding(
        subject: "metrics",
        message: "was begun again: \(earlier.points) points that were read before are kept as generation \(earlier.generation)",
        place: origin.source)
    }
    if let refusal {
      let place = refusal.position.map { "\(origin.source):\($0.line):\($0.column)" } ?? origin.source
      findings.append(Finding(subject: "metrics", message: refusal.message, place: place))
    } else {
      findings += stream?.findings ?? []
    }
    if isGone {
      findings.append(Finding(subject: "metrics", message: "is gone: what was read of it stands here", place: origin.source))
    }
    return findings
  }
}

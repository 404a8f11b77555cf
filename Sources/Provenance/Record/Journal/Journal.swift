#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The entries of one writer in one folder: `journal.<ledger-id>.jsonl`, one a line, each naming the digest of the one before.
public struct Journal: Sendable {
  /// The file, whether it exists or not.
  public let path: String
  /// The ledger id of its writer.
  public let ledger: String

  /// The journal of one writer in a folder. Nothing is read or made.
  public init(folder: String, ledger: String) {
    self.ledger = ledger
    path = folder + "/journal.\(ledger).jsonl"
  }

  /// What a journal holds: its whole lines, and what is left of a line that was cut by a crash.
  public struct Content: Sendable {
    /// Whole lines that are entries, in their order.
    public var entries: [Entry] = []
    /// Bytes after the last newline.
    public var torn: [UInt8] = []
    /// Lines that break the chain or are no entries, with the reason.
    public var findings: [Finding] = []
  }

  /// Returns the journals in a folder, sorted by name.
  ///
  /// - Throws: kind `missing` if there is no such folder, kind `environment` if it cannot be listed.
  public static func all(in folder: String) throws(Failure) -> [Journal] {
    try FileReading.names(in: folder).compactMap { name in
      guard name.hasPrefix("journal."), name.hasSuffix(".jsonl") else { return nil }
      let ledger = String(name.dropFirst("journal.".count).dropLast(".jsonl".count))
      return ledger.isEmpty ? nil : Journal(folder: folder, ledger: ledger)
    }
  }

  var exists: Bool { FileStatus.of(path) != nil }

  /// Reads the journal; one that does not exist is empty.
  ///
  /// - Throws: kind `environment` if the file cannot be read. Lines that are no entries are findings, not failures.
  public func read() throws(Failure) -> Content {
    guard FileStatus.of(path) != nil else { return Content() }
    let bytes = try FileReading.bytes(of: path)
    var content = Content()
    var previous: Digest?
    var line = 0
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      line += 1
      let place = "\(lastComponent(of: path)):\(line)"
      do {
        let entry = try Entry(line: Array(bytes[start..<end]))
        if entry.previous != previous {
          content.findings.append(
            Finding(subject: "journal", message: "an entry does not name the one before it", place: place))
        }
        previous = entry.digest
        content.entries.append(entry)
      } catch {
        content.findings.append(Finding(subject: "journal", message: error.message, place: place))
      }
      start = end + 1
    }
    content.torn = Array(bytes[start...])
    return content
  }

  /// Returns the digest of the last entry; nil if there is none. However long the journal is, only its end is read, unless that is none.
  func last() throws(Failure) -> Digest? {
    guard let line = try lastLine() else { return nil }
    if let entry = try? Entry(line: line) { return entry.digest }
    return try read().entries.last?.digest
  }

  private func lastLine() throws(Failure) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    guard let size = FileStatus.of(path)?.size else { return nil }
    var length: Int64 = 4096
    while true {
      let start = max(0, size - length)
      let bytes = try FileReading.bytes(of: path, from: start)
      if let end = bytes.lastIndex(of: newline) {
        if let before = bytes[..<end].lastIndex(of: newline) { return Array(bytes[(before + 1)..<end]) }
        if start == 0 { return Array(bytes[..<end]) }
      }
      guard start > 0 else { return nil }
      length *= 8
    }
  }

  /// Appends an entry and syncs it. The caller holds the folder's lock, and has read that the chain ends in `entry.previous`.
  ///
  /// - Throws: kind `environment` if the file cannot be written or synced; then nothing of the entry stays.
  public func append(_ entry: Entry) throws(Failure) {
    // A link in its place would lead the write elsewhere.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .system("write", path) }
    defer { close(descriptor) }
    let before = lseek(descriptor, 0, SEEK_END)
    do throws(Failure) {
      try FileWriting.writeAll(entry.bytes + [UInt8(ascii: "\n")], to: descriptor, about: path)
      guard fsync(descriptor) == 0 else { throw Failure.system("write", path) }
      if before == 0 { try FileWriting.sync(parent(of: path)) }
    } catch {
      // A full disk leaves part of a line: take it back, so that nothing half written stays.
      _ = ftruncate(descriptor, before)
      throw error
    }
  }

  /// Begins the journal with some entries: all of them or none. The caller holds the folder's lock.
  ///
  /// - Parameter temporary: where it is written first, beside it.
  func begin(_ entries: [Entry], temporary: String) throws(Failure) {
    try FileWriting.replace(path, with: entries.flatMap { $0.bytes + [UInt8(ascii: "\n")] }, temporary: temporary)
  }

  /// Moves a cut last line to `<journal>.torn`, so that appending may go on behind whole lines.
  ///
  /// - Throws: kind `missing` if there is no journal, kind `environment` if it cannot be written.
  public func setAsideTornLine() throws(Failure) -> [UInt8] {
    guard let size = FileStatus.of(path)?.size else { throw .system("read", path, code: ENOENT) }
    guard size > 0, try FileReading.bytes(of: path, from: size - 1).first != UInt8(ascii: "\n") else { return [] }
    let bytes = try FileReading.bytes(of: path)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard end < bytes.count else { return [] }
    let torn = Array(bytes[end...])
    try FileWriting.replace(path + ".torn", with: torn)
    guard truncate(path, end) == 0 else { throw .system("write", path) }
    return torn
  }

  /// Entries of several journals in the order of time. Those of one journal stay in theirs, even if a clock stepped back between them:
  /// an entry counts as no earlier than the ones before it. What several of them hold, as branches of one do, stands there once.
  static func merged(_ journals: [[Entry]]) -> [Entry] {
    var keyed: [(time: Moment, place: Int, entry: Entry)] = []
    for entries in journals {
      var latest = Moment(milliseconds: .min)
      for entry in entries {
        latest = max(latest, entry.time)
        keyed.append((latest, keyed.count, entry))
      }
    }
    let ordered = keyed.sorted { ($0.time, $0.place) < ($1.time, $1.place) }.map(\.entry)
    guard journals.count > 1 else { return ordered }
    var seen: Set<Digest> = []
    return ordered.filter { seen.insert($0.digest).inserted }
  }
}

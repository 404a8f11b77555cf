/// Files that only ever grow, of one writer, met in two copies: journals and orders.
enum Growth {
  /// What became of a copy that came.
  enum Outcome: Sendable, Equatable {
    /// It holds nothing that is not here.
    case known
    /// It goes on where ours ends, or there was none: it takes that file's place.
    case longer(name: String)
    /// It went another way: it is kept beside ours under this name.
    case branch(name: String)
  }

  /// Decides where a copy belongs among those that are here.
  ///
  /// - Parameters:
  ///   - writer: the name it came under.
  ///   - present: all copies of this writer and its branches, by name.
  static func place(_ bytes: [UInt8], of writer: String, among present: [(name: String, bytes: [UInt8])]) -> Outcome {
    if bytes.isEmpty || present.contains(where: { $0.bytes.starts(with: bytes) }) { return .known }
    if let shorter = present.first(where: { bytes.starts(with: $0.bytes) }) { return .longer(name: shorter.name) }
    guard let own = present.first(where: { $0.name == writer }) ?? present.first else { return .longer(name: writer) }
    // The first line that differs names the branch: the same branch has the same name wherever it is met, however long it is.
    let shared = zip(bytes, own.bytes).prefix { $0 == $1 }.count
    let start = bytes[..<min(shared, bytes.count)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = Array(bytes[start...].prefix { $0 != UInt8(ascii: "\n") })
    return .branch(name: "\(writer.prefix(16))-\(Digest.sha256(line).hex.prefix(8))")
  }
}

/// Brings the journals of one writer together: a union of lines that loses none.
struct JournalUnion: Sendable {
  /// Absolute.
  let folder: String

  /// Takes in a journal that came from elsewhere. The caller holds the folder's lock.
  ///
  /// - Parameter temporary: where it is written first, on the same file system.
  /// - Returns: what became of it.
  func take(_ bytes: [UInt8], of writer: String, temporary: String) throws(Failure) -> Growth.Outcome {
    var present: [(name: String, bytes: [UInt8])] = []
    for journal in try Journal.all(in: folder) where journal.ledger.hasPrefix(writer.prefix(16)) {
      present.append((journal.ledger, try FileReading.bytes(of: journal.path)))
    }
    let outcome = Growth.place(bytes, of: writer, among: present)
    switch outcome {
    case .known: break
    case .longer(let name), .branch(let name):
      try FileWriting.replace(Journal(folder: folder, ledger: name).path, with: bytes, temporary: temporary)
    }
    return outcome
  }
}

import GRDB

/// The entries of an experiment, as a person names one to be proven.
public struct ProvableEntries {
  private let record: ExperimentRecord

  public init(_ record: ExperimentRecord) { self.record = record }

  /// Returns the last entry of each writer's journal for `last`, the first registration for `registered`, else the one whose digest begins
  /// so.
  ///
  /// - Throws: kind `missing` if none or more than one fits.
  public func entries(_ word: String) throws(Failure) -> [Entry] {
    if word == "last" {
      var last: [String: Entry] = [:]
      for entry in record.entries { last[entry.ledger] = entry }
      return last.values.sorted { $0.ledger < $1.ledger }
    }
    if word == "registered" { return [record.registered] }
    let prefix = word.hasPrefix("sha256:") ? String(word.dropFirst("sha256:".count)) : word
    let found = record.entries.filter { prefix.utf8.count >= 4 && $0.digest.hex.hasPrefix(prefix) }
    guard found.count == 1 else {
      let known = record.entries.map { "\($0.kind.rawValue) \($0.digest.hex.prefix(12))" }.suffix(8).joined(separator: ", ")
      throw Failure(
        .missing, found.isEmpty ? "no entry's digest begins with \(word)" : "\(found.count) entries' digests begin with \(word)",
        hint: "its entries: \(known)")
    }
    return found
  }
}

extension Ledger {
  /// Returns the proof that an entry is among those that a checkpoint signs.
  ///
  /// - Throws: kind `missing` if the ledger does not have it, kind `input` if the checkpoint does not cover it.
  public func proof(of entry: Entry, under checkpoint: Checkpoint) throws(Failure) -> InclusionProof {
    guard let seq = try number(of: entry.digest) else {
      throw Failure(.missing, "the ledger does not have this entry", hint: "take it in: xp sync")
    }
    return InclusionProof(
      entry: entry.bytes, index: seq - 1, hashes: try inclusionProof(of: seq, size: checkpoint.size), checkpoint: checkpoint)
  }

  /// Returns an entry's place in the ledger's order, from 1; nil if it is not there.
  public func number(of entry: Digest) throws(Failure) -> Int? {
    guard let hash = MerkleHash(entry) else { return nil }
    return try read { database in
      try Int.fetchOne(database, sql: "SELECT seq FROM entries WHERE digest = ?", arguments: [hash.data])
    }
  }
}

import Foundation
import GRDB

/// The Merkle tree over the ledger's entries, of which only the hashes of complete subtrees of 256 entries and more are kept.
///
/// Smaller ones are computed from the entries themselves: an append then writes two rows for every 256 entries, a proof reads at most
/// two blocks of entries and a row for every level.
struct LedgerTree {
  static let tables = """
    CREATE TABLE tree_nodes (                  -- cache: RFC 6962 hashes of complete subtrees of 256 entries and more
      level  INTEGER NOT NULL,                 -- of 2^level entries, level from 8 on
      number INTEGER NOT NULL,                 -- the entries from seq number * 2^level + 1 on
      hash   BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (level, number)
    ) STRICT, WITHOUT ROWID;
    """

  /// The level of the smallest subtrees that are kept.
  static let blockLevel = 8
  private static let blockSize = 1 << blockLevel

  let database: Database
  let hasher = MerkleHasher()

  /// Adds what the entries behind the first `old` ones complete. All up to `count` are in the table already.
  ///
  /// - Parameter added: the bytes of the last entries, where they are at hand.
  func extend(from old: Int, to count: Int, added: [Entry] = []) throws {
    guard count >> Self.blockLevel > old >> Self.blockLevel else { return }
    let insert = try database.cachedStatement(sql: "INSERT INTO tree_nodes VALUES (?, ?, ?)")
    let atHand = count - added.count
    for block in (old >> Self.blockLevel)..<(count >> Self.blockLevel) {
      var place = MerklePlace(level: Self.blockLevel, number: block)
      var frontier = MerkleFrontier()
      let leaves = place.leaves
      if leaves.lowerBound < atHand {
        try forEachBody(leaves.lowerBound..<min(leaves.upperBound, atHand)) { frontier.append(hasher.leaf($0), hasher) }
      }
      for leaf in max(leaves.lowerBound, atHand)..<max(leaves.upperBound, atHand) {
        frontier.append(hasher.leaf(added[leaf - atHand].bytes), hasher)
      }
      var hash = frontier.root(hasher)
      try insert.execute(arguments: [place.level, place.number, hash.data])
      while place.number & 1 == 1 {
        hash = hasher.node(try node(MerklePlace(level: place.level, number: place.number - 1)), hash)
        place = place.parent
        try insert.execute(arguments: [place.level, place.number, hash.data])
      }
    }
  }

  /// The tree of the first entries.
  func tree(of count: Int) -> MerkleTree<any Error> { MerkleTree(size: count, hasher) { try subtree($0) } }

  private func subtree(_ place: MerklePlace) throws -> MerkleHash {
    if place.level >= Self.blockLevel { return try node(place) }
    var frontier = MerkleFrontier()
    try forEachBody(place.leaves) { frontier.append(hasher.leaf($0), hasher) }
    guard frontier.size == place.leaves.count else {
      throw Ledger.damaged("", "lacks entries among \(place.leaves.lowerBound + 1)–\(place.leaves.upperBound)")
    }
    return frontier.root(hasher)
  }

  private func node(_ place: MerklePlace) throws -> MerkleHash {
    let statement = try database.cachedStatement(sql: "SELECT hash FROM tree_nodes WHERE level = ? AND number = ?")
    guard let bytes = try Data.fetchOne(statement, arguments: [place.level, place.number]), let hash = MerkleHash(bytes) else {
      throw Ledger.damaged("", "lacks node \(place.number) of level \(place.level) of its tree")
    }
    return hash
  }

  private func forEachBody(_ leaves: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    let statement = try database.cachedStatement(sql: "SELECT body FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq")
    let rows = try Row.fetchCursor(statement, arguments: [leaves.lowerBound, leaves.upperBound])
    while let row = try rows.next() {
      try row.withUnsafeData(atIndex: 0) { data in
        (data ?? Data()).withUnsafeBytes { body($0) }
      }
    }
  }
}

extension Ledger {
  /// How many entries there are: the tree's size.
  public func size() throws(Failure) -> Int { try read { try count($0) } }

  /// All digests in the ledger's order, as the rows have them.
  func digests() throws(Failure) -> [MerkleHash] {
    try read { database in
      try Data.fetchAll(database, sql: "SELECT digest FROM entries ORDER BY seq").map { MerkleHash($0) ?? MerkleHash() }
    }
  }

  /// Returns the root over the first entries (RFC 6962).
  ///
  /// - Throws: kind `input` if there are not so many.
  public func root(of size: Int) throws(Failure) -> MerkleHash {
    try tree(of: size) { try $0.root() }
  }

  /// Returns what leads from an entry, by its number from 1, to the root over the first entries.
  ///
  /// - Throws: kind `input` if there are not so many, or the entry is none of them.
  public func inclusionProof(of entry: Int, size: Int) throws(Failure) -> [MerkleHash] {
    guard (1...max(1, size)).contains(entry) else {
      throw Failure(.input, "entry \(entry) is not among the first \(size)")
    }
    return try tree(of: size) { try $0.inclusion(of: entry - 1) }
  }

  /// Returns what shows that the ledger of the first `old` entries is the beginning of that of the first `size`.
  ///
  /// - Throws: kind `input` if there are not so many, or `old` is 0: of an empty ledger nothing can be shown.
  public func consistencyProof(from old: Int, size: Int) throws(Failure) -> [MerkleHash] {
    guard old > 0, old <= size else { throw Failure(.input, "\(old) entries are no beginning of \(size)") }
    return try tree(of: size) { try $0.consistency(from: old) }
  }

  private func tree<T>(of size: Int, _ body: (MerkleTree<any Error>) throws -> T) throws(Failure) -> T {
    do {
      return try read { database in
        let count = try count(database)
        guard size >= 0, size <= count else { throw Failure(.input, "the ledger has \(count) entries, not \(size)") }
        return try body(LedgerTree(database: database).tree(of: size))
      }
    } catch {
      throw error.file == "" ? Failure(error.kind, error.message, file: path, hint: error.hint) : error
    }
  }
}

extension MerkleHash {
  /// As SQLite takes it.
  var data: Data { Data(bytes) }
}

/// A Merkle tree that grows at its right edge (RFC 6962), kept as the roots of its complete subtrees: one for every bit of its size.
struct MerkleFrontier {
  /// How many leaves it has.
  private(set) var size = 0
  /// From the largest subtree to the smallest.
  private var peaks: [MerkleHash] = []

  init() {}

  /// Appends a leaf's hash.
  mutating func append(_ leaf: MerkleHash, _ hasher: MerkleHasher) { append(leaf, hasher) { _, _ in } }

  /// Appends a leaf's hash.
  ///
  /// - Parameter completed: called with every subtree of more than one leaf that this leaf completes, the smallest first.
  mutating func append(_ leaf: MerkleHash, _ hasher: MerkleHasher, completed: (MerklePlace, MerkleHash) -> Void) {
    var hash = leaf
    var place = MerklePlace(level: 0, number: size)
    while place.number & 1 == 1 {
      hash = hasher.node(peaks.removeLast(), hash)
      place = place.parent
      completed(place, hash)
    }
    peaks.append(hash)
    size += 1
  }

  /// The tree's root; SHA-256 of nothing for an empty one.
  func root(_ hasher: MerkleHasher) -> MerkleHash {
    guard let last = peaks.last else { return hasher.digest(UnsafeRawBufferPointer(start: nil, count: 0)) }
    return peaks.dropLast().reversed().reduce(last) { hasher.node($1, $0) }
  }
}

/// A complete subtree: of the 2^level leaves from number · 2^level on.
struct MerklePlace: Hashable, Sendable {
  var level: Int
  var number: Int

  var parent: MerklePlace { MerklePlace(level: level + 1, number: number >> 1) }
  /// Its leaves, from 0.
  var leaves: Range<Int> { (number << level)..<((number + 1) << level) }
}

/// Proofs about a Merkle tree (RFC 6962 §2.1) whose complete subtrees somebody can tell.
///
/// The tree of n leaves is split at the largest power of two smaller than n. A proof lists hashes from the leaf's side to the root's.
struct MerkleTree<Problem: Error> {
  let hasher: MerkleHasher
  /// How many leaves it has.
  let size: Int
  /// The root of a complete subtree; of level 0: a leaf's hash.
  let subtree: (MerklePlace) throws(Problem) -> MerkleHash

  init(size: Int, _ hasher: MerkleHasher = MerkleHasher(), subtree: @escaping (MerklePlace) throws(Problem) -> MerkleHash) {
    (self.size, self.hasher, self.subtree) = (size, hasher, subtree)
  }

  /// The root over the first leaves; over all of them by default.
  func root(of count: Int? = nil) throws(Problem) -> MerkleHash {
    let count = count ?? size
    guard count > 0 else { return MerkleFrontier().root(hasher) }
    return try root(0, count)
  }

  /// RFC 6962 §2.1.1: the hashes that lead from a leaf, by its index from 0, to the root.
  func inclusion(of leaf: Int) throws(Problem) -> [MerkleHash] {
    precondition((0..<size).contains(leaf))
    var (start, count, path) = (0, size, [MerkleHash]())
    while count > 1 {
      let half = Self.split(count)
      if leaf - start < half {
        path.append(try root(start + half, count - half))
        count = half
      } else {
        path.append(try root(start, half))
        (start, count) = (start + half, count - half)
      }
    }
    return path.reversed()
  }

  /// RFC 6962 §2.1.2: what shows that the tree of the first leaves is the beginning of this one.
  func consistency(from old: Int) throws(Problem) -> [MerkleHash] {
    precondition((1...max(1, size)).contains(old))
    var (start, count, rest, path) = (0, size, old, [MerkleHash]())
    // Whether the old tree's part within the range is its own root, which the checker has.
    var isWhole = true
    while rest != count {
      let half = Self.split(count)
      if rest <= half {
        path.append(try root(start + half, count - half))
        count = half
      } else {
        path.append(try root(start, half))
        (start, count, rest, isWhole) = (start + half, count - half, rest - half, false)
      }
    }
    if !isWhole { path.append(try root(start, count)) }
    return path.reversed()
  }

  private func root(_ start: Int, _ count: Int) throws(Problem) -> MerkleHash {
    if count & (count - 1) == 0 {
      let level = count.trailingZeroBitCount
      return try subtree(MerklePlace(level: level, number: start >> level))
    }
    let half = Self.split(count)
    return hasher.node(try root(start, half), try root(start + half, count - half))
  }

  /// The largest power of two smaller than a count of at least 2.
  private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}

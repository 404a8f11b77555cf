/// Checks of proofs by whoever has nothing but roots (RFC 9162 §2.1.3.2 and §2.1.4.2).
public enum MerkleCheck {
  /// RFC 6962's hash of a leaf.
  public static func leafHash(_ data: [UInt8]) -> MerkleHash { MerkleHasher().leaf(data) }

  /// Whether a leaf is at this place, from 0, of the tree with this root.
  public static func includes(
    _ leaf: MerkleHash, at index: Int, size: Int, root: MerkleHash, proof: [MerkleHash]
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    let hasher = MerkleHasher()
    var (node, last, hash) = (index, size - 1, leaf)
    for element in proof {
      guard last != 0 else { return false }
      if node & 1 == 1 || node == last {
        hash = hasher.node(element, hash)
        while node & 1 == 0 && node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = hasher.node(hash, element)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether the tree with the new root begins with the one with the old root. Nothing can be shown of an empty one.
  public static func extends(
    _ oldRoot: MerkleHash, oldSize: Int, to newRoot: MerkleHash, newSize: Int, proof: [MerkleHash]
  ) -> Bool {
    guard oldSize > 0, oldSize <= newSize else { return false }
    guard oldSize < newSize else { return proof.isEmpty && oldRoot == newRoot }
    // An old tree that is a complete subtree is its own first element.
    var path = oldSize & (oldSize - 1) == 0 ? [oldRoot] + proof : proof
    guard !path.isEmpty else { return false }
    let hasher = MerkleHasher()
    var (node, last) = (oldSize - 1, newSize - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    let first = path.removeFirst()
    var (old, new) = (first, first)
    for element in path {
      guard last != 0 else { return false }
      if node & 1 == 1 || node == last {
        (old, new) = (hasher.node(element, old), hasher.node(element, new))
        while node & 1 == 0 && node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        new = hasher.node(new, element)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }
}

import Testing

@testable import Provenance

@Suite struct MerkleTests {
  private let hasher = MerkleHasher()

  /// RFC 6962 §2.1 as it is written there: the slow judge.
  private func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard let first = leaves.first else { return hasher.digest(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard leaves.count > 1 else { return first }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    return hasher.node(root(leaves.prefix(half)), root(leaves.dropFirst(half)))
  }

  private func leaves(_ count: Int) -> [MerkleHash] { (0..<count).map { hasher.leaf([UInt8($0 & 255), UInt8($0 >> 8)]) } }

  private func tree(_ leaves: [MerkleHash]) -> MerkleTree<Never> {
    MerkleTree(size: leaves.count, hasher) { root(leaves[$0.leaves]) }
  }

  /// skipped: corpus not found.
  @Test(.enabled(if: PublishedVectors.merkle != nil, "skipped: corpus not found")) func theRootsAreThePublishedOnes() throws {
    let bytes = try FileReading.bytes(of: PublishedVectors.merkle! + "/rfc6962_roots.json")
    let file = try JSONReader.read(bytes)
    let leaves = try #require(file["leaves"]?.array).map { Self.bytes(hex: $0.string ?? "") }
    let roots = try #require(file["roots"]?.array).compactMap(\.string)
    #expect(roots.count == leaves.count + 1)
    var frontier = MerkleFrontier()
    #expect(frontier.root(hasher).digest.hex == roots[0])
    for (leaf, expected) in zip(leaves, roots.dropFirst()) {
      frontier.append(hasher.leaf(leaf), hasher)
      #expect(frontier.root(hasher).digest.hex == expected)
    }
  }

  /// skipped: corpus not found.
  @Test(.enabled(if: PublishedVectors.merkle != nil, "skipped: corpus not found")) func everyPublishedProofIsJudgedAsPublished()
    throws
  {
    let folder = PublishedVectors.merkle!
    var (counts, words) = ([true: 0, false: 0], 0)
    for kind in ["inclusion", "consistency"] {
      for path in try Self.files(below: folder + "/" + kind) {
        let file = try JSONReader.read(try FileReading.bytes(of: path))
        let holds = kind == "inclusion" ? Self.includes(file) : Self.extends(file)
        let expected = file["wantErr"]?.bool == false
        // One file's roots are words, which are no hashes: what is none is refused here, whatever it is compared with.
        let isWords = kind == "consistency" && expected && Self.hash(file["root1"]) == nil
        #expect(holds == (expected && !isWords), "\(path)")
        words += isWords ? 1 : 0
        counts[expected, default: 0] += 1
      }
    }
    #expect(words == 1)
    #expect(counts[true, default: 0] + counts[false, default: 0] == 196 && counts[true, default: 0] > 10)
  }

  private static func includes(_ file: Value) -> Bool {
    guard let root = hash(file["root"]), let leaf = hash(file["leafHash"]), let proof = proof(file) else { return false }
    return MerkleCheck.includes(
      leaf, at: int(file["leafIdx"]), size: int(file["treeSize"]), root: root, proof: proof)
  }

  private static func extends(_ file: Value) -> Bool {
    guard let old = hash(file["root1"]), let new = hash(file["root2"]), let proof = proof(file) else { return false }
    return MerkleCheck.extends(old, oldSize: int(file["size1"]), to: new, newSize: int(file["size2"]), proof: proof)
  }

  /// An index beyond 63 bits is beyond every tree.
  private static func int(_ value: Value?) -> Int { value?.int ?? .max }

  private static func hash(_ value: Value?) -> MerkleHash? {
    value?.string.flatMap { Base64.decode($0) }.flatMap { MerkleHash($0) }
  }

  private static func proof(_ file: Value) -> [MerkleHash]? {
    let elements = file["proof"]?.array ?? []
    let hashes = elements.compactMap { hash($0) }
    return hashes.count == elements.count ? hashes : nil
  }

  private static func files(below folder: String) throws -> [String] {
    try FileReading.names(in: folder).flatMap { name -> [String] in
      let path = folder + "/" + name
      return FileStatus.of(path)?.kind == .folder ? try files(below: path) : [path]
    }
  }

  private static func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
  }

  @Test func everyProofOfEverySmallTreeHoldsAndLeadsNowhereElse() {
    let all = leaves(40)
    for size in 1...40 {
      let tree = tree(Array(all.prefix(size)))
      let top = root(all.prefix(size))
      #expect(tree.root() == top)
      for index in 0..<size {
        let proof = tree.inclusion(of: index)
        #expect(MerkleCheck.includes(all[index], at: index, size: size, root: top, proof: proof))
        for other in 0...size where other != index {
          #expect(!MerkleCheck.includes(all[index], at: other, size: size, root: top, proof: proof))
        }
        if let short = proof.last {
          #expect(!MerkleCheck.includes(all[index], at: index, size: size, root: top, proof: proof.dropLast()), "\(short)")
        }
      }
      for old in 1...size {
        let (proof, oldRoot) = (tree.consistency(from: old), root(all.prefix(old)))
        #expect(MerkleCheck.extends(oldRoot, oldSize: old, to: top, newSize: size, proof: proof))
        #expect(!MerkleCheck.extends(all[0], oldSize: old, to: top, newSize: size, proof: proof) || old == 1)
        #expect(!MerkleCheck.extends(oldRoot, oldSize: old, to: all[0], newSize: size, proof: proof) || size == 1)
      }
    }
  }

  @Test func aFrontierTellsEverySubtreeThatALeafCompletes() {
    let all = leaves(64)
    var frontier = MerkleFrontier()
    var told: [MerklePlace: MerkleHash] = [:]
    for leaf in all { frontier.append(leaf, hasher) { told[$0] = $1 } }
    #expect(told.count == 63)
    for (place, hash) in told { #expect(hash == root(all[place.leaves])) }
  }

  @Test func aHashIsThirtyTwoBytesAndReadsItsOwnDigits() {
    #expect(MerkleHash([UInt8](repeating: 1, count: 31)) == nil && MerkleHash([UInt8](repeating: 1, count: 33)) == nil)
    let hash = hasher.leaf([1, 2, 3])
    #expect(MerkleHash(hash.digest) == hash && MerkleHash(hash.bytes) == hash)
    #expect(MerkleHash(Digest(.sha256, hex: "ab")) == nil)
    var text = Array(hash.digest.hex.utf8)
    #expect(text.withUnsafeBytes { MerkleHash(hex: $0) } == hash)
    text[3] = UInt8(ascii: "G")
    #expect(text.withUnsafeBytes { MerkleHash(hex: $0) } == nil)
  }
}

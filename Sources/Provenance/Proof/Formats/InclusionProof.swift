/// A proof that an entry is in a log, to be checked offline, as C2SP's tlog-proof has it.
///
/// The extra line holds the entry's own bytes: they are believed only because their leaf hash leads to the signed root.
public struct InclusionProof: Sendable, Equatable {
  /// The file's ending.
  public static let suffix = ".tlog-proof"
  private static let header = "c2sp.org/tlog-proof@v1"

  /// The entry's canonical bytes; nil if the proof does not carry them.
  public let entry: [UInt8]?
  /// The entry's place, from 0.
  public let index: Int
  /// From the leaf's sibling to the root's child.
  public let hashes: [MerkleHash]
  /// What they lead to.
  public let checkpoint: Checkpoint

  public init(entry: [UInt8], index: Int, hashes: [MerkleHash], checkpoint: Checkpoint) {
    (self.entry, self.index, self.hashes, self.checkpoint) = (entry, index, hashes, checkpoint)
  }

  /// More than this is no proof: an entry of any reasonable size in base64, 63 hashes, a note.
  public static let maximumSize: Int64 = 1 << 28

  /// Reads a proof; whether it holds is another question.
  ///
  /// - Throws: kind `input` with the reason if it is none.
  public init(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    func line() throws(Failure) -> String {
      guard let end = rest.firstIndex(of: 0x0A) else { throw Failure(.input, "is cut: a proof ends in a checkpoint") }
      defer { rest = rest[(end + 1)...] }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    guard try line().isExactly(Self.header) else { throw Failure(.input, "is not a \(Self.header)") }
    var next = try line()
    if next.hasPrefix("extra ") {
      guard let extra = Base64.decode(next.dropFirst("extra ".count)) else {
        throw Failure(.input, "its extra line is not base64")
      }
      entry = extra
      next = try line()
    } else {
      entry = nil
    }
    guard next.hasPrefix("index "), let index = Int(next.dropFirst("index ".count)), index >= 0,
      next.isExactly("index \(index)")
    else { throw Failure(.input, "has no line: index N") }
    self.index = index
    var hashes: [MerkleHash] = []
    next = try line()
    while !next.isEmpty {
      guard hashes.count < 63, let bytes = Base64.decode(next), let hash = MerkleHash(bytes) else {
        throw Failure(.input, "its line \(hashes.count + 1) of hashes is not one of 32 bytes in base64")
      }
      hashes.append(hash)
      next = try line()
    }
    self.hashes = hashes
    checkpoint = try Checkpoint(Array(rest))
  }

  /// Whether the entry's bytes lead to the checkpoint's root; nil if they are not there.
  public var holds: Bool? {
    entry.map {
      MerkleCheck.includes(
        MerkleCheck.leafHash($0), at: index, size: checkpoint.size, root: checkpoint.root, proof: hashes)
    }
  }

  /// The file's text.
  public var description: String {
    let extra = entry.map { "extra \(Base64.encode($0))\n" } ?? ""
    return "\(Self.header)\n\(extra)index \(index)\n" + hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n"
      + checkpoint.note.description
  }
}

/// What a log was at one moment, signed: origin, size and root, as C2SP's tlog-checkpoint has it.
public struct Checkpoint: Sendable, Equatable {
  /// Names the log: the key's name and the ledger's id, `xp/0123456789abcdef`.
  public let origin: String
  /// How many entries it had.
  public let size: Int
  /// The root over them.
  public let root: MerkleHash
  /// The text and its signatures.
  public let note: SignedNote

  /// Signs what a log is now.
  public init(size: Int, root: MerkleHash, signedBy key: PrivateKey, named verifier: VerifierKey) throws(Failure) {
    (origin, self.size, self.root) = (verifier.name, size, root)
    note = try SignedNote(
      "\(verifier.name)\n\(size)\n\(Base64.encode(root.bytes))\n", signedBy: key, named: verifier)
  }

  /// Reads a checkpoint; whether its signatures hold is another question.
  ///
  /// - Throws: kind `input` with the reason if it is none.
  public init(_ bytes: [UInt8]) throws(Failure) {
    note = try SignedNote(bytes)
    // Lines behind the third are extensions, which are signed but say nothing to us.
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0, String(size).isExactly(lines[1]),
      let bytes = Base64.decode(lines[2]), let root = MerkleHash(bytes)
    else { throw Failure(.input, "is not a checkpoint: it needs origin, size and root on a line each") }
    (origin, self.size, self.root) = (lines[0], size, root)
  }

  /// The ledger that it speaks of; nil if the origin does not end in a ledger's id.
  public var ledger: String? {
    guard let last = origin.split(separator: "/", omittingEmptySubsequences: false).last, Project.isLedgerID(String(last))
    else { return nil }
    return String(last)
  }
}

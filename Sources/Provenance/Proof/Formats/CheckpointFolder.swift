/// `.xp/checkpoints/`: what the ledger was, signed, one file a checkpoint: `<ledger-id>.<size>.<key-id>.checkpoint`. Files are only added.
public struct CheckpointFolder: Sendable {
  /// The files' ending.
  public static let suffix = ".checkpoint"

  /// Absolute; it may not exist.
  public let path: String

  public init(_ project: Project) { path = project.hidden + "/checkpoints" }

  /// Returns the paths of all kept checkpoints, sorted by name.
  public func paths() throws(Failure) -> [String] {
    guard FileStatus.of(path) != nil else { return [] }
    return try FileReading.names(in: path).filter { $0.hasSuffix(Self.suffix) }.map { path + "/" + $0 }
  }

  /// Signs what the ledger is now, and keeps it.
  ///
  /// - Returns: the checkpoint and its file. One of the same size, root and key is the one that is there.
  /// - Throws: kind `input` if another checkpoint of this size says otherwise: the ledger is not the one that was signed then.
  public func keep(
    _ ledger: Ledger, signedBy key: PrivateKey, named verifier: VerifierKey
  ) throws(Failure) -> (checkpoint: Checkpoint, path: String) {
    let size = try ledger.size()
    let checkpoint = try Checkpoint(size: size, root: try ledger.root(of: size), signedBy: key, named: verifier)
    let file = "\(path)/\(ledger.id).\(size).\(verifier.idText)\(Self.suffix)"
    if FileStatus.of(file) != nil {
      let kept = try Checkpoint(try FileReading.bytes(of: file, limit: SignedNote.maximumSize))
      guard kept == checkpoint else {
        throw Failure(
          .input, "this checkpoint of \(size) entries says otherwise than the ledger says now", file: file,
          hint: "find what changed: xp ledger verify")
      }
    } else {
      try FileWriting.makeFolders(path)
      try FileWriting.replace(file, with: checkpoint.note.description)
    }
    return (checkpoint, file)
  }
}

/// `.xp/checkpoints/`: what the ledger was, signed, one file a checkpoint: `<ledger-id>.<size>.<key-id>.checkpoint`. Files are only added.
public struct CheckpointFolder: Sendable {
  /// The files' ending.
  public static let suffix = ".checkpoint"

  /// Absolute; it may not exist.
  public let path: String

  public init(_ project: Project) { path = project.checkpointsFolder }

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
    try refuseAnotherHistory(ledger, size)
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

  /// Nothing is signed over entries that are not those of the last checkpoint.
  private func refuseAnotherHistory(_ ledger: Ledger, _ size: Int) throws(Failure) {
    let own = try paths().filter { lastComponent(of: $0).hasPrefix(ledger.id + ".") }
    func sizeOf(_ path: String) -> Int { Int(lastComponent(of: path).split(separator: ".").dropFirst().first ?? "") ?? 0 }
    guard let latest = own.max(by: { sizeOf($0) < sizeOf($1) }) else { return }
    let kept: Checkpoint
    do throws(Failure) { kept = try Checkpoint(try FileReading.bytes(of: latest, limit: SignedNote.maximumSize)) } catch {
      throw error.inFile(latest).hinted("find what changed: xp ledger verify")
    }
    guard kept.size <= size, try ledger.root(of: kept.size) == kept.root else {
      throw Failure(
        .input, "the ledger does not begin with the \(kept.size) entries of its last checkpoint: nothing is signed", file: latest,
        hint: "find what changed: xp ledger verify")
    }
  }
}

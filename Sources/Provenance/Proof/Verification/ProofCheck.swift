/// What a proof, a checkpoint or an envelope says, checked with nothing but the file and keys.
public struct ProofCheck: Sendable, Equatable {
  /// One thing that was looked at.
  public struct Answer: Sendable, Equatable {
    /// In a few words, such as `signature`.
    public var about: String
    /// Nil: it could not be told.
    public var holds: Bool?
    /// In one line without a full stop.
    public var reason: String
    public init(_ about: String, _ holds: Bool?, _ reason: String) {
      (self.about, self.holds, self.reason) = (about, holds, reason)
    }
  }

  /// What the file is, in a few words.
  public var what: String
  /// In the order in which they were looked at.
  public var answers: [Answer]
  /// What was not looked at, and why.
  public var notes: [String] = []

  /// Any no is a no, else anything that could not be told is not told.
  public var holds: Bool? {
    if answers.contains(where: { $0.holds == false }) { return false }
    return answers.contains { $0.holds == nil } ? nil : true
  }

  /// Looks at a file's bytes.
  ///
  /// - Parameters:
  ///   - keys: whose signatures count on notes, and by their public halves on envelopes.
  ///   - publicKeys: more of them, for envelopes.
  ///   - folder: where the file lies, absolute: an envelope's subjects may be beside it.
  ///   - ledger: one that a checkpoint may be of; nil: none is here.
  /// - Throws: kind `input` if it is none of the three.
  public static func check(
    _ bytes: [UInt8], keys: [VerifierKey], publicKeys: [PublicKey] = [], folder: String, ledger: Ledger? = nil
  ) throws(Failure) -> ProofCheck {
    if bytes.starts(with: "c2sp.org/".utf8) { return try proof(InclusionProof(bytes), keys) }
    if bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
      return EnvelopeCheck(envelope: try Envelope(bytes), keys: keys.map(\.key) + publicKeys, folder: folder).check()
    }
    return try checkpoint(Checkpoint(bytes), keys, ledger)
  }

  private static func signature(_ note: SignedNote, _ keys: [VerifierKey]) -> Answer {
    switch note.standing(under: keys) {
    case .verified(let key): Answer("signature", true, "by \(key.name), key \(key.idText)")
    case .refuted(let key): Answer("signature", false, "is not one by \(key.name), key \(key.idText)")
    case .unknown:
      Answer(
        "signature", nil,
        "by \(note.signatures.map { "\($0.name), key \(hexadecimal($0.id))" }.joined(separator: "; ")), which is not known here")
    }
  }

  private static func proof(_ proof: InclusionProof, _ keys: [VerifierKey]) -> ProofCheck {
    let checkpoint = proof.checkpoint
    var answers = [signature(checkpoint.note, keys)]
    switch proof.holds {
    case true?:
      answers.append(
        Answer("inclusion", true, "its entry is number \(proof.index + 1) of the \(checkpoint.size) under the signed root"))
      answers.append(entry(proof.entry ?? []))
    case false?: answers.append(Answer("inclusion", false, "its entry does not lead to the root of the checkpoint"))
    case nil: answers.append(Answer("inclusion", nil, "it holds no entry, so that there is nothing to hold against the root"))
    }
    return ProofCheck(what: "a proof of inclusion in \(checkpoint.origin)", answers: answers)
  }

  /// What is proven, in words: only looked at once it has been shown to be in the log.
  private static func entry(_ bytes: [UInt8]) -> Answer {
    do throws(Failure) {
      let entry = try Entry(line: bytes)
      let about = entry.experiment.isEmpty ? "the project" : entry.experiment
      return Answer("entry", true, "\(entry.kind.rawValue) about \(about) at \(entry.time), \(entry.digest)")
    } catch {
      return Answer("entry", nil, error.message)
    }
  }

  private static func checkpoint(_ checkpoint: Checkpoint, _ keys: [VerifierKey], _ ledger: Ledger?) throws(Failure) -> ProofCheck
  {
    var answers = [signature(checkpoint.note, keys)]
    let what = "a checkpoint of \(checkpoint.origin): \(checkpoint.size) entries, root \(checkpoint.root.digest)"
    guard let ledger, checkpoint.ledger == ledger.id else { return ProofCheck(what: what, answers: answers) }
    let size = try ledger.size()
    if checkpoint.size > size {
      answers.append(Answer("consistency", false, "the ledger here has only \(size) entries"))
    } else if checkpoint.size == 0 {
      answers.append(Answer("consistency", nil, "nothing can be shown of an empty ledger"))
    } else {
      let extends = MerkleCheck.extends(
        checkpoint.root, oldSize: checkpoint.size, to: try ledger.root(of: size), newSize: size,
        proof: try ledger.consistencyProof(from: checkpoint.size, size: size))
      let does = extends ? "begins" : "does not begin"
      answers.append(Answer("consistency", extends, "the ledger here, of \(size) entries, \(does) with these \(checkpoint.size)"))
    }
    return ProofCheck(what: what, answers: answers)
  }
}

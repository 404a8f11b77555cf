/// Checks an envelope: its signatures first, and only verified bytes further.
struct EnvelopeCheck {
  let envelope: Envelope
  let keys: [PublicKey]
  /// Where the envelope lies: its subjects may be beside it.
  let folder: String

  func check() -> ProofCheck {
    let what = "an envelope of \(envelope.payloadType)"
    let signers = envelope.signers(among: keys)
    guard let payload = envelope.verifiedPayload(under: keys, types: [Envelope.statementType]) else {
      return ProofCheck(what: what, answers: [refusal(isSigned: !signers.isEmpty)])
    }
    var answers = [ProofCheck.Answer("signature", true, "by key \(signers[0].envelopeID)")]
    var notes: [String] = []
    do throws(Failure) {
      let statement = try JSONReader.read(payload).untagged
      guard statement["_type"]?.string == RecordStatement.type, let subjects = statement["subject"]?.array, !subjects.isEmpty
      else {
        throw Failure(.input, "it is not an in-toto statement")
      }
      if let entries = statement["predicate"]?["entries"]?.array { answers.append(record(entries)) }
      for element in subjects {
        if let answer = subject(element, &notes) { answers.append(answer) }
      }
    } catch {
      answers.append(.init("statement", false, error.message))
    }
    return ProofCheck(what: what, answers: answers, notes: notes)
  }

  private func refusal(isSigned: Bool) -> ProofCheck.Answer {
    if isSigned { return .init("statement", nil, "its type is not one that is read here") }
    guard !keys.isEmpty else { return .init("signature", nil, "no key is known here to check it with") }
    let claims = envelope.signatures.contains { signature in keys.contains { $0.envelopeID == signature.keyID } }
    return claims
      ? .init("signature", false, "is not one by the key that it names")
      : .init("signature", nil, "no key that is known here made it")
  }

  /// Each entry's canonical bytes must give the digest beside it.
  private func record(_ entries: [Value]) -> ProofCheck.Answer {
    for (place, element) in entries.enumerated() {
      guard let entry = element["entry"], element["digest"]?.string == Digest.sha256(entry.canonicalBytes).description else {
        return .init("record", false, "its entry \(place + 1) does not give the digest beside it")
      }
    }
    return .init("record", true, "\(entries.count) entries, each with its digest")
  }

  /// Nil for a file that is not here.
  private func subject(_ subject: Value, _ notes: inout [String]) -> ProofCheck.Answer? {
    guard let name = subject["name"]?.string, let hex = subject["digest"]?["sha256"]?.string else {
      return .init("subject", false, "has no name or no SHA-256")
    }
    let path = absolutePath(name, from: folder)
    guard subject["annotations"]?["base"] == nil, !name.hasPrefix("/"), relativePath(path, to: folder) != nil,
      FileStatus.of(path)?.kind == .file
    else {
      notes.append("\(name) is not here; signed as sha256:\(hex)")
      return nil
    }
    do throws(Failure) {
      let isSame = try FileReading.sha256(of: path).hex.isExactly(hex)
      return .init(name, isSame, isSame ? "is as it was signed" : "is not as it was signed")
    } catch {
      return .init(name, nil, "cannot be read: \(error.message)")
    }
  }
}

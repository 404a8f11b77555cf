import Provenance

/// Keys as a person names them: a verifier key, or a file that holds one or a public key in PEM.
struct KeyWords {
  private(set) var verifierKeys: [VerifierKey] = []
  private(set) var publicKeys: [PublicKey] = []

  init(_ words: [String], _ session: Session) throws(Failure) {
    for word in words {
      if let key = VerifierKey(word) {
        verifierKeys.append(key)
        continue
      }
      let text: String
      do throws(Failure) { text = try FileReading.text(of: absolutePath(word, from: session.folder), limit: 1 << 16) } catch {
        throw Failure(error.kind, "is neither a verifier key nor a file with one", file: word, hint: "xp key show prints one")
      }
      if let key = VerifierKey(text.hasSuffix("\n") ? String(text.dropLast()) : text) {
        verifierKeys.append(key)
      } else if let key = PublicKey(pem: text) {
        publicKeys.append(key)
      } else {
        throw Failure(.input, "holds no Ed25519 key", file: word, hint: "xp key show prints one")
      }
    }
  }
}

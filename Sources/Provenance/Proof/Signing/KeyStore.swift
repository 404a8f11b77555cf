#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The project's signing keys, in `.xp/keys/`: `<id>.pem` is private (PKCS#8, mode 0600, never exported), `<id>.pub.pem` and
/// `<id>.vkey` are its public half for OpenSSL and for notes. One key signs; others only verify what they signed before.
public struct KeyStore: Sendable {
  /// A key of the store.
  public struct Key: Sendable, Equatable {
    /// Name, id and public half.
    public let verifier: VerifierKey
    /// The private file; nil for a key that signs no more.
    public let privatePath: String?
    /// The public half as OpenSSL reads it.
    public let publicPath: String
  }

  /// Before the ledger's id in a key's name, unless somebody chose another.
  public static let defaultName = "xp"
  private static let (privateSuffix, publicSuffix, verifierSuffix) = (".pem", ".pub.pem", ".vkey")
  private static let retiredSuffix = ".pem.retired"

  private let project: Project
  private var folder: String { project.hidden + "/keys" }

  public init(_ project: Project) { self.project = project }

  /// Returns all keys that the project knows, the one that signs first.
  ///
  /// - Throws: kind `input` if a file there is no key, kind `environment` if the folder cannot be read.
  public func all() throws(Failure) -> [Key] {
    guard FileStatus.of(folder) != nil else { return [] }
    var keys: [Key] = []
    for name in try FileReading.names(in: folder) where name.hasSuffix(Self.verifierSuffix) {
      let path = folder + "/" + name
      let text = try FileReading.text(of: path, limit: 4096)
      guard let verifier = VerifierKey(text.hasSuffix("\n") ? String(text.dropLast()) : text) else {
        throw Failure(.input, "is not a verifier key", file: path, hint: "restore it from a copy: xp key show printed it")
      }
      let stem = folder + "/" + name.dropLast(Self.verifierSuffix.count)
      let isSigning = FileStatus.of(stem + Self.privateSuffix) != nil
      keys.append(
        Key(
          verifier: verifier, privatePath: isSigning ? stem + Self.privateSuffix : nil, publicPath: stem + Self.publicSuffix))
    }
    return keys.filter { $0.privatePath != nil } + keys.filter { $0.privatePath == nil }
  }

  /// The key that signs; nil if there is none.
  public func signing() throws(Failure) -> Key? { try all().first { $0.privatePath != nil } }

  /// Makes a key that signs from now on. One that signed before is retired: it only verifies.
  ///
  /// - Parameters:
  ///   - name: what the ledger is called before its id, such as a lab's domain.
  ///   - passphrase: what the private file is encrypted with; nil: it is not.
  /// - Throws: kind `usage` for what cannot be a name; kind `environment` if `.xp/keys/` cannot be written.
  public func make(_ key: PrivateKey = .generate(), name: String?, passphrase: String?) throws(Failure) -> Key {
    let name = "\(name ?? Self.defaultName)/\(try project.ledgerID())"
    guard let verifier = VerifierKey(name: name, key: key.publicKey), !name.hasPrefix("/") else {
      throw Failure(.usage, "a key's name has no blanks and no plus signs", hint: "such as --name example.org/lab")
    }
    try FileWriting.makeFolders(folder)
    guard chmod(folder, 0o700) == 0 else { throw .system("protect", folder) }
    let stem = folder + "/" + verifier.idText
    try FileWriting.replace(stem + Self.publicSuffix, with: key.publicKey.pem)
    try FileWriting.replace(stem + Self.verifierSuffix, with: verifier.description + "\n")
    for old in try all() {
      guard let path = old.privatePath else { continue }
      guard rename(path, path.dropLast(Self.privateSuffix.count) + Self.retiredSuffix) == 0 else { throw .system("move", path) }
    }
    try FileWriting.replace(stem + Self.privateSuffix, with: key.pem(passphrase: passphrase), mode: 0o600)
    return Key(verifier: verifier, privatePath: stem + Self.privateSuffix, publicPath: stem + Self.publicSuffix)
  }

  /// Opens the private half of the key that signs.
  ///
  /// - Parameter passphrase: asked only if the file is encrypted; nil: nobody answers.
  /// - Throws: kind `missing` if no key signs, kind `environment` if others can read the private file, kind `input` if the
  ///   passphrase does not fit.
  public func open(passphrase: () throws(Failure) -> String?) throws(Failure) -> (key: PrivateKey, verifier: VerifierKey) {
    guard let signing = try signing(), let path = signing.privatePath else {
      throw Failure(.missing, "this project has no key to sign with", hint: "make one: xp key new")
    }
    guard let status = FileStatus.of(path, followingLinks: true), status.mode & 0o077 == 0 else {
      throw Failure(
        .environment, "others can read the private key", file: path, hint: "chmod 600 \(path), or make another: xp key new")
    }
    let pem = try FileReading.bytes(of: path, limit: 1 << 16)
    let words = PrivateKey.isEncrypted(pem: pem) ? try passphrase() : nil
    guard let key = PrivateKey(pem: pem, passphrase: words) else {
      let isLocked = PrivateKey.isEncrypted(pem: pem)
      throw Failure(
        .input, isLocked ? "the passphrase does not open the key" : "is not a private key", file: path,
        hint: isLocked ? "set XP_KEY_PASSPHRASE, or type it when you are asked" : "restore it from a copy, or: xp key new")
    }
    guard key.publicKey == signing.verifier.key else {
      throw Failure(.input, "is not the private half of the key beside it", file: path, hint: "make another: xp key new")
    }
    return (key, signing.verifier)
  }
}

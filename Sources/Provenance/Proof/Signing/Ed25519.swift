internal import CCrypto

/// A public key of Ed25519 (RFC 8032).
public struct PublicKey: Hashable, Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// - Returns: nil unless there are exactly 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.bytes = Array(bytes)
  }

  /// Reads `-----BEGIN PUBLIC KEY-----`; nil unless it holds an Ed25519 key.
  public init?(pem: String) {
    guard let key = LibcryptoKey(pem: Array(pem.utf8), isPrivate: false, passphrase: nil), let bytes = key.publicBytes else {
      return nil
    }
    self.bytes = bytes
  }

  /// As OpenSSL reads it: a SubjectPublicKeyInfo (RFC 8410) in PEM.
  public var pem: String {
    // The only encoding that there is: 12 bytes that say Ed25519, then the key.
    let algorithm: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    return "-----BEGIN PUBLIC KEY-----\n\(Base64.encode(algorithm + bytes))\n-----END PUBLIC KEY-----\n"
  }

  /// Whether the signature over the message was made by the private half.
  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == PrivateKey.signatureLength,
      let key = EVP_PKEY_new_raw_public_key(NID_ED25519, nil, bytes, bytes.count),
      let context = EVP_MD_CTX_new()
    else { return false }
    defer {
      EVP_MD_CTX_free(context)
      EVP_PKEY_free(key)
    }
    guard EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
    return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

/// A private key of Ed25519. It leaves the process only as a file that its owner alone can read.
public struct PrivateKey: Sendable {
  /// Every Ed25519 signature has 64 bytes.
  static let signatureLength = 64
  /// What makes guessing a passphrase slow: rounds of PBKDF2 with HMAC-SHA256, as OWASP's advice of 2023 has them.
  static let rounds: Int32 = 600_000

  private let seed: [UInt8]
  /// What verifies its signatures.
  public let publicKey: PublicKey

  /// The key of a seed of 32 bytes (RFC 8032 §5.1.5); nil for another length.
  init?(seed: [UInt8]) {
    guard let key = LibcryptoKey(seed: seed), let bytes = key.publicBytes, let publicKey = PublicKey(bytes) else { return nil }
    (self.seed, self.publicKey) = (seed, publicKey)
  }

  /// Makes a new one from the system's randomness.
  public static func generate() -> PrivateKey {
    var generator = SystemRandomNumberGenerator()
    guard let key = PrivateKey(seed: (0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }) else {
      fatalError("libcrypto does not offer Ed25519")
    }
    return key
  }

  /// Whether a PEM file must be opened with a passphrase.
  public static func isEncrypted(pem: [UInt8]) -> Bool {
    String(decoding: pem, as: UTF8.self).contains("BEGIN ENCRYPTED PRIVATE KEY")
  }

  /// Reads PKCS#8 in PEM, encrypted or not; nil if it holds no Ed25519 key or the passphrase does not fit.
  public init?(pem: [UInt8], passphrase: String?) {
    guard let key = LibcryptoKey(pem: pem, isPrivate: true, passphrase: passphrase), let seed = key.seed else { return nil }
    self.init(seed: seed)
  }

  /// PKCS#8 in PEM; with a passphrase encrypted by AES-256 under PBKDF2.
  ///
  /// - Throws: kind `environment` if libcrypto refuses.
  public func pem(passphrase: String? = nil) throws(Failure) -> [UInt8] {
    guard let key = LibcryptoKey(seed: seed), let text = key.pem(passphrase: passphrase, rounds: Self.rounds) else {
      throw Failure(.environment, "libcrypto cannot write the key")
    }
    return text
  }

  /// Signs a message; the same message always gives the same 64 bytes.
  public func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
    guard let key = LibcryptoKey(seed: seed), let signature = key.sign(message) else {
      throw Failure(.environment, "libcrypto cannot sign")
    }
    return signature
  }
}

/// libcrypto's own form of a key, freed with it.
private final class LibcryptoKey {
  private let key: OpaquePointer

  init?(seed: [UInt8]) {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    guard seed.count == 32, let key = EVP_PKEY_new_raw_private_key(NID_ED25519, nil, seed, seed.count) else { return nil }
    self.key = key
  }

  init?(pem: [UInt8], isPrivate: Bool, passphrase: String?) {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    let source = BIO_new_mem_buf(pem, Int32(clamping: pem.count))
    defer { BIO_free(source) }
    // An empty passphrase instead of none: libcrypto would ask the terminal itself.
    let read = (passphrase ?? "").withCString { words in
      let secret = UnsafeMutableRawPointer(mutating: words)
      return isPrivate ? PEM_read_bio_PrivateKey(source, nil, nil, secret) : PEM_read_bio_PUBKEY(source, nil, nil, secret)
    }
    guard let read else { return nil }
    guard EVP_PKEY_get_id(read) == NID_ED25519 else {
      EVP_PKEY_free(read)
      return nil
    }
    key = read
  }

  deinit { EVP_PKEY_free(key) }

  var publicBytes: [UInt8]? { raw(EVP_PKEY_get_raw_public_key) }
  var seed: [UInt8]? { raw(EVP_PKEY_get_raw_private_key) }

  private func raw(_ read: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int32) -> [UInt8]? {
    var (bytes, count) = ([UInt8](repeating: 0, count: 32), 32)
    return read(key, &bytes, &count) == 1 && count == 32 ? bytes : nil
  }

  func pem(passphrase: String?, rounds: Int32) -> [UInt8]? {
    guard let sink = BIO_new(BIO_s_mem()), let plain = EVP_PKEY2PKCS8(key) else { return nil }
    defer {
      BIO_free(sink)
      PKCS8_PRIV_KEY_INFO_free(plain)
    }
    if let passphrase {
      let sealed = PKCS8_encrypt(-1, EVP_aes_256_cbc(), passphrase, Int32(passphrase.utf8.count), nil, 0, rounds, plain)
      defer { X509_SIG_free(sealed) }
      guard sealed != nil, PEM_write_bio_PKCS8(sink, sealed) == 1 else { return nil }
    } else {
      guard PEM_write_bio_PKCS8_PRIV_KEY_INFO(sink, plain) == 1 else { return nil }
    }
    var text = [UInt8](repeating: 0, count: 4096)
    let count = BIO_read(sink, &text, Int32(text.count))
    return count > 0 ? Array(text.prefix(Int(count))) : nil
  }

  func sign(_ message: [UInt8]) -> [UInt8]? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var (signature, count) = ([UInt8](repeating: 0, count: PrivateKey.signatureLength), PrivateKey.signatureLength)
    guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == signature.count
    else { return nil }
    return signature
  }
}

internal import CCrypto

/// A hash value that always carries its algorithm: `sha256:…`, `git-sha1:…`.
public struct Digest: Hashable, Sendable, Codable, CustomStringConvertible {
  /// How a digest was made; the raw value is the name before the colon.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// SHA-256 over bytes that somebody holds: a file, or a canonical form.
    case sha256
    /// MD5 over Python's `json.dumps(x, sort_keys=True)`.
    case pythonMD5 = "python-md5"
    /// The first 16 hexadecimal digits of a file's SHA-256.
    case fileSHA256Prefix = "file-sha256-16"
    /// Git's object id in a repository of the old format: SHA-1 over type, size and content.
    case gitSHA1 = "git-sha1"
    /// Git's object id in a repository of the new format.
    case gitSHA256 = "git-sha256"
  }

  /// What ``hex`` was made by; digests of two algorithms are never equal.
  public let algorithm: Algorithm
  /// Lower-case hexadecimal digits.
  public let hex: String

  /// The digits are taken as they are: lower-case hexadecimal.
  public init(_ algorithm: Algorithm, hex: String) {
    self.algorithm = algorithm
    self.hex = hex
  }

  /// Reads `algorithm:hex`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let algorithm = Algorithm(rawValue: String(parts[0])), !parts[1].isEmpty,
      parts[1].utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
    else { return nil }
    self.init(algorithm, hex: String(parts[1]))
  }

  /// Reads `algorithm:hex`.
  ///
  /// - Throws: ``Failure`` of kind `input` for anything else.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let digest = Digest(text) else { throw Failure(.input, "\"\(text)\" is not a digest") }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// `algorithm:hex`, as it stands in every record.
  public var description: String { "\(algorithm.rawValue):\(hex)" }

  /// The SHA-256 of the bytes.
  public static func sha256(_ bytes: [UInt8]) -> Digest {
    var hash = Hash(.sha256)
    bytes.withUnsafeBytes { hash.update($0) }
    return Digest(.sha256, hex: hash.finish())
  }

  /// The SHA-256 of the text's UTF-8 bytes.
  public static func sha256(_ text: String) -> Digest { sha256(Array(text.utf8)) }
}

/// A hash in the making, by libcrypto. Used up by ``finish()``.
public struct Hash: ~Copyable {
  /// What hashes: SHA-256 for all that is new, MD5 and SHA-1 only to check what others have made.
  public enum Function: Sendable { case sha256, md5, sha1 }

  private let context: OpaquePointer

  /// An empty hash.
  public init(_ function: Function) {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    let type =
      switch function {
      case .sha256: EVP_sha256()
      case .md5: EVP_md5()
      case .sha1: EVP_sha1()
      }
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, type, nil) == 1 else {
      fatalError("libcrypto does not offer \(function)")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in bytes, after those before.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Takes in the text's UTF-8 bytes, after those before.
  public mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// Returns the digest of what was taken in so far; more may follow.
  borrowing func current() -> Digest {
    guard let copy = EVP_MD_CTX_new(), EVP_MD_CTX_copy_ex(copy, context) == 1 else { fatalError("libcrypto cannot copy a hash") }
    defer { EVP_MD_CTX_free(copy) }
    return Digest(.sha256, hex: hexadecimal(Self.finished(copy)))
  }

  /// Returns the digest in lower-case hexadecimal digits.
  public consuming func finish() -> String { hexadecimal(finishedBytes()) }

  /// Returns the digest's bytes.
  consuming func finishedBytes() -> [UInt8] { Self.finished(context) }

  private static func finished(_ context: OpaquePointer) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &count)
    return Array(digest.prefix(Int(count)))
  }
}

/// Returns the HMAC-SHA256 (RFC 2104) of a message, in lower-case hexadecimal digits.
func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> String {
  func hashed(_ parts: [UInt8]...) -> [UInt8] {
    var hash = Hash(.sha256)
    for part in parts { part.withUnsafeBytes { hash.update($0) } }
    return hash.finishedBytes()
  }
  let blockSize = 64
  let short = key.count > blockSize ? hashed(key) : key
  let block = short + [UInt8](repeating: 0, count: blockSize - short.count)
  return hexadecimal(hashed(block.map { $0 ^ 0x5C }, hashed(block.map { $0 ^ 0x36 }, message)))
}

/// Lower-case hexadecimal digits of the bytes.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

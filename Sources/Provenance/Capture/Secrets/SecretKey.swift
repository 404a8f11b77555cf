#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The project's key under which secrets are digested: equal secrets have equal digests, and without the key nothing can be
/// guessed from one. Never exported.
public struct SecretKey: Sendable {
  /// Bytes of a key.
  public static let size = 32
  /// How every keyed digest begins.
  public static let prefix = "secret:hmac-sha256:"

  private let bytes: [UInt8]

  /// - Parameter bytes: ``size`` random bytes.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// The key in a project's `.xp` folder, made if there is none. Of several processes that make it at once, one wins and all
  /// read the same.
  ///
  /// - Throws: kind `environment` if the folder cannot be read or written, kind `input` if the file is not a key.
  public static func ofProject(folder: String) throws(Failure) -> SecretKey {
    let path = folder + "/secret.key"
    if FileStatus.of(path) == nil { try make(path) }
    return try read(path)
  }

  /// Reads a key.
  ///
  /// - Throws: kind `input` if the file is not ``size`` bytes long; kinds `missing` and `environment` as ``FileReading``.
  public static func read(_ path: String) throws(Failure) -> SecretKey {
    let bytes = try FileReading.bytes(of: path, limit: 4096)
    guard bytes.count == size else {
      throw Failure(
        .input, "is not a key: \(bytes.count) bytes, not \(size)", file: path,
        hint: "restore it from a backup, or move it away: digests of secrets then no longer compare with older ones")
    }
    return SecretKey(bytes: bytes)
  }

  /// `secret:hmac-sha256:` and the first 16 hexadecimal digits of the value's HMAC.
  public func keyedDigest(_ value: String) -> String {
    Self.prefix + hmacSHA256(key: bytes, Array(value.utf8)).prefix(16)
  }

  /// Writes a whole key beside, then links it: nobody ever sees half a key.
  private static func make(_ path: String) throws(Failure) {
    var generator = SystemRandomNumberGenerator()
    let key = (0..<size).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    let temporary = path + ".xp-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    defer { unlink(temporary) }
    try FileWriting.create(temporary, with: key, mode: 0o600)
    if link(temporary, path) == 0 {
      try FileWriting.sync(parent(of: path))
    } else if errno != EEXIST {
      // A file system without hard links.
      do { try FileWriting.create(path, with: key, mode: 0o600) } catch {
        guard FileStatus.of(path) != nil else { throw error }
      }
    }
  }
}

/// 32 bytes of SHA-256: an entry's digest, a leaf or a node of the tree.
public struct MerkleHash: Hashable, Sendable {
  // The bytes as they lie in memory; four words are compared and moved faster than an array.
  var words: (UInt64, UInt64, UInt64, UInt64)

  /// How many bytes a hash has; a proof's element of another length is refused.
  public static let count = 32

  init() { words = (0, 0, 0, 0) }

  /// - Returns: nil unless there are exactly 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    self.init()
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  /// The digest's bytes; nil unless it is a SHA-256.
  public init?(_ digest: Digest) {
    let digits = Array(digest.hex.utf8)
    guard digest.algorithm == .sha256, digits.count == 2 * Self.count else { return nil }
    self.init(stride(from: 0, to: digits.count, by: 2).map { Self.nibble(digits[$0]) << 4 | Self.nibble(digits[$0 + 1]) })
  }

  /// Reads 64 lower-case hexadecimal digits; nil for anything else.
  init?(hex: UnsafeRawBufferPointer) {
    guard hex.count == 2 * Self.count else { return nil }
    self.init()
    let isRead = withUnsafeMutableBytes(of: &words) { bytes in
      for place in 0..<Self.count {
        let (high, low) = (hex[2 * place], hex[2 * place + 1])
        guard Self.isDigit(high), Self.isDigit(low) else { return false }
        bytes[place] = Self.nibble(high) << 4 | Self.nibble(low)
      }
      return true
    }
    guard isRead else { return nil }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

  /// `sha256:…`
  public var digest: Digest { Digest(.sha256, hex: hexadecimal(bytes)) }

  public static func == (left: MerkleHash, right: MerkleHash) -> Bool {
    left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
      && left.words.3 == right.words.3
  }

  // A hash is as random as a hasher could make it.
  public func hash(into hasher: inout Swift.Hasher) { hasher.combine(words.0) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
  private static func nibble(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit - 0x61 + 10 : digit &- 0x30 }
}

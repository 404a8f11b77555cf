/// A public key with the name under which it signs notes: `name+hex8+base64`, as C2SP's signed note has it.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// Not empty, without blanks and `+`.
  public let name: String
  /// What verifies.
  public let key: PublicKey
  /// The type byte of Ed25519.
  private static let type: UInt8 = 1

  /// - Returns: nil if the name is none.
  public init?(name: String, key: PublicKey) {
    guard Self.isName(name) else { return nil }
    (self.name, self.key) = (name, key)
  }

  /// Reads ``description``; nil for anything else, and if the id is not that of name and key.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let bytes = Base64.decode(parts[2]), bytes.first == Self.type, let key = PublicKey(bytes.dropFirst())
    else { return nil }
    self.init(name: parts[0], key: key)
    guard idText.isExactly(parts[1]) else { return nil }
  }

  /// Whether a text may name a key.
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.contains("+")
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7F }
  }

  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key): what a signature line begins with.
  public var id: [UInt8] {
    let input = Array(name.utf8) + [0x0A, Self.type] + key.bytes
    return Array(input.withUnsafeBytes { MerkleHasher().digest($0) }.bytes.prefix(4))
  }

  /// ``id`` in eight hexadecimal digits.
  public var idText: String { hexadecimal(id) }

  public var description: String { "\(name)+\(idText)+\(Base64.encode([Self.type] + key.bytes))" }
}

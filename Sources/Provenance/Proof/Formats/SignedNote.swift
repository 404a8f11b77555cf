/// A text with signatures beneath it, as C2SP's signed note has it: text, empty line, a line for every signature.
public struct SignedNote: Sendable, Equatable {
  /// A line `— name base64(id ‖ signature)`.
  public struct Signature: Sendable, Equatable {
    /// The signer's name.
    public var name: String
    /// Four bytes that tell its keys apart.
    public var id: [UInt8]
    /// For Ed25519 64 bytes.
    public var bytes: [UInt8]
  }

  /// What is signed, with its last newline.
  public var text: String
  /// At least one.
  public var signatures: [Signature]

  /// More than a file of this size is no note.
  static let maximumSize: Int64 = 1 << 20
  private static let maximumSignatures = 100
  private static let dash = "\u{2014} "

  /// Signs a text, which must end in a newline.
  public init(_ text: String, signedBy key: PrivateKey, named verifier: VerifierKey) throws(Failure) {
    precondition(text.hasSuffix("\n"))
    self.text = text
    signatures = [Signature(name: verifier.name, id: verifier.id, bytes: try key.sign(Array(text.utf8)))]
  }

  /// Reads a note; whether its signatures hold is another question.
  ///
  /// - Throws: kind `input` with the reason if it is none.
  public init(_ bytes: [UInt8]) throws(Failure) {
    guard let whole = String(validating: bytes, as: UTF8.self) else { throw Failure(.input, "is not UTF-8") }
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else { throw Failure(.input, "holds a control character") }
    guard bytes.last == 0x0A, let gap = Self.lastEmptyLine(bytes) else {
      throw Failure(.input, "is not a signed note: no empty line stands before its signatures")
    }
    text = String(decoding: bytes[...gap], as: UTF8.self)
    let lines = String(decoding: bytes[(gap + 2)...], as: UTF8.self).split(separator: "\n")
    guard !lines.isEmpty, lines.count <= Self.maximumSignatures else {
      throw Failure(.input, "is not a signed note: it has \(lines.count) signatures")
    }
    signatures = []
    for line in lines {
      let words = line.dropFirst(Self.dash.count).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard line.hasPrefix(Self.dash), words.count == 2, VerifierKey.isName(words[0]), let bytes = Base64.decode(words[1]),
        bytes.count > 4
      else { throw Failure(.input, "has a line that is no signature") }
      signatures.append(Signature(name: words[0], id: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
    }
    guard whole.isExactly(description) else { throw Failure(.input, "has a signature line in another form") }
  }

  /// The index of the newline that ends the text: the first of the last two that follow each other.
  private static func lastEmptyLine(_ bytes: [UInt8]) -> Int? {
    var index = bytes.count - 2
    while index > 0 {
      if bytes[index] == 0x0A && bytes[index - 1] == 0x0A { return index - 1 }
      index -= 1
    }
    return nil
  }

  /// What the signatures say under the keys that somebody trusts.
  public enum Standing: Sendable, Equatable {
    /// A known key signed it: its name.
    case verified(by: VerifierKey)
    /// A line claims to be by this known key, and is not.
    case refuted(VerifierKey)
    /// No line is by a known key.
    case unknown
  }

  /// Looks for a signature by one of these keys. One that claims to be and is not outweighs all others.
  public func standing(under keys: [VerifierKey]) -> Standing {
    var standing = Standing.unknown
    for signature in signatures {
      guard let key = keys.first(where: { $0.name.isExactly(signature.name) && $0.id == signature.id }) else { continue }
      guard key.key.verifies(signature.bytes, of: Array(text.utf8)) else { return .refuted(key) }
      if standing == .unknown { standing = .verified(by: key) }
    }
    return standing
  }

  /// The file's text.
  public var description: String {
    text + "\n" + signatures.map { "\(Self.dash)\($0.name) \(Base64.encode($0.id + $0.bytes))\n" }.joined()
  }
}

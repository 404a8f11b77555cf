/// Signed bytes with their type, as DSSE 1.0 has it. Whoever reads the payload reads the verified bytes.
public struct Envelope: Sendable, Equatable {
  /// One signature over ``Envelope/signedBytes(of:type:)``.
  public struct Signature: Sendable, Equatable {
    /// A hint at the key; nil if there is none. Nothing is decided by it.
    public var keyID: String?
    /// For Ed25519 64 bytes.
    public var bytes: [UInt8]
    public init(keyID: String?, bytes: [UInt8]) { (self.keyID, self.bytes) = (keyID, bytes) }
  }

  /// An in-toto statement as JSON.
  public static let statementType = "application/vnd.in-toto+json"
  /// Bytes; a larger file is no envelope.
  public static let maximumSize: Int64 = 1 << 28

  /// What the payload is.
  public let payloadType: String
  /// As it was signed.
  public let payload: [UInt8]
  /// At least one.
  public let signatures: [Signature]

  /// Signs bytes.
  public init(_ payload: [UInt8], type: String, signedBy key: PrivateKey) throws(Failure) {
    (payloadType, self.payload) = (type, payload)
    signatures = [
      Signature(keyID: key.publicKey.envelopeID, bytes: try key.sign(Self.signedBytes(of: payload, type: type)))
    ]
  }

  /// Reads an envelope; whether its signatures hold is another question.
  ///
  /// - Throws: kind `input` with the reason if it is none.
  public init(_ bytes: [UInt8]) throws(Failure) {
    let value = try JSONReader.read(bytes)
    guard let type = value["payloadType"]?.string, let text = value["payload"]?.string, let listed = value["signatures"]?.array,
      !listed.isEmpty
    else { throw Failure(.input, "is not an envelope: it needs payload, payloadType and signatures") }
    guard let payload = Base64.decode(text, .either) else { throw Failure(.input, "its payload is not base64") }
    (payloadType, self.payload) = (type, payload)
    var signatures: [Signature] = []
    for element in listed {
      guard let text = element["sig"]?.string, let bytes = Base64.decode(text, .either) else {
        throw Failure(.input, "a signature is not base64")
      }
      signatures.append(Signature(keyID: element["keyid"]?.string, bytes: bytes))
    }
    self.signatures = signatures
  }

  /// The pre-authentication encoding: `DSSEv1 len(type) type len(body) body`, lengths in bytes.
  public static func signedBytes(of payload: [UInt8], type: String) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }

  /// Returns the keys among these that signed it, each once; which key a signature names does not matter.
  public func signers(among keys: [PublicKey]) -> [PublicKey] {
    let message = Self.signedBytes(of: payload, type: payloadType)
    return keys.filter { key in signatures.contains { key.verifies($0.bytes, of: message) } }
  }

  /// Returns the payload if enough of these keys signed it and its type is one that the caller reads; else nil.
  public func verifiedPayload(under keys: [PublicKey], threshold: Int = 1, types: [String]) -> [UInt8]? {
    guard threshold > 0, !payloadType.isEmpty, types.contains(where: { $0.isExactly(payloadType) }),
      Set(signers(among: keys)).count >= threshold
    else { return nil }
    return payload
  }

  /// The file's text: canonical JSON and a newline.
  public var bytes: [UInt8] {
    let signatures = signatures.map { signature -> Value in
      var object = Object()
      object["keyid"] = signature.keyID.map { .string($0) }
      object["sig"] = .string(Base64.encode(signature.bytes))
      return .object(object)
    }
    let envelope: Value = [
      "payload": .string(Base64.encode(payload)), "payloadType": .string(payloadType), "signatures": .array(signatures),
    ]
    return envelope.canonicalBytes + [0x0A]
  }
}

extension PublicKey {
  /// The key's name in envelopes, as securesystemslib computes it: SHA-256 over the canonical JSON that describes the key.
  public var envelopeID: String {
    let description: Value = ["keytype": "ed25519", "keyval": ["public": .string(hexadecimal(bytes))], "scheme": "ed25519"]
    return Digest.sha256(description.canonicalBytes).hex
  }
}

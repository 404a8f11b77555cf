import TestSupport
import Testing

@testable import Provenance

@Suite struct EnvelopeTests {
  /// skipped: corpus not found.
  @Test(.enabled(if: PublishedVectors.dsse != nil, "skipped: corpus not found")) func everyPublishedEnvelopeIsJudgedAsPublished()
    throws
  {
    let file = try JSONReader.read(try FileReading.bytes(of: PublishedVectors.dsse! + "/vectors.json"))
    var keys: [String: PublicKey] = [:]
    for name in ["A", "B"] { keys[name] = PublicKey(Self.bytes(hex: file["keys"]?[name]?["public"]?.string ?? "")) }
    let vectors = try #require(file["vectors"]?.array)
    #expect(vectors.count == 9)
    for vector in vectors {
      let id = vector["id"]?.string ?? ""
      let envelope = try Envelope(try #require(vector["envelope"]).canonicalBytes)
      let trusted = try #require(vector["trustedKeys"]?.array).compactMap { keys[$0.string ?? ""] }
      let types = try #require(vector["supportedPayloadTypes"]?.array).compactMap(\.string)
      let payload = envelope.verifiedPayload(under: trusted, threshold: vector["threshold"]?.int ?? 0, types: types)
      #expect((payload != nil) == (vector["expect"]?.string == "accept"), "\(id)")
      if id != "payload-type-swapped" {
        #expect(
          Envelope.signedBytes(of: envelope.payload, type: envelope.payloadType) == Self.bytes(hex: vector["pae"]?.string ?? ""),
          "\(id)")
      }
    }
  }

  /// skipped: corpus not found.
  @Test(.enabled(if: PublishedVectors.dsse != nil, "skipped: corpus not found")) func theSignedStatementIsVerified() throws {
    let folder = PublishedVectors.dsse!
    let envelope = try Envelope(try FileReading.bytes(of: folder + "/run.intoto.json"))
    let key = try #require(PublicKey(pem: try FileReading.text(of: folder + "/pub.pem")))
    let payload = try #require(envelope.verifiedPayload(under: [key], types: [Envelope.statementType]))
    #expect(try payload == FileReading.bytes(of: folder + "/statement.json"))
    #expect(try Envelope.signedBytes(of: payload, type: envelope.payloadType) == FileReading.bytes(of: folder + "/pae.bin"))
    #expect(try envelope.signatures[0].bytes == FileReading.bytes(of: folder + "/sig.bin"))
    #expect(envelope.signatures[0].keyID == key.envelopeID)
  }

  static func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
  }

  private let key = PrivateKey(seed: [UInt8](repeating: 7, count: 32))!

  @Test func noBitOfAnEnvelopeChangesWhatItSaysUnseen() throws {
    let envelope = try Envelope(Array("{\"a\":1}".utf8), type: Envelope.statementType, signedBy: key)
    let bytes = envelope.bytes
    #expect(try Envelope(bytes) == envelope)
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(bit)
        guard let read = try? Envelope(flipped) else { continue }
        let payload = read.verifiedPayload(under: [key.publicKey], types: [Envelope.statementType])
        // The key's name is a hint that nobody signs, and white space is nobody's: what is handed on is what was signed.
        #expect(payload == nil || payload == envelope.payload, "byte \(place), bit \(bit)")
      }
    }
  }

  /// skipped: without OpenSSL's program there is no second judge.
  @Test(.enabled(if: Peer.hasOpenSSL, "skipped: openssl is not installed")) func openSSLVerifiesWhatWeSign() throws {
    let scratch = Scratch()
    let envelope = try Envelope(Array("{}".utf8), type: Envelope.statementType, signedBy: key)
    let message = Envelope.signedBytes(of: envelope.payload, type: envelope.payloadType)
    try FileWriting.replace(scratch.path + "/pae", with: message)
    try FileWriting.replace(scratch.path + "/sig", with: envelope.signatures[0].bytes)
    try scratch.write("pub.pem", key.publicKey.pem)
    let verify = "openssl pkeyutl -verify -rawin -pubin -inkey pub.pem -in pae -sigfile sig"
    #expect(try Peer.shell(verify, in: scratch).succeeded)
    #expect(try !Peer.shell("printf x >> pae && " + verify, in: scratch).succeeded)
    // And its keys are ours: made there, read here, and the other way round.
    try FileWriting.replace(scratch.path + "/sealed.pem", with: try key.pem(passphrase: "words"))
    let shown = try Peer.shell("openssl pkey -in sealed.pem -passin pass:words -pubout", in: scratch)
    #expect(shown.text == key.publicKey.pem)
    let made = try Peer.shell("openssl genpkey -algorithm ed25519 -out new.pem && openssl pkey -in new.pem -pubout", in: scratch)
    let read = try #require(PrivateKey(pem: try FileReading.bytes(of: scratch.path + "/new.pem"), passphrase: nil))
    #expect(read.publicKey.pem == made.text)
  }

  /// skipped: without Python's cryptography there is no such judge.
  @Test(.enabled(if: Peer.hasCryptography, "skipped: Python's cryptography is not installed")) func pythonVerifiesWhatWeSign()
    throws
  {
    let message = [UInt8]("a message".utf8)
    let judge = """
      import sys
      from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
      key, signature, message = (bytes.fromhex(word) for word in sys.argv[1:])
      Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
      """
    let words = [hexadecimal(key.publicKey.bytes), hexadecimal(try key.sign(message))]
    let environment = ["PATH=/usr/local/bin:/usr/bin:/bin"]
    func verdict(_ message: [UInt8]) throws -> Bool {
      try ChildProcess.run(["python3", "-c", judge] + words + [hexadecimal(message)], in: "/", environment: environment).succeeded
    }
    #expect(try verdict(message) && !verdict(message + [0]))
  }

  /// skipped: securesystemslib could not be installed in a throw-away environment.
  @Test(.enabled(if: Peer.securesystemslib != nil, "skipped: securesystemslib cannot be installed here"))
  func securesystemslibAcceptsOurEnvelopesAndRefusesTamperedOnes() throws {
    let scratch = Scratch()
    let envelope = try Envelope(Array("{\"_type\":\"x\"}".utf8), type: Envelope.statementType, signedBy: key)
    try FileWriting.replace(scratch.path + "/envelope.json", with: envelope.bytes)
    let judge = """
      import json, sys
      from securesystemslib.dsse import Envelope
      from securesystemslib.signer import SSlibKey
      text = open("envelope.json").read()
      key = SSlibKey(sys.argv[1], "ed25519", "ed25519", {"public": sys.argv[2]})
      assert Envelope.from_dict(json.loads(text)).verify([key], 1), "not accepted"
      for name, other in (("payload", "e30="), ("payloadType", "text/plain")):
          tampered = Envelope.from_dict({**json.loads(text), name: other})
          try:
              tampered.verify([key], 1)
          except Exception:
              continue
          sys.exit("accepted another " + name)
      """
    let outcome = try ChildProcess.run(
      [Peer.securesystemslib!, "-c", judge, key.publicKey.envelopeID, hexadecimal(key.publicKey.bytes)], in: scratch.path,
      environment: ["PATH=/usr/bin:/bin"])
    #expect(outcome.succeeded, "\(outcome.errorText)")
  }
}

/// Other people's programs as judges.
enum Peer {
  private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp"]

  static func shell(_ line: String, in scratch: Scratch) throws -> ChildProcess.Outcome {
    try ChildProcess.run(["sh", "-c", line], in: scratch.path, environment: environment)
  }

  private static func succeeds(_ words: [String]) -> Bool {
    (try? ChildProcess.run(words, in: "/", environment: environment).succeeded) ?? false
  }

  static let hasOpenSSL = succeeds(["openssl", "version"])
  static let hasCryptography = succeeds(["python3", "-c", "import cryptography"])

  /// A Python that has securesystemslib, in an environment of the build's own that is made once; nil where it cannot be had.
  static let securesystemslib: String? = {
    let folder = Built.root + "/.build/peers/securesystemslib"
    let python = folder + "/bin/python"
    if succeeds([python, "-c", "import securesystemslib.dsse, cryptography"]) { return python }
    let wanted = "securesystemslib[crypto]==1.6.0"
    let pip = ["timeout", "90", python, "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "10", wanted]
    return succeeds(["python3", "-m", "venv", folder]) && succeeds(pip) ? python : nil
  }()
}

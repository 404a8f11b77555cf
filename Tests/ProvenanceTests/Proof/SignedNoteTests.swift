import TestSupport
import Testing

@testable import Provenance

@Suite struct SignedNoteTests {
  /// skipped: corpus not found.
  @Test(.enabled(if: PublishedVectors.note != nil, "skipped: corpus not found")) func theExampleOfTheSpecificationIsVerified()
    throws
  {
    let bytes = try FileReading.bytes(of: PublishedVectors.note! + "/signed-note-example.txt")
    let text = try FileReading.text(of: PublishedVectors.note! + "/signed-note-example.vkey")
    let key = try #require(VerifierKey(String(text.split(separator: "\n")[0])))
    let note = try SignedNote(bytes)
    #expect(note.text == "This is an example message.\n" && note.standing(under: [key]) == .verified(by: key))
    #expect(note.description == String(decoding: bytes, as: UTF8.self) && key.description == text.split(separator: "\n")[0])
  }

  private let key = PrivateKey(seed: (0..<32).map { UInt8($0) })!
  private var verifier: VerifierKey { VerifierKey(name: "xp/0123456789abcdef", key: key.publicKey)! }

  private func checkpoint() throws -> Checkpoint {
    try Checkpoint(size: 57, root: MerkleHasher().leaf([1]), signedBy: key, named: verifier)
  }

  @Test func noBitOfACheckpointChangesUnseen() throws {
    let bytes = Array(try checkpoint().note.description.utf8)
    let good = try Checkpoint(bytes)
    #expect(
      good.size == 57 && good.ledger == "0123456789abcdef" && good.note.standing(under: [verifier]) == .verified(by: verifier))
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(bit)
        guard let read = try? Checkpoint(flipped) else { continue }
        #expect(read.note.standing(under: [verifier]) != .verified(by: verifier), "byte \(place), bit \(bit)")
      }
    }
  }

  @Test(arguments: [
    "", "no signature\n", "text\n\n", "text\n\n— name\n", "text\n\n— name AAAA\n", "text\n\n- name AAAAAAAA\n",
    "text\n\n— na+me AAAAAAAA\n", "te\u{7}xt\n\n— name AAAAAAAA\n", "text\n\n— name AAAAAAAA",
  ])
  func whatIsNoNoteIsRefused(_ text: String) {
    #expect(throws: Failure.self) { try SignedNote(Array(text.utf8)) }
  }

  @Test(arguments: [
    "origin\n5\n", "origin\n-1\nROOT\n", "origin\n05\nROOT\n", "\n5\nROOT\n", "origin\n5\nAAAA\n", "origin\nfive\nROOT\n",
  ])
  func whatIsNoCheckpointIsRefused(_ text: String) throws {
    let text = text.replacing("ROOT", with: Base64.encode(MerkleHasher().leaf([1]).bytes))
    let note = try SignedNote(text, signedBy: key, named: verifier)
    #expect(throws: Failure.self) { try Checkpoint(Array(note.description.utf8)) }
  }

  @Test func aKeyReadsWhatItPrintsAndNothingElse() throws {
    let text = verifier.description
    #expect(VerifierKey(text) == verifier)
    for place in text.utf8.indices {
      var bytes = Array(text.utf8)
      bytes[text.utf8.distance(from: text.utf8.startIndex, to: place)] ^= 1
      #expect(VerifierKey(String(decoding: bytes, as: UTF8.self)) == nil)
    }
    #expect(PublicKey(pem: key.publicKey.pem) == key.publicKey && PublicKey(pem: "nothing") == nil)
  }

  @Test func aProofReadsWhatItPrintsAndHoldsOnlyForItsEntry() throws {
    let hasher = MerkleHasher()
    let entries = (0..<5).map { [UInt8]("entry \($0)".utf8) }
    let tree = MerkleTree<Never>(size: 5, hasher) { place in
      var frontier = MerkleFrontier()
      for leaf in place.leaves { frontier.append(hasher.leaf(entries[leaf]), hasher) }
      return frontier.root(hasher)
    }
    let checkpoint = try Checkpoint(size: 5, root: tree.root(), signedBy: key, named: verifier)
    let proof = InclusionProof(entry: entries[3], index: 3, hashes: tree.inclusion(of: 3), checkpoint: checkpoint)
    let text = proof.description
    #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nextra \(Base64.encode(entries[3]))\nindex 3\n"))
    #expect(try InclusionProof(Array(text.utf8)) == proof && proof.holds == true)
    #expect(InclusionProof(entry: entries[2], index: 3, hashes: proof.hashes, checkpoint: checkpoint).holds == false)
    let bytes = Array(text.utf8)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 4
      guard let read = try? InclusionProof(flipped) else { continue }
      #expect(read.holds != true || read.checkpoint.note.standing(under: [verifier]) != .verified(by: verifier), "byte \(place)")
    }
  }

  @Test func base64HasOneTextForOneContent() {
    for count in 0..<20 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 250) }
      let text = Base64.encode(bytes)
      #expect(Base64.decode(text) == bytes && Base64.decode(text, .either) == bytes)
      let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
      #expect(Base64.decode(urlSafe, .either) == bytes && (Base64.decode(urlSafe) == bytes) == (urlSafe == text))
    }
    for text in ["A", "AA", "AAA", "AB==", "AAB=", "AA=A", "====", "AA==AA==", "A A=", "AA==" + "="] {
      #expect(Base64.decode(text) == nil, "\(text)")
    }
  }

  @Test func aSealedKeyOpensWithItsPassphraseOnly() throws {
    let plain = try key.pem()
    #expect(!PrivateKey.isEncrypted(pem: plain) && PrivateKey(pem: plain, passphrase: nil)?.publicKey == key.publicKey)
    let sealed = try key.pem(passphrase: "open sesame")
    #expect(PrivateKey.isEncrypted(pem: sealed))
    #expect(PrivateKey(pem: sealed, passphrase: "open sesame")?.publicKey == key.publicKey)
    #expect(PrivateKey(pem: sealed, passphrase: "wrong") == nil && PrivateKey(pem: sealed, passphrase: nil) == nil)
  }

  /// RFC 8032 §7.1, tests 1 and 2.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
  ])
  func signaturesAreThoseOfTheStandard(_ seed: String, _ message: String, _ signature: String) throws {
    func bytes(_ hex: String) -> [UInt8] {
      let digits = Array(hex)
      return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
    }
    let key = try #require(PrivateKey(seed: bytes(seed)))
    #expect(try key.sign(bytes(message)) == bytes(signature))
    #expect(key.publicKey.verifies(bytes(signature), of: bytes(message)) && !key.publicKey.verifies(bytes(signature), of: [0]))
  }
}

import Foundation
import Testing

@testable import Provenance

@Suite struct LedgerTreeTests {
  @Test func theLedgersRootsAndProofsAreThoseOfTheEntries() throws {
    let proven = try ProvenLedger(1100, checkpoints: false)
    let ledger = try #require(try Ledger.openForReading(proven.project))
    let hasher = MerkleHasher()
    var (frontier, roots) = (MerkleFrontier(), [MerkleFrontier().root(hasher)])
    for entry in proven.entries {
      frontier.append(hasher.leaf(entry.bytes), hasher)
      roots.append(frontier.root(hasher))
    }
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 768, 1023, 1024, 1025, 1100] {
      #expect(try ledger.root(of: size) == roots[size], "\(size)")
    }
    for entry in [1, 2, 256, 257, 700, 1024, 1025, 1100] {
      let proof = try ledger.inclusionProof(of: entry, size: 1100)
      #expect(
        MerkleCheck.includes(
          hasher.leaf(proven.entries[entry - 1].bytes), at: entry - 1, size: 1100, root: roots[1100], proof: proof), "\(entry)")
    }
    for old in [1, 255, 256, 300, 512, 1024, 1099, 1100] {
      let proof = try ledger.consistencyProof(from: old, size: 1100)
      #expect(MerkleCheck.extends(roots[old], oldSize: old, to: roots[1100], newSize: 1100, proof: proof), "\(old)")
    }
    #expect(throws: Failure.self) { try ledger.root(of: 1101) }
    #expect(throws: Failure.self) { try ledger.inclusionProof(of: 0, size: 1100) }
    #expect(throws: Failure.self) { try ledger.consistencyProof(from: 0, size: 1100) }
  }

  @Test func theTreeIsTheSameHoweverTheEntriesCameIn() throws {
    let all = ProvenLedger.entries(800)
    let roots = try [800, 1, 100, 256, 257].map { step in
      let proven = try ProvenLedger(0, checkpoints: false)
      let ledger = try Ledger.open(proven.project)
      for start in stride(from: 0, to: all.count, by: step) {
        try ledger.append(Array(all[start..<min(start + step, all.count)]))
      }
      return try ledger.root(of: 800)
    }
    #expect(Set(roots).count == 1)
  }

  @Test func aLedgerMadeAnewHasTheSameRoot() throws {
    let proven = try ProvenLedger(600, checkpoints: false)
    let before = try #require(try Ledger.openForReading(proven.project)).root(of: 600)
    _ = try LedgerRebuild(project: proven.project, now: .now(), environment: ["PATH=/usr/bin:/bin"]).rebuild()
    #expect(try Ledger.open(proven.project).root(of: 600) == before)
    #expect(try proven.verify().holds == true)
  }

  @Test func nothingIsSignedOverAHistoryThatIsNotTheLastCheckpoints() throws {
    let proven = try ProvenLedger()
    let path = try #require(try CheckpointFolder(proven.project).paths().last)
    let (key, verifier) = try KeyStore(proven.project).open { nil }
    let ledger = try Ledger.open(proven.project)
    #expect(try CheckpointFolder(proven.project).keep(ledger, signedBy: key, named: verifier).path == path)
    let other = try Checkpoint(size: 200, root: MerkleHasher().leaf([1]), signedBy: key, named: verifier)
    try FileWriting.replace(path, with: other.note.description)
    #expect(throws: Failure.self) { try CheckpointFolder(proven.project).keep(ledger, signedBy: key, named: verifier) }
  }

  @Test func aPrivateKeyThatOthersCanReadIsRefusedAndAnOldOneStillVerifies() throws {
    let proven = try ProvenLedger()
    let store = KeyStore(proven.project)
    let first = try #require(try store.signing())
    #expect(FileStatus.of(first.privatePath ?? "")?.mode == 0o600)
    let second = try store.make(name: "example.org/lab", passphrase: "words")
    #expect(second.verifier.name == "example.org/lab/0123456789abcdef")
    #expect(try store.all().map(\.verifier) == [second.verifier, first.verifier] && store.all()[1].privatePath == nil)
    #expect(throws: Failure.self) { try store.open { "other" } }
    #expect(try store.open { "words" }.verifier == second.verifier)
    #expect(try proven.verify().holds == true)
    #expect(chmod(second.privatePath ?? "", 0o644) == 0)
    let failure = #expect(throws: Failure.self) { try store.open { "words" } }
    #expect(failure?.hint?.contains("chmod 600") == true)
  }
}

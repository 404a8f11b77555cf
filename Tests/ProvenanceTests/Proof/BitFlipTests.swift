import TestSupport
import Testing

@testable import Provenance

/// No single bit of a ledger of 200 entries changes unseen: a sample by a seed, and with `XP_SOAK=1` every one.
@Suite struct BitFlipTests {
  /// Bits of some bytes of a file: all of them, or a sample.
  private func bits(of bytes: Range<Int>, sample: Int, seed: UInt64) -> [Int] {
    let all = (bytes.lowerBound * 8)..<(bytes.upperBound * 8)
    if KillDriver.isSoaking { return Array(all) }
    var generator = Generated(seed: seed)
    return (0..<sample).map { _ in Int.random(in: all, using: &generator) }
  }

  private func expectFound(_ ledger: ProvenLedger, _ path: String, _ bits: [Int], _ parts: Set<LedgerFinding.Part>) throws {
    let sound = try FileReading.bytes(of: path)
    for bit in bits {
      var bytes = sound
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let report = try ledger.verify(with: bytes, in: path)
      #expect(
        report.holds != true && report.findings.contains { parts.contains($0.part) }, "\(lastComponent(of: path)), bit \(bit)")
    }
    #expect(try ledger.verify().holds == true)
  }

  @Test func noBitOfAnEntryInTheLedgerChangesUnseen() throws {
    let ledger = try ProvenLedger()
    let file = try FileReading.bytes(of: ledger.project.ledgerPath)
    var generator = Generated(seed: 1)
    let chosen = KillDriver.isSoaking ? ledger.entries : (0..<40).map { _ in ledger.entries.randomElement(using: &generator)! }
    for (number, entry) in chosen.enumerated() {
      let start = try #require(place(of: entry.bytes, in: file))
      let bits = bits(of: start..<(start + entry.bytes.count), sample: 2, seed: UInt64(number))
      try expectFound(ledger, ledger.project.ledgerPath, bits, [.ledger])
    }
  }

  /// Entries are short: each lies in one piece in its page.
  private func place(of wanted: [UInt8], in file: [UInt8]) -> Int? {
    file.withUnsafeBytes { file in
      wanted.withUnsafeBytes { wanted in
        (0...(file.count - wanted.count)).first { start in
          file[start + wanted.count - 1] == wanted[wanted.count - 1]
            && UnsafeRawBufferPointer(rebasing: file[start..<(start + wanted.count)]).elementsEqual(wanted)
        }
      }
    }
  }

  @Test func noBitOfTheOrderChangesUnseen() throws {
    let ledger = try ProvenLedger()
    try expectFound(ledger, ledger.orderPath, bits(of: 0..<(200 * 65), sample: 60, seed: 2), [.order])
  }

  @Test func noBitOfAJournalChangesUnseen() throws {
    let ledger = try ProvenLedger()
    for (number, path) in try ledger.journals.enumerated() {
      let size = Int(FileStatus.of(path)?.size ?? 0)
      try expectFound(ledger, path, bits(of: 0..<size, sample: 16, seed: UInt64(10 + number)), [.journal])
    }
  }

  @Test func noBitOfAKeptCheckpointChangesUnseen() throws {
    let ledger = try ProvenLedger()
    for path in try CheckpointFolder(ledger.project).paths() {
      let size = Int(FileStatus.of(path)?.size ?? 0)
      try expectFound(ledger, path, bits(of: 0..<size, sample: 40, seed: 3), [.checkpoint])
    }
  }
}

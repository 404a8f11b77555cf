import Foundation
import GRDB
import TestSupport
import Testing

@testable import Provenance

/// How much of an append's time the tree takes. No verdict depends on it: `XP_BENCH=1` prints the figures.
@Suite struct AppendSpeed {
  private static let isAsked = ProcessInfo.processInfo.environment["XP_BENCH"] == "1"

  /// skipped: a measurement, not a claim.
  @Test(.enabled(if: isAsked, "skipped: XP_BENCH=1 measures")) func appendingWithTheTreeBesidePlainInserts() throws {
    let entries = ProvenLedger.entries(100_000)
    for size in [1000, 1] {
      let part = Array(entries.prefix(size == 1 ? 2000 : 100_000))
      func seconds(_ body: (Ledger) throws -> Void) throws -> Double {
        let ledger = try Ledger.open(try ProvenLedger(0, checkpoints: false).project)
        let start = ContinuousClock.now
        try body(ledger)
        return (ContinuousClock.now - start) / .seconds(1)
      }
      func batches(_ take: ([Entry], Int) throws -> Void) rethrows {
        for start in stride(from: 0, to: part.count, by: size) {
          try take(Array(part[start..<min(start + size, part.count)]), start)
        }
      }
      let runs = try (0..<3).map { _ in
        (
          plain: try seconds { ledger in try batches { try ledger.appendPlainly($0, after: $1) } },
          whole: try seconds { ledger in try batches { entries, _ in try ledger.append(entries) } }
        )
      }
      let (plain, whole) = (runs.map(\.plain).min()!, runs.map(\.whole).min()!)
      print(
        "append, \(size) a transaction: \(plain / whole) of the speed of plain inserts (\(whole / Double(part.count) * 1e6) µs an entry)"
      )
      #expect(plain > 0 && whole > 0)
    }
  }
}

extension Ledger {
  /// Order line and row, and nothing else.
  fileprivate func appendPlainly(_ entries: [Entry], after count: Int) throws {
    try write { database in
      try order.append(entries.map(\.digest.hex), after: count)
      let statement = try database.cachedStatement(
        sql: "INSERT INTO entries (seq, digest, writer, experiment, kind, time, body) VALUES (?, ?, ?, ?, ?, ?, ?)")
      for (offset, entry) in entries.enumerated() {
        try statement.execute(arguments: [
          count + offset + 1, MerkleHash(entry.digest)!.data, entry.ledger, entry.experiment, entry.kind.rawValue,
          entry.time.milliseconds, Data(entry.bytes),
        ])
      }
    }
  }
}

import Foundation
import Provenance

/// Kills the program at instants spread over the time that it takes.
public struct KillDriver {
  /// `XP_SOAK=1` asks for many more rounds.
  public static let isSoaking = ProcessInfo.processInfo.environment["XP_SOAK"] == "1"

  public let bench: Bench
  private var state: UInt64

  public init(_ bench: Bench, seed: UInt64) { (self.bench, state) = (bench, seed) }

  /// Returns the seconds that a command takes, at best of three.
  public func duration(_ command: (Int) throws -> String) throws -> Double {
    try (0..<3).map { round in
      let start = ContinuousClock.now
      try bench.expect(try command(round))
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      return Double(seconds) + Double(attoseconds) / 1e18
    }.min()!
  }

  /// Runs a command and kills it with SIGKILL after a random part of a time; its children end by themselves.
  ///
  /// - Returns: whether it was killed before it ended.
  public mutating func strike(_ command: String, within seconds: Double) throws -> Bool {
    let delay = seconds * Double(next() % 10_000) / 10_000
    let script = "\(command) >/dev/null 2>&1 & p=$!; sleep \(String(format: "%.4f", delay)); kill -9 $p 2>/dev/null; wait $p"
    return try bench.shell(script).status == 137
  }

  /// SplitMix64: the same seed gives the same instants.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// The power goes at any instant: what was reported is there, and what is there can be read.
@Suite struct PowerLossTests {
  private static let canTrace: Bool = {
    guard let bench = try? Bench() else { return false }
    return (try? bench.expect("strace -f -o /dev/null true")) != nil
  }()

  /// A repository with a project in use, whose working directory has changed since its commit.
  private static func bench() throws -> Bench {
    let bench = try Bench.inRepository()
    try bench.write("c.yaml", "training:\n  lr: 0.1\nauth:\n  token: ghp_aB3dE5fG7haB3dE5fG7haB3dE5fG7haB3dE5f\n")
    try bench.expect("xp register c.yaml --model m --title first -- true")
    try bench.write("train.py", "print('changed')\n")
    return bench
  }

  /// What is left of work that had not come as far as a name, and that the next command cannot tell from somebody else's.
  private static let litter = ["tmp/ holds"]

  /// Cuts the power in a command, and lets the next one bring things together.
  ///
  /// - Parameters:
  ///   - reported: what the command prints when it has done its work.
  ///   - holds: what must hold of the project from then on.
  private static func cut(
    _ bench: Bench, _ command: String, reported: String, seed: UInt64, holds: (Bench) throws -> Bool
  ) throws {
    let before = try Disk(reading: bench.folder)
    let output = bench.scratch.path + "/trace"
    let status = try bench.shell("\(DiskTrace.words(output: output)) \(command)").status
    #expect(status <= 1)
    let trace = DiskTrace(before, root: bench.folder, trace: try FileReading.text(of: output))
    let power = PowerLoss(trace)
    #expect(power.instants > 20 && power.hasSaid(reported, by: power.instants - 1))
    #expect(try holds(bench))
    for (instant, luck) in cases(power, seed) {
      try power.disk(at: instant, luck).write(to: bench.folder)
      let next = try bench.xp(instant.isMultiple(of: 2) ? ["sync"] : ["verify", "@last"])
      let place = "\(command), instant \(instant) of \(power.instants), \(luck)"
      #expect(next.status <= 2 && !next.errorText.contains("error:"), "\(place): \(next.errorText)")
      if power.hasSaid(reported, by: instant) { #expect(try holds(bench), "\(place): what was reported is not there") }
      try bench.expect("xp sync")
      let problems = try Soundness(bench).problems.filter { problem in !litter.contains { problem.hasPrefix($0) } }
      #expect(problems.isEmpty, "\(place): \(problems.joined(separator: "; "))")
      // What a ref names is whole.
      let refs = try bench.shell("git rev-list --objects --all >/dev/null")
      #expect(refs.succeeded, "\(place): \(refs.errorText)")
    }
  }

  /// Every instant with every luck in a soak, else some of them, the last instant among them: nothing may be lost there.
  private static func cases(_ power: PowerLoss, _ seed: UInt64) -> [(Int, PowerLoss.Luck)] {
    if KillDriver.isSoaking {
      return (0..<power.instants).flatMap { instant in
        [.all, .none, .namesOnly, .contentOnly, .chance(seed), .chance(seed + 1), .chance(seed + 2)].map { (instant, $0) }
      }
    }
    let last = power.instants - 1
    var generator = Coins(state: seed)
    let some = (0..<16).map { (Int.random(in: 0...last, using: &generator), PowerLoss.Luck.chance(seed &+ UInt64($0))) }
    return [(last, .none), (last, .namesOnly), (last, .contentOnly), (last, .chance(seed))] + some
  }

  private struct Coins: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }

  @Test(.enabled(if: canTrace, "skipped: no strace here, or it may not trace"))
  func aRegistrationThatWasReportedIsThereWhateverTheDiskHasOfTheRest() throws {
    let bench = try Self.bench()
    try Self.cut(
      bench, "xp register c.yaml --model m --title second -- python3 train.py --config {config}", reported: "registered ",
      seed: 11
    ) { bench in
      let name = try bench.experiments().first { $0.hasSuffix("_m_second") }
      guard let name, let record = try? ExperimentRecord.load(bench.folder + "/experiments/" + name),
        let tree = record.registration.code.value?.tree.value
      else { return false }
      return try bench.shell("git cat-file -e \(tree.hex) && xp diff first second --json").text.contains(name)
    }
  }

  @Test(.enabled(if: canTrace, "skipped: no strace here, or it may not trace"))
  func aJudgmentThatWasReportedIsThereWhateverTheDiskHasOfTheRest() throws {
    let bench = try Self.bench()
    try Self.cut(bench, "xp verify first", reported: "Folder naming", seed: 12) { bench in
      let name = try #require(try bench.experiments().first)
      return try ExperimentRecord.load(bench.folder + "/experiments/" + name).judged != nil
    }
  }
}

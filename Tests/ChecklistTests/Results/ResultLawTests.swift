import Provenance
import Testing

@testable import Checklist

/// Laws that hold for whatever two runs left.
@Suite struct ResultLawTests {
  private static let rounds: UInt64 = 400

  @Test func everyRunAgreesBitForBitWithItself() {
    for seed in 0..<Self.rounds {
      var world = ResultWorld(seed: seed)
      let run = world.run()
      let found = ResultSample.compare(run, run, world.tolerances())
      #expect(found.agreement == (run.series.isEmpty && run.files.isEmpty ? .unverifiable : .bitwise), "seed \(seed)")
    }
  }

  @Test func aVerdictIsTheSameFromBothSides() {
    for seed in 0..<Self.rounds {
      var world = ResultWorld(seed: seed)
      let left = world.run()
      let (right, tolerances) = (world.changed(left), world.tolerances())
      let (one, other) = (ResultSample.compare(left, right, tolerances), ResultSample.compare(right, left, tolerances))
      #expect(one.agreement == other.agreement, "seed \(seed)")
      for series in one.metrics {
        let mirrored = other.metrics.first { $0.metric == series.metric }
        #expect(mirrored?.points.deviation == series.points.deviation && mirrored?.agreement == series.agreement, "seed \(seed)")
      }
    }
  }

  @Test func aWiderToleranceNeverWorsensAVerdict() {
    var improved = 0
    let order: [Agreement] = [.bitwise, .withinTolerance, .drift]
    for seed in 0..<Self.rounds {
      var world = ResultWorld(seed: seed)
      let left = world.run()
      let right = world.changed(left)
      let narrow = world.tolerances()
      let wide = narrow.map { ($0.0, world.wider($0.1)) }
      let before = ResultSample.compare(left, right, narrow)
      let after = ResultSample.compare(left, right, wide)
      guard let first = order.firstIndex(of: before.agreement), let second = order.firstIndex(of: after.agreement) else {
        #expect(before.agreement == after.agreement, "seed \(seed)")
        continue
      }
      #expect(second <= first, "seed \(seed)")
      if second < first { improved += 1 }
    }
    #expect(improved > 0)
  }
}

/// Runs made from a seed, with odd numbers, missing steps and files of every kind.
private struct ResultWorld {
  private var dice: SplitMix
  init(seed: UInt64) { dice = SplitMix(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

  private mutating func value() -> Double {
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: .nan
    case 1: .infinity
    case 2: 0
    case 3: -0.0
    case 4: Double(bitPattern: dice.next())
    default: Double.random(in: -2...2, using: &dice)
    }
  }

  mutating func run() -> RunResults {
    var series: [ResultSeries] = []
    for name in ["loss", "val_auc", "odd"].prefix(Int.random(in: 0...3, using: &dice)) {
      let steps = (0..<Int.random(in: 1...8, using: &dice)).map { _ in Double(Int.random(in: 1...6, using: &dice)) }
      series.append(ResultSample.series(name, steps.map { _ in value() }, steps: steps))
    }
    let files = chance(30) ? [ResultSample.file("p.json", "{\"x\": [1, 2], \"s\": \"t\"}"), ResultSample.file("w.bin", "w")] : []
    return ResultSample.run(series, files: files)
  }

  mutating func changed(_ run: RunResults) -> RunResults {
    var run = run
    for index in run.series.indices {
      for place in run.series[index].values.indices where chance(30) {
        let old = run.series[index].values[place]
        run.series[index].values[place] = chance(60) ? old * (1 + Double.random(in: -1e-6...1e-6, using: &dice)) : value()
      }
      if chance(10) {
        run.series[index].steps.removeLast()
        run.series[index].values.removeLast()
      }
    }
    if chance(5), !run.series.isEmpty { run.series.removeLast() }
    if chance(20), !run.files.isEmpty { run.files[0] = ResultSample.file("p.json", "{\"x\": [1, 2.000001], \"s\": \"t\"}") }
    return run
  }

  mutating func tolerances() -> [(String, Tolerance)] {
    ["*", "val_*", "p.json"].filter { _ in chance(60) }.map { pattern in
      (
        pattern,
        Tolerance(
          absolute: chance(50) ? Double.random(in: 0...1e-6, using: &dice) : nil,
          relative: chance(50) ? Double.random(in: 0...1e-6, using: &dice) : nil, ulps: chance(50) ? 8 : nil)
      )
    }
  }

  mutating func wider(_ tolerance: Tolerance) -> Tolerance {
    Tolerance(
      absolute: (tolerance.absolute ?? 0) * 2 + 1e-7, relative: tolerance.relative.map { $0 * 3 },
      ulps: (tolerance.ulps ?? 0) + 1_000_000)
  }
}

import Checklist
import Provenance
import Testing

@Suite struct ResultNoiseTests {
  private static func noise(_ runs: [[Double]]) -> ResultNoise {
    ResultNoise(runs.map { ResultSample.run([ResultSample.series("m", $0)]) }, rules: ResultSample.rules())
  }

  @Test func noiseIsTheLargestDifferenceBetweenAnyTwo() {
    let noise = Self.noise([[1, 10], [1.25, 10], [0.5, 10]])
    #expect(noise.runs == 3 && noise.metrics.count == 1)
    #expect(noise.metrics[0].deviation.absolute == 0.75)
    #expect(noise.metrics[0].points == 6 && noise.metrics[0].different == 3)
  }

  @Test func runsWithTheSameBitsHaveNoNoiseAndNeedNoTolerance() {
    let noise = Self.noise([[1, .nan], [1, .nan], [1, .nan]])
    #expect(noise.metrics[0].different == 0 && ToleranceProposal(noise).lines.isEmpty)
  }

  @Test func aProposalAllowsEveryDifferenceThatWasSeen() throws {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    for scale in [1e-300, 1e-12, 0.001, 1, 123456, 1e200] {
      for _ in 0..<20 {
        let runs = (0..<3).map { _ in (0..<4).map { _ in next() * scale } }
        let line = try #require(ToleranceProposal(Self.noise(runs)).lines.first)
        let absolute = try #require(line.absolute)
        #expect(absolute >= 2 * line.seen && absolute <= 2.25 * line.seen, "\(absolute), \(line.seen)")
        let results = runs.map { ResultSample.run([ResultSample.series("m", $0)]) }
        for left in results {
          for right in results {
            let found = ResultSample.compare(left, right, [("m", Tolerance(absolute: absolute))])
            #expect(found.agreement == .bitwise || found.agreement == .withinTolerance)
          }
        }
      }
    }
  }

  @Test func noToleranceIsProposedForWhatIsNoNumber() {
    let lines = ToleranceProposal(Self.noise([[1], [.nan], [1]])).lines
    #expect(lines == [.init(metric: "m", seen: .infinity, absolute: nil)])
  }

  @Test func splitsOfOneMetricShareTheirTolerance() {
    func run(_ train: Double, _ val: Double) -> RunResults {
      ResultSample.run([ResultSample.series("m", [train], split: "train"), ResultSample.series("m", [val], split: "val")])
    }
    let lines = ToleranceProposal(ResultNoise([run(1, 1), run(1.5, 3), run(1, 1)], rules: ResultSample.rules())).lines
    #expect(lines == [.init(metric: "m", seen: 2, absolute: 4)])
  }
}

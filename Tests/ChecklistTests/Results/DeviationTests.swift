import Provenance
import Testing

@testable import Checklist

@Suite struct DeviationTests {
  @Test func neighboursAreOneStepApart() {
    #expect(Deviation(1, 1.0.nextUp).ulps == 1)
    #expect(Deviation(0, .leastNonzeroMagnitude).ulps == 1)
    #expect(Deviation(-.leastNonzeroMagnitude, .leastNonzeroMagnitude).ulps == 2)
    #expect(Deviation(-.greatestFiniteMagnitude, .greatestFiniteMagnitude).ulps > UInt64(Int64.max))
  }

  @Test func theRelativeMeasureIsOfTheLargerMagnitude() {
    #expect(Deviation(1, 2).relative == 0.5)
    #expect(Deviation(2, 1).relative == 0.5)
    #expect(Deviation(-1, 1).relative == 2)
    #expect(Deviation(-.greatestFiniteMagnitude, .greatestFiniteMagnitude).relative == 2)
  }

  @Test func whatIsNoFiniteNumberLiesBeyondEveryTolerance() {
    let most = Tolerance(absolute: .greatestFiniteMagnitude, relative: .greatestFiniteMagnitude, ulps: .max)
    for (left, right) in [(Double.infinity, 1.0), (.nan, 1), (.infinity, -.infinity), (.infinity, .greatestFiniteMagnitude)] {
      #expect(!most.accepts(Deviation(left, right)) && !most.accepts(Deviation(right, left)), "\(left) \(right)")
    }
    #expect(Deviation(.nan, .nan) == .none && Deviation(.infinity, .infinity) == .none)
  }

  @Test func anyToleranceAcceptsTheTwoZeros() {
    #expect(Tolerance(absolute: 0).accepts(Deviation(0, -0.0)))
    #expect(Tolerance(ulps: 0).accepts(Deviation(0, -0.0)))
    #expect(!Tolerance().accepts(Deviation(0, -0.0)))
  }

  @Test func anyOfThreeMeasuresIsEnough() {
    let deviation = Deviation(100, 101)
    #expect(Tolerance(absolute: 1).accepts(deviation) && !Tolerance(absolute: 0.5).accepts(deviation))
    #expect(Tolerance(absolute: 0.5, relative: 0.01).accepts(deviation))
    #expect(!Tolerance(absolute: 0.5, relative: 0.001, ulps: 1000).accepts(deviation))
  }
}

@Suite struct ToleranceRulesTests {
  private let rules = ResultSample.rules(
    [("*", Tolerance(absolute: 1)), ("val_*", Tolerance(absolute: 2)), ("val_auc", Tolerance(ulps: 1))], ignored: ["*_seconds"])

  @Test func thePatternWithMostLettersHoldsWhateverTheOrder() {
    #expect(rules.rule(named: "val_auc") == .tolerance(Tolerance(ulps: 1)))
    #expect(rules.rule(named: "val_loss") == .tolerance(Tolerance(absolute: 2)))
    #expect(rules.rule(named: "loss") == .tolerance(Tolerance(absolute: 1)))
  }

  @Test func whatIsIgnoredIsSoBeforeAnyTolerance() {
    #expect(rules.rule(named: "step_seconds") == .ignored("*_seconds"))
  }

  @Test func withoutARuleValuesAreComparedBitForBit() {
    #expect(ResultSample.rules().rule(named: "loss") == .bitwise)
  }
}

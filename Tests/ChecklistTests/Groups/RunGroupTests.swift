import Provenance
import Testing

@testable import Checklist

/// Runs that were never run: a config, a seed, a value.
func sampled(
  _ name: String, _ config: [(String, Value)], seed: Int?, value: Double?, code: String? = "c", fold: String? = nil
) -> SampledRun {
  SampledRun(
    name: name, parameters: config.map { Parameter(key: $0.0, value: $0.1) }, seeds: seed.map { "seed \($0)" },
    seedParameters: seed.map { [Parameter(key: "seeds.primary", value: .number(Number($0)))] } ?? [], code: code,
    classValues: fold.map { [$0] } ?? [], values: [value])
}

@Suite struct RunGroupTests {
  private func report(_ runs: [SampledRun], _ direction: Policy.Direction? = .max) -> GroupReport {
    GroupReport("auc", 0, of: RunGroup.groups(of: runs, by: nil), direction: direction)
  }

  @Test func runsOfOneConfigAreOneRowAndAreCalledByWhatDiffers() {
    let runs = (1...3).flatMap { seed in
      [0.1, 0.2].map { lr in
        sampled("\(lr)-\(seed)", [("model.size", 3), ("training.lr", .number(Number(lr)))], seed: seed, value: lr + Double(seed))
      }
    }
    let found = report(runs)
    #expect(found.rows.map(\.label) == ["lr 0.2", "lr 0.1"] && found.rows.map(\.summary.count) == [3, 3])
    #expect(found.rows[0].best == 3.2 && found.rows[0].worst == 1.2)
    #expect(report(runs, .min).rows.map(\.label) == ["lr 0.1", "lr 0.2"])
    let byKey = RunGroup.groups(of: runs, by: ["size"])
    #expect(byKey.map(\.label) == ["size 3"] && byKey[0].runs.count == 6)
    #expect(byKey[0].remarks.isEmpty == false)
  }

  @Test func aSeedCountsOnceSinceARepetitionTellsNothingNew() {
    let runs = [
      sampled("new", [("lr", 1)], seed: 1, value: 0.5), sampled("old", [("lr", 1)], seed: 1, value: 0.5),
      sampled("other", [("lr", 1)], seed: 2, value: 0.6),
    ]
    let group = RunGroup.groups(of: runs, by: nil)[0]
    #expect(group.runs.map(\.name) == ["new", "other"])
    #expect(group.leftOut == [.init(name: "old", reason: "a newer run has the same seeds")])
  }

  @Test func otherCodeAndAMissingSeedAreSaid() {
    let runs = [
      sampled("a", [], seed: 1, value: 1), sampled("b", [], seed: 1, value: 2, code: "other"),
      sampled("c", [], seed: nil, value: 1),
    ]
    let group = RunGroup.groups(of: runs, by: nil)[0]
    #expect(group.label == "one config" && group.runs.count == 3)
    #expect(
      group.remarks == ["its runs have different code", "some runs record no seed: they may repeat each other"])
  }

  @Test func aValueThatIsNotFiniteIsCountedAndAMissingOneIsLeftOut() {
    let runs = [Double?.some(1), 3, .nan, nil].enumerated().map { sampled("r\($0)", [], seed: $0, value: $1) }
    let row = report(runs).rows[0]
    #expect(row.summary.count == 2 && row.summary.notFinite == 1 && row.summary.mean == 2)
    #expect(row.leftOut == [.init(name: "r3", reason: "it has no value of this metric")])
  }

  @Test func theSentenceSaysWhatTheFiguresDo() {
    func sentence(_ left: [Double], _ right: [Double]) -> String {
      let (left, right) = (SampleSummary(left), SampleSummary(right))
      return GroupSentence(left: left, right: right, difference: MeanDifference(left, right)).text
    }
    #expect(sentence([1, 2, 3], [1.5, 2.5, 3.5]) == "the difference is smaller than the seeds' noise")
    #expect(sentence([1, 1.1, 1.2, 1.05], [2, 2.1, 2.2, 2.05]) == "higher by more than the seeds' noise")
    #expect(sentence([2, 2.1, 2.2, 2.05], [1, 1.1, 1.2, 1.05]) == "lower by more than the seeds' noise")
    #expect(sentence([1, 1.1], [2, 2.1]) == "higher by Welch's test, but 2 + 2 runs are too few to rule chance out")
    #expect(sentence([1], [2, 3]) == "it cannot be told from noise: one run has no spread")
    #expect(sentence([1, 1], [2, 2]) == "the difference stands without any spread: every seed gave the same")
    #expect(sentence([1, 1], [1, 1]) == "the two are the same, without any spread")
    #expect(sentence([], [1, 1]) == "it cannot be told: a group has no value")
    #expect(sentence([1, 2, .nan], [1, 2]).hasSuffix("; 1 value that is not finite is left out"))
  }

  @Test func runsOfSeveralClassesAreNotComparable() {
    let runs = ["3", "3", "5"].map { sampled($0, [], seed: 1, value: 1, fold: $0) }
    let found = Comparability(keys: ["cv"], among: runs)
    #expect(found.differences == [.init(key: "cv", left: "3", right: "5")])
    #expect(Comparability(keys: ["cv"], among: Array(runs.prefix(2))).differences.isEmpty)
  }
}

@Suite struct ComparabilityTests {
  private func config(_ json: String) throws -> Config { Config(try JSONReader.read(json).object ?? Object()) }

  @Test func bothValuesStandInTheRefusal() throws {
    let found = Comparability(
      keys: ["data.fold", "cv"], try config(#"{"data": {"fold": 3}, "cv": 5}"#), try config(#"{"data": {"fold": 5}, "cv": 5.0}"#))
    #expect(found.differences == [.init(key: "data.fold", left: "3", right: "5")])
    let refusal = found.refusal(of: "a", "b", hint: "xp compare --across a b")
    #expect(refusal?.message == "a and b are not comparable: data.fold is 3 on the left and 5 on the right")
  }

  @Test func aKeyOfOneSideIsADifferenceAndAKeyOfNeitherIsNone() throws {
    let found = Comparability(keys: ["fold", "cv"], try config(#"{"data": {"fold": 3}}"#), try config("{}"))
    #expect(found.differences == [.init(key: "fold", left: "3", right: nil)])
  }
}

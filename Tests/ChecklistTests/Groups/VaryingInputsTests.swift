import Provenance
import Testing

@testable import Checklist

@Suite struct VaryingInputsTests {
  private func varying(_ runs: [SampledRun]) -> VaryingInputs {
    VaryingInputs(runs, metrics: ["auc"], across: Comparability(differences: []), leftOut: [])
  }

  @Test func theInputThatMovesTheResultIsToldFromTheOneThatDoesNot() throws {
    var dice = SplitMix(seed: 3)
    let runs = (0..<24).map { index in
      sampled(
        "r\(index)", [("lr", .number(Number(index % 3))), ("name", .string(index % 2 == 0 ? "a" : "b")), ("fixed", true)],
        seed: index, value: Double(index % 3) + Double.random(in: -0.3...0.3, using: &dice))
    }
    let found = varying(runs)
    #expect(found.same == 1 && found.inputs.map(\.names) == [["lr"], ["name"], ["seeds"]])
    let effect = try #require(found.inputs[0].effects.first)
    #expect(effect.reading == .moves && effect.lowest?.level == "0" && effect.highest?.level == "2")
    #expect(effect.association!.rank! > 0.8 && effect.association!.share! > 0.8)
    #expect(found.inputs[1].effects[0].reading == .chance)
  }

  @Test func inputsThatAlwaysChangeTogetherAreOne() {
    let runs = (0..<6).map { index in
      sampled("r\(index)", [("lr", .number(Number(index % 2))), ("size", .string("s\(index % 2)"))], seed: index, value: 1)
    }
    #expect(varying(runs).inputs.map(\.names) == [["lr", "size"], ["seeds"]])
  }

  @Test func ofFewRunsNothingIsSaid() {
    let runs = (0..<4).map { sampled("r\($0)", [("lr", .number(Number($0 / 2)))], seed: nil, value: Double($0 / 2)) }
    #expect(varying(runs).inputs[0].effects[0].reading == .tooFew)
  }

  @Test func aKeyThatSomeRunsLackVaries() {
    let runs = [sampled("a", [("lr", 1)], seed: nil, value: 1), sampled("b", [], seed: nil, value: 2)]
    #expect(varying(runs).inputs[0].levels.map(\.text).sorted() == ["(none)", "1"])
  }

  @Test func seedsAreCalledByWhatDiffersInThem() {
    let runs = ["1", "2"].map { sampled($0, [], seed: Int($0), value: 1) }
    #expect(varying(runs).inputs.map { $0.levels.map(\.text) } == [["1", "2"]])
  }

  @Test func ranksShareTheirMeanWhereValuesAreEqual() {
    #expect(Association.ranks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    // scipy.stats.spearmanr([3, 1, 3, 2, 9], [1, 2, 3, 4, 5]) of SciPy 1.17.1
    #expect(
      agree(Association.correlation(Association.ranks([3, 1, 3, 2, 9]), [1, 2, 3, 4, 5]), 0.4103913408340617))
  }
}

import Testing

@testable import Provenance

@Suite struct SweepPlanTests {
  @Test func everyCombinationIsAMemberAndSeedsVaryFastest() throws {
    let plan = try SweepPlan(sets: ["lr=1e-3,3e-4", "layers=[64,64]"], seeds: "0-1,7")
    #expect(plan.size == 6 && plan.fixed == ["layers=[64,64]"])
    #expect(plan.axes.map(\.key) == ["lr", "seed"])
    let first = SweepPlan.Member(overrides: ["layers=[64,64]", "lr=1e-3"], seed: "0")
    #expect(plan.members.first == first && plan.members.count == 6)
    #expect(plan.members.map(\.seed) == ["0", "1", "7", "0", "1", "7"])
  }

  @Test(arguments: [
    ("1,2", ["1", "2"]), ("[1,2],[3]", ["[1,2]", "[3]"]), (#""a,b",c"#, [#""a,b""#, "c"]), (#"{"a":[1,2]}"#, [#"{"a":[1,2]}"#]),
    ("", [""]), ("(1,2)", ["(1,2)"]), (#""say \"x,y\"",z"#, [#""say \"x,y\"""#, "z"]),
  ])
  func aCommaSeparatesValuesUnlessItStandsWithin(_ text: String, _ values: [String]) {
    #expect(SweepPlan.values(in: text) == values)
  }

  @Test(arguments: ["4-0", "a", "1,,2", "-1", "0-99999", "1-2-3", "0.5"]) func whatNamesNoSeedsIsRefused(_ text: String) {
    #expect(throws: Failure.self) { try SweepPlan(sets: [], seeds: text) }
  }

  @Test func aValueThatIsNamedTwiceIsRefused() {
    #expect(throws: Failure.self) { try SweepPlan(sets: ["lr=1,2,1"], seeds: nil) }
    #expect(throws: Failure.self) { try SweepPlan(sets: [], seeds: "0-2,1") }
    #expect(throws: Failure.self) { try SweepPlan(sets: ["lr"], seeds: nil) }
    #expect(throws: Failure.self) { try SweepPlan(sets: ["a=1,"], seeds: nil) }
  }

  @Test func moreMembersThanAnybodyMeansAreRefusedAndNothingOverflows() {
    let many = "x=" + (0..<2000).map(String.init).joined(separator: ",")
    #expect(throws: Failure.self) { try SweepPlan(sets: [many, many, many, many, many, many], seeds: nil) }
  }

  @Test func withoutSeveralValuesNothingVaries() throws {
    let plan = try SweepPlan(sets: ["a=1", "b=x"], seeds: nil)
    #expect(plan.axes.isEmpty && plan.members == [SweepPlan.Member(overrides: ["a=1", "b=x"], seed: nil)])
  }

  @Test(
    arguments: [
      ("30s", 30), ("10 min", 600), ("10min", 600), ("2h", 7200), ("1.5 d", 129_600), ("1w", 604_800), ("5m", 300), ("x", nil),
      ("", nil),
      ("-1s", nil), ("1e3s", nil), ("s", nil), ("1 h 2", nil),
    ] as [(String, Double?)])
  func aLengthOfTimeIsReadAsPeopleTypeIt(_ text: String, _ seconds: Double?) {
    #expect(Seconds.seconds(of: text) == seconds)
  }
}

import Checklist
import Provenance
import Testing

@Suite struct ComparisonTests {
  static func config(_ json: String) throws -> Config { Config(try JSONReader.read(json).object ?? Object()) }

  static func difference(_ left: String, _ right: String, _ change: (inout Policy.ConfigRules) -> Void = { _ in }) throws
    -> InputDifference
  {
    var rules = Policy().config
    change(&rules)
    return Comparison(
      left: ComparisonSide(label: "a", config: try config(left)), right: ComparisonSide(label: "b", config: try config(right)),
      rules: rules
    ).difference()
  }

  static func keys(_ difference: InputDifference) -> [String] {
    difference.groups.flatMap(\.keys).map { "\($0.name) \($0.kind.rawValue)\($0.ignored ? " ignored" : "")" }
  }

  @Test func everyKindOfChangeIsToldInCanonicalOrder() throws {
    let difference = try Self.difference(
      #"{"b":{"lr":1e-3,"gone":1,"same":2},"a":{"n":"1","x":1}}"#, #"{"a":{"n":1,"x":2},"b":{"lr":0.001,"same":2,"new":null}}"#
    ) { $0.groups = ["a", "b"] }
    #expect(
      Self.keys(difference) == [
        "a.n type changed", "a.x changed", "b.lr spelling changed", "b.gone removed", "b.new added",
      ])
    #expect(difference.groups.map(\.equal) == [0, 1])
    #expect(!difference.same)
    #expect(difference.groupsReordered)
  }

  @Test func anotherSpellingOrOrderIsNoDifference() throws {
    let difference = try Self.difference(#"{"g":{"a":1e-3,"b":1}}"#, #"{"g":{"b":1.0,"a":0.001}}"#)
    #expect(difference.same)
    #expect(Self.keys(difference) == ["g.a spelling changed", "g.b spelling changed"])
    #expect(difference.groups[0].reordered)
    #expect(!difference.groupsReordered)
  }

  @Test func whatThePolicyIgnoresMakesNoDifferenceAndIsStillShown() throws {
    let difference = try Self.difference(
      #"{"run":{"device":"cuda:0","path":{"out":"a"}},"experiment":{"id":1}}"#,
      #"{"run":{"device":"cuda:1","path":{"out":"b"}},"experiment":{"id":2}}"#
    ) { $0.ignored = ["run.device", "run.path"] }
    #expect(difference.same)
    #expect(
      Self.keys(difference) == ["run.device changed ignored", "run.path.out changed ignored", "experiment.id changed ignored"])
  }

  @Test func keysThatLookAlikeAreTwo() throws {
    let difference = try Self.difference("{\"g\":{\"\u{E9}\":1}}", "{\"g\":{\"e\u{301}\":1}}")
    #expect(!difference.same)
    #expect(difference.groups[0].keys.map(\.kind) == [.removed, .added])
  }

  @Test func aDifferenceIsSameExactlyIfTheSemanticDigestsAre() throws {
    var policy = Policy()
    policy.config.ignored = ["g.c*"]
    policy.seeds.keys = []
    let values = ["1", "1.0", "2", "\"1\"", "null", "[1]"]
    for left in values {
      for right in values {
        for (a, b) in [
          ("{\"g\":{\"a\":\(left)}}", "{\"g\":{\"a\":\(right)}}"),
          ("{\"g\":{\"c\":\(left),\"a\":1}}", "{\"g\":{\"c\":\(right),\"a\":1}}"),
        ] {
          let same = try Self.difference(a, b) { $0.ignored = policy.config.ignored }.same
          let digests = try [a, b].map { try Self.config($0).digests(policy: policy).semantic }
          #expect(same == (digests[0] == digests[1]), "\(a) \(b)")
        }
      }
    }
  }

  @Test func aConfigFileIsComparedByItsConfigAlone() throws {
    let difference = try Self.difference("{}", "{}")
    #expect(difference.same)
    #expect(difference.code.state == .notCompared("a is a config file, not an experiment"))
    #expect(difference.headline == "same config")
  }

  @Test func aConfigThatCannotBeReadIsUnknownAndNotADifference() throws {
    let difference = Comparison(
      left: ComparisonSide(label: "a", config: nil, remarks: ["a: config.json is truncated"]),
      right: ComparisonSide(label: "b", config: try Self.config("{}")), rules: Policy().config
    ).difference()
    #expect(difference.config == .unknown("a: config.json is truncated"))
    #expect(difference.unknowns.map(\.name) == ["config"])
  }
}

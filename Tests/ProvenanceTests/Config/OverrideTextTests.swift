import Provenance
import Testing

@Suite struct OverrideTextTests {
  private let root = Object([
    ("training", ["lr": .number(Number(spelling: "1e-3", meaning: .float(1e-3))), "optimizer": ["name": "adam", "beta": 0.9]]),
    ("data", ["name": "assist2015", "fold.id": 0]),
  ])

  private func apply(_ text: String) throws -> OverrideText.Applied {
    try OverrideText.parse(text).apply(to: root, origin: "--set")
  }

  @Test(arguments: [
    ("1e-3", "float"), ("3", "integer"), ("true", "boolean"), ("null", "null"), ("[1,2]", "array"), ("\"3\"", "string"),
    ("adam", "string"),
    ("", "string"), ("a=b", "string"), ("-1", "integer"), ("{\"a\":1}", "object"), ("01", "string"),
  ])
  func aValueIsJSONIfItCanBe(text: String, type: String) throws {
    #expect(try OverrideText.parse("k=" + text).value.typeName == type)
  }

  @Test func aShortKeyIsTheUniqueEndOfALongerOne() throws {
    let applied = try apply("lr=0.01")
    #expect(applied.record == Override(key: "training.lr", old: "1e-3", new: "0.01", origin: "--set"))
    #expect(applied.root["training"]?["lr"] == 0.01)
    #expect(applied.root.keys == root.keys)
    #expect(applied.findings == [])
    #expect(try apply("fold.id=3").record.key == "data.fold.id")
    #expect(try apply("data.fold.id=3").root["data"]?["fold.id"] == 3)
    #expect(try apply("optimizer.name=sgd").record.key == "training.optimizer.name")
  }

  @Test func aKeyThatFitsSeveralIsRefusedWithAllOfThem() {
    let failure = #expect(throws: Failure.self) { try apply("name=x") }
    #expect(failure?.message == "\"name\" may be training.optimizer.name or data.name")
  }

  @Test func aNewKeyIsAFindingWithNearNames() throws {
    let applied = try apply("training.lrr=1")
    #expect(applied.record == Override(key: "training.lrr", old: nil, new: "1", origin: "--set"))
    #expect(applied.findings == [Finding(subject: "training.lrr", message: "--set adds a new key; near names: training.lr")])
    #expect(applied.root["training"]?.object?.keys == ["lr", "optimizer", "lrr"])
    #expect(try apply("new.group.key=1").root["new"] == ["group": ["key": 1]])
  }

  @Test func aChangeOfTypeIsAFinding() throws {
    #expect(try apply("lr=fast").findings.map(\.message) == ["--set changes its type: was float, is string"])
  }

  @Test(arguments: ["novalue", "=1", ".a=1", "a..b=1", "training.lr.x=1"])
  func whatSetsNothingIsRefused(text: String) {
    #expect(throws: Failure.self) { try apply(text) }
  }
}

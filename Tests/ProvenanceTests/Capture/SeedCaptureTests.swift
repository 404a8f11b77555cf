import Provenance
import Testing

private let rules = Policy().seeds

private func seeds(_ config: [(name: String, value: Value)], _ argv: [String]? = nil, primary: String = "") -> Seeds {
  var rules = rules
  rules.primary = primary
  return SeedCapture.seeds(config: config, argv: argv, rules: rules)
}

@Test func seedsOfConfigAndCommandAreAllPlaces() {
  let found = seeds(
    [("seeds.primary", 42), ("training.lr", 0.1), ("data.seed", 7), ("seeds.all", [1, 2, 3])],
    ["python", "t.py", "--seed", "9", "--lr", "1", "--seed=10", "model.seed=11", "+seed=12", "lr=3"])
  let places = found.places.map { $0.name + " " + $0.value }
  #expect(
    places == [
      "seeds.primary 42", "data.seed 7", "seeds.all [1,2,3]", "--seed 9", "--seed 10", "model.seed 11", "seed 12",
    ])
  #expect(found.primary == Seeds.Place(name: "seeds.primary", value: "42"))
}

@Test func thePrimarySeedIsTheFirstByRule() {
  #expect(seeds([("data.seed", 7)], ["t", "--seed", "9"]).primary?.name == "--seed")
  #expect(seeds([("data.seed", 7)]).primary?.name == "data.seed")
  #expect(seeds([("seed", nil)]).primary == nil)
  #expect(seeds([("seeds.primary", 1), ("data.seed", 7)], primary: "data.seed").primary?.value == "7")
  #expect(seeds([("lr", 1)], ["t", "--seed"]).places.isEmpty)
  #expect(seeds([], nil).primary == nil)
}

@Test func theDigestIsOverThePlacesWhateverTheirOrder() {
  let one = seeds([("seed", 1), ("a.seed", 2)])
  #expect(one.digest == seeds([("a.seed", 2), ("seed", 1)]).digest)
  #expect(one.digest != seeds([("a.seed", 1), ("seed", 2)]).digest)
  #expect(one.digest == .sha256(#"[{"name":"a.seed","value":"2"},{"name":"seed","value":"1"}]"#))
  #expect(seeds([("seed", 1)], ["t", "seed=1"]).places.count == 1)
  #expect(seeds([("seed", 1)], ["t", "seed=2"]).places.count == 2)
}

import Provenance
import Testing

@Suite struct ConfigWriterTests {
  @Test(arguments: YAMLReading.allCases)
  func yamlReadsBackEqual(reading: YAMLReading) throws {
    for seed in 0..<400 as Range<UInt64> {
      var generated = Generated(seed: seed, reading == .pyyaml ? [.null, .date] : [.null])
      let config = generated.config()
      let text = try ConfigWriter.text(config, format: .yaml, yaml: reading)
      let read = try ConfigReader.read(Array(text.utf8), format: .yaml, named: "c.yaml", yaml: reading)
      #expect(.object(read.root) == config, "seed \(seed)\n\(text)")
    }
  }

  @Test func yamlSaysTheSameInBothReadings() throws {
    for seed in 0..<200 as Range<UInt64> {
      var generated = Generated(seed: seed, [.null])
      let config = generated.config()
      let text = try ConfigWriter.text(config, format: .yaml, yaml: .core)
      let read = try ConfigReader.read(Array(text.utf8), format: .yaml, named: "c.yaml", yaml: .pyyaml)
      #expect(.object(read.root) == config, "seed \(seed)\n\(text)")
      #expect(read.findings == [])
    }
  }

  @Test func jsonReadsBackEqual() throws {
    for seed in 0..<400 as Range<UInt64> {
      var generated = Generated(seed: seed, [.null])
      let config = generated.config()
      let text = try ConfigWriter.text(config, format: .json, yaml: .core)
      let read = try ConfigReader.read(Array(text.utf8), format: .json, named: "c.json", yaml: .core)
      #expect(.object(read.root) == config, "seed \(seed)\n\(text)")
      #expect(try JSONReader.read(JSONWriter.pretty(config)).untagged == config)
      #expect(try JSONReader.read(JSONWriter.line(config)) == config)
    }
  }

  @Test func tomlReadsBackEqual() throws {
    for seed in 0..<400 as Range<UInt64> {
      var generated = Generated(seed: seed, [.date])
      let config = generated.config()
      let text = try ConfigWriter.text(config, format: .toml, yaml: .core)
      let read = try ConfigReader.read(Array(text.utf8), format: .toml, named: "c.toml", yaml: .core)
      #expect(.object(read.root) == config, "seed \(seed)\n\(text)")
    }
  }

  @Test func whatTOMLCannotSayIsRefused() {
    let failure = #expect(throws: Failure.self) {
      try ConfigWriter.text(["a": ["b": nil]], format: .toml, yaml: .core)
    }
    #expect(failure?.message == "`a.b` is null, which TOML cannot say")
  }

  @Test func peopleCanReadWhatIsWritten() throws {
    let config: Value = [
      "training": ["lr": 0.001, "betas": [0.9, 0.999], "note": "no"], "runs": [["seed": 1, "tags": ["a b"]], ["seed": 2]],
      "empty": [:],
    ]
    #expect(
      try ConfigWriter.text(config, format: .yaml, yaml: .core) == """
        training:
          lr: 0.001
          betas: [0.9, 0.999]
          note: "no"
        runs:
          - seed: 1
            tags: ["a b"]
          - seed: 2
        empty: {}

        """)
    #expect(
      try ConfigWriter.text(config, format: .toml, yaml: .core) == """
        [training]
        lr = 0.001
        betas = [0.9, 0.999]
        note = "no"

        [[runs]]
        seed = 1
        tags = ["a b"]

        [[runs]]
        seed = 2

        [empty]

        """)
  }
}

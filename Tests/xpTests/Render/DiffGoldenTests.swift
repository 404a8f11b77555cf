import Checklist
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct DiffGoldenTests {
  @Test func everyKindOfDifferenceIsTold() throws {
    let difference = try every()
    try expectGolden(DiffText(difference: difference).text, "diff/every.txt")
    try expectGolden(DiffMarkdown(difference: difference).text, "diff/every.md")
    try expectGolden(DiffJSON(difference: difference).text, "diff/every.json")
    #expect(difference.headline == "same seeds, different config, code and environment, unknown data")
  }

  @Test func twoConfigFilesTellTheirConfigAlone() throws {
    let difference = try configs()
    try expectGolden(DiffText(difference: difference).text, "diff/configs.txt")
    try expectGolden(DiffMarkdown(difference: difference).text, "diff/configs.md")
    try expectGolden(DiffJSON(difference: difference).text, "diff/configs.json")
  }

  @Test func aNarrowTerminalCutsValuesAndKeepsLines() throws {
    let wide = DiffText(difference: try every()).text.split(separator: "\n", omittingEmptySubsequences: false).count
    let narrow = DiffText(difference: try every(), width: 72).text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(narrow.count == wide)
    for line in narrow where line.hasPrefix("  ~") { #expect(Terminal.width(String(line)) <= 72) }
  }

  @Test func colourSaysNothingThatTheWordsDoNot() throws {
    let plain = DiffText(difference: try every()).text
    let coloured = DiffText(difference: try every(), style: .coloured).text
    #expect(plain != coloured)
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
  }

  @Test func hostileNamesAndValuesActNowhere() throws {
    for text in HostileText.all.prefix(200) where !text.isEmpty {
      let root = Object([("g", .object(Object([(text, .string(text))])))])
      let difference = Comparison(
        left: ComparisonSide(label: text, config: Config(root), remarks: [text]),
        right: ComparisonSide(label: text, config: Config(Object())), rules: Policy().config
      ).difference()
      for rendered in [DiffText(difference: difference).text, DiffMarkdown(difference: difference).text] {
        #expect(!rendered.unicodeScalars.contains { HostileText.acts($0) && $0 != "\n" }, "\(text.debugDescription)")
        #expect(rendered.split(separator: "\n").count < 30)
      }
      #expect(try JSONReader.read(DiffJSON(difference: difference).text)["left"]?.string?.isExactly(text) == true)
    }
  }

  private func configs() throws -> InputDifference {
    func config(_ json: String) throws -> Config { Config(try JSONReader.read(json).object ?? Object()) }
    return Comparison(
      left: ComparisonSide(label: "base.yaml", config: try config(#"{"lr":1e-3,"model":{"name":"mlp","hidden":[64,64]}}"#)),
      right: ComparisonSide(label: "wide.toml", config: try config(#"{"model":{"hidden":[64,64],"name":"mlp"},"lr":0.001}"#)),
      rules: Policy().config
    ).difference()
  }

  private func every() throws -> InputDifference {
    var rules = Policy().config
    rules.groups = ["seeds", "training", "hardware"]
    rules.ignored = ["hardware.*"]
    let left = Config(
      try JSONReader.read(
        #"""
        {"training":{"epochs":10,"learning_rate":1e-3,"weight_decay":1e-4,"batch_size":"32","old":true},
         "seeds":{"primary":42},"hardware":{"device":"cuda:0"},"model":{"name":"mlp","note":"a|b"}}
        """#
      ).object ?? Object())
    let right = Config(
      try JSONReader.read(
        #"""
        {"training":{"epochs":20,"learning_rate":0.001,"weight_decay":1e-4,"batch_size":32,"warmup":[1,2.50]},
         "seeds":{"primary":42},"hardware":{"device":"cuda:1"},"model":{"note":"a\nb","name":"mlp"}}
        """#
      ).object ?? Object())
    return Comparison(
      left: try side("20261104_142640_mlp_first", left), right: try changedSide("20261105_080000_mlp_second", right),
      rules: rules,
      distance: CodeDistance(
        left: [],
        right: [CodeDistance.Commit(id: SampleExperiment.object("second"), subject: "Shuffle before the split | finally")],
        files: [
          CodeState.Change(path: "train.py", kind: .modified), CodeState.Change(path: "src/split.py", kind: .added),
        ])
    ).difference()
  }

  private func side(_ name: String, _ config: Config) throws -> ComparisonSide {
    var registration = try SampleExperiment.full()
    registration.data.append(
      DataInput(path: "data/extra", mode: .stat, digest: .known(SampleExperiment.digest("extra")), files: 3, size: 12))
    return ComparisonSide(label: name, config: config, registration: registration, environment: SampleExperiment.environment)
  }

  private func changedSide(_ name: String, _ config: Config) throws -> ComparisonSide {
    var side = try side(name, config)
    var code = SampleExperiment.code
    code.commit = .known(SampleExperiment.object("second"))
    code.tree = .known(SampleExperiment.object("second tree"))
    code.codeDigest = .known(SampleExperiment.digest("second code"))
    side.registration?.code = .known(code)
    var environment = SampleExperiment.environment
    environment.system.host = "cluster-17"
    environment.variables = [EnvironmentState.Variable(name: "SLURM_JOB_ID", value: "991")]
    if case .known(var program) = environment.program {
      program.packages = .known([
        EnvironmentState.Package(name: "numpy", version: "2.0.1"),
        EnvironmentState.Package(name: "torch", version: "2.3.0", source: "https://download.pytorch.org/whl/cu121"),
      ])
      environment.program = .known(program)
    }
    side.environment = environment
    return side
  }
}

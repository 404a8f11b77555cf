import Checklist
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct CompareGoldenTests {
  @Test func everyKindOfResultIsTold() throws {
    let comparison = try every()
    try expectGolden(CompareText(comparison: comparison).text, "compare/every.txt")
    try expectGolden(CompareText(comparison: comparison, width: 80).text, "compare/every-80.txt")
    try expectGolden(CompareMarkdown(comparison: comparison).text, "compare/every.md")
    try expectGolden(CompareJSON(comparison: comparison).text, "compare/every.json")
    #expect(comparison.results.agreement == .drift)
  }

  @Test func anEightyColumnTerminalIsWideEnough() throws {
    for line in CompareText(comparison: try every(), width: 80).text.split(separator: "\n") where line.contains("  ") {
      #expect(Terminal.width(String(line)) <= 80, "\(line)")
    }
  }

  @Test func colourSaysNothingThatTheWordsDoNot() throws {
    let coloured = CompareText(comparison: try every(), style: .coloured).text
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == CompareText(comparison: try every()).text)
  }

  @Test func theJSONFitsItsSchema() throws {
    let schema = try SchemaTests.schema("compare.v1")
    #expect(schema.faults(in: try JSONReader.read(CompareJSON(comparison: try every()).text)) == [])
  }

  @Test func hostileNamesActNowhere() throws {
    for text in HostileText.all.prefix(200) where !text.isEmpty {
      let run = RunResults(
        experiment: text, attempt: 1, end: nil, semantic: .sha256(""),
        series: [ResultSeries(metric: text, split: text, source: text, counter: text, steps: [1], values: [1])],
        files: [ResultFile(path: text, role: .other, size: 1, digest: .unknown(text))])
      var other = run
      other.series[0].values = [2]
      let side = ComparisonSide(label: text, config: nil, remarks: [text])
      let comparison = RunComparison(
        inputs: Comparison(left: side, right: side, rules: Policy().config).difference(),
        results: ResultComparison(run, other, rules: ToleranceRules(Policy().metrics)),
        across: Comparability(differences: [.init(key: text, left: text, right: nil)]), primary: "")
      for rendered in [CompareText(comparison: comparison).text, CompareMarkdown(comparison: comparison).text] {
        #expect(!rendered.unicodeScalars.contains { HostileText.acts($0) && $0 != "\n" }, "\(text.debugDescription)")
        #expect(rendered.split(separator: "\n").count < 50)
      }
    }
  }

  private func every() throws -> RunComparison {
    func config(_ json: String) throws -> Config { Config(try JSONReader.read(json).object ?? Object()) }
    let (left, right) = ("20261104_142640_mlp_first", "20261105_080000_mlp_second")
    var first = try SampleExperiment.full()
    var second = first
    first.data = []
    second.data = [DataInput(path: "data/raw", mode: .stat, digest: .unknown("permission denied"))]
    let inputs = Comparison(
      left: ComparisonSide(
        label: left, config: try config(#"{"training":{"lr":1e-3},"data":{"fold":0}}"#), registration: first,
        environment: SampleExperiment.environment),
      right: ComparisonSide(
        label: right, config: try config(#"{"training":{"lr":1e-2},"data":{"fold":1}}"#), registration: second,
        environment: SampleExperiment.environment),
      rules: Policy().config
    ).difference()
    var metrics = Policy().metrics
    metrics.tolerances = [.init(pattern: "val_loss", tolerance: Tolerance(absolute: 1e-6, ulps: 4))]
    let results = ResultComparison(
      try run(left, false), try run(right, true), rules: ToleranceRules(metrics))
    return RunComparison(
      inputs: inputs, results: results,
      across: Comparability(keys: ["data.fold"], try config(#"{"data":{"fold":0}}"#), try config(#"{"data":{"fold":1}}"#)),
      primary: "val_auc", best: PointPair(step: nil, left: 0.75, right: 0.75))
  }

  private func run(_ name: String, _ isOther: Bool) throws -> RunResults {
    func series(_ metric: String, _ values: [Double], split: String = "", counter: String? = "epoch") -> ResultSeries {
      ResultSeries(
        metric: metric, split: split, source: "metrics.csv", counter: counter, steps: values.indices.map { Double($0 + 1) },
        values: values)
    }
    func file(_ path: String, _ text: String, _ role: Artifact.Role, _ content: ResultFile.Content) -> ResultFile {
      ResultFile(path: path, role: role, size: Int64(text.utf8.count), digest: .known(.sha256(text)), content: content)
    }
    let table = "id,score\na,1\nb,\(isOther ? "2.5" : "2")\n"
    let tree = isOther ? #"{"auc":0.75,"name":"second"}"# : #"{"auc":0.5,"name":"first"}"#
    return RunResults(
      experiment: name, attempt: 1, end: .init(state: .completed, exitStatus: 0), semantic: .sha256(name),
      series: [
        series("val_auc", isOther ? [0.5, 0.72, 0.75] : [0.5, 0.7, 0.75]),
        series("val_loss", isOther ? [1, 0.5000000001] : [1, 0.5]),
        series("loss", [1, .nan], split: "train"), series("loss", isOther ? [2, .infinity] : [2, 3], split: "val"),
        series("odd", isOther ? [1, 2, 3] : [1, 2], counter: isOther ? "step" : "epoch"),
        series(isOther ? "new" : "old", [1]), series("epoch_seconds", [isOther ? 4 : 5]),
      ],
      files: [
        file("best.pt", isOther ? "longer" : "w", .bestCheckpoint, .opaque), file("same.bin", "s", .other, .notRead),
        file(
          "scores.csv", table, .other, .table(try MetricReader.read(Array(table.utf8), shownAs: "scores.csv", epochColumns: []))),
        file("results.json", tree, .result, .tree(try JSONReader.read(tree))),
        file(
          "gone.csv", isOther ? "1" : "2", .other,
          isOther ? .unreadable("it is not there any more") : .opaque),
        file("stdout.log", isOther ? "1" : "2", .log, .opaque),
        file("events.out.tfevents.1", isOther ? "1" : "2", .other, .opaque),
      ])
  }
}

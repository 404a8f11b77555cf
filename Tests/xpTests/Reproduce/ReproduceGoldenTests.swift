import Checklist
import Foundation
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct ReproduceGoldenTests {
  private static let preflight = Preflight(
    rows: [
      .init("config", .same, "config.source.yaml"), .init("results", .same, "12 metrics, 3 files, completed"),
      .init("code", .missing, "the ref that kept tree 0a1b2c3d4e is gone; its objects are still here"),
      .init("data data/very/long/path/to/a/folder/train.csv", .other, "it was sha256:0a1b2c3d4e…, it is sha256:5f6a7b8c9d…"),
      .init(
        "packages", .other,
        "package numpy: 1.26.4 → 2.0.0; package torch: 2.4.1 from https://example.org/torch → 2.5.0; package extra: none → 1.0"),
      .init("gpu", .unknown, "nvidia-smi gave no answer"),
      .init("secret \u{1B}[31m", .missing, "it held a secret, and is not set"),
    ], obstacles: [], doubts: ["the data data/very/long/path/to/a/folder/train.csv is not what it was"])

  private static var drift: ReproductionReport {
    var report = ReproductionReport(.drift, of: "20261120_215603_mlp_baseline", reasons: ["val_loss: 3 of 5 values differ"])
    report.rerun = "20261121_080000_mlp_baseline_again"
    (report.originalHost, report.rerunHost) = ("workstation", "node7")
    report.metrics = [
      .init(name: "val_loss", split: "", agreement: "drift", points: 5, within: 0, outside: 3, absolute: 0.027, relative: 0.05),
      .init(name: "val_auc", split: "val", agreement: "bitwise", points: 5, within: 0, outside: 0, absolute: 0, relative: 0),
    ]
    (report.files, report.filesThatDiffer) = (2, 1)
    report.first = .init(metric: "val_loss", split: "", step: 2, original: 0.5, rerun: 0.5000000000000001)
    report.worst = .init(metric: "val_loss", split: "", step: 4, original: 0.513, rerun: 0.54)
    report.differences = [
      .init(subject: "package numpy", original: "1.26.4", rerun: "2.0.0"),
      .init(subject: "cpu", original: "AMD EPYC", rerun: "Intel Xeon"),
      .init(subject: "code", original: Digest.sha256("a").description, rerun: Digest.sha256("b").description),
      .init(subject: "variable OMP_NUM_THREADS", original: nil, rerun: "4"),
    ]
    return report
  }

  private static var failed: ReproductionReport {
    var report = ReproductionReport(.failed, of: "20261120_215603_mlp_baseline", reasons: ["the rerun failed (exit 1)"])
    (report.rerun, report.seed) = ("20261121_080000_mlp_baseline_again_seed_7", "7")
    report.doubts = ["the data d.csv is not what it was"]
    return report
  }

  private static var noise: ResultNoise {
    let runs = [[0.5, 0.25], [0.5, 0.26], [0.5, 0.2500001]].map { values in
      RunResults(
        experiment: "a", attempt: 1, end: .init(state: .completed, exitStatus: 0), semantic: .sha256("c"),
        series: [
          ResultSeries(metric: "val_loss", source: "m.csv", counter: "epoch", steps: [1, 2], values: values),
          ResultSeries(metric: "val_auc", source: "m.csv", counter: "epoch", steps: [1], values: [1]),
        ])
    }
    return ResultNoise(runs, rules: ToleranceRules(Policy().metrics))
  }

  @Test func aPreflightIsPinnedAndHoldsNothingThatActs() throws {
    let name = "20261120_215603_mlp_baseline"
    let text = PreflightText(Self.preflight, of: name, width: 80).text
    try expectGolden(text, "reproduce/preflight.txt")
    #expect(!text.unicodeScalars.contains { $0 != "\n" && HostileText.acts($0) })
    var stopped = Self.preflight
    stopped.obstacles = ["it was registered without a command"]
    try expectGolden(PreflightText(stopped, of: name, width: 80).text, "reproduce/obstacle.txt")
  }

  @Test func whatRerunsCameToIsPinned() throws {
    let nothing = ReproductionReport(.unverifiable, of: "a", reasons: ["its captured tree 0a1b2c3d4e is not in the repository"])
    let reports = [Self.drift, Self.failed, nothing]
    try expectGolden(ReproductionText(reports: reports, noise: Self.noise).text, "reproduce/reports.txt")
    try expectGolden(ReproductionText(reports: reports, noise: Self.noise, width: 80).text, "reproduce/reports-80.txt")
    let json = ReproductionJSON("20261120_215603_mlp_baseline", Self.preflight, reports, Self.noise).text
    try expectGolden(json, "reproduce/reports.json")
    #expect(try SchemaTests.schema("reproduce.v1").faults(in: JSONReader.read(json)) == [])
  }

  @Test func aProposalIsTOMLThatThePolicyTakes() throws {
    let proposal = ToleranceProposal(Self.noise)
    let toml = ToleranceRendering.toml(proposal, Self.noise, of: "20261120_215603_mlp_baseline")
    try expectGolden(toml, "reproduce/tolerance.toml")
    let policy = try PolicyReader.read(Array(toml.utf8), file: "xp.toml")
    #expect(policy.metrics.tolerances == [.init(pattern: "val_loss", tolerance: Tolerance(absolute: 0.021))])
    let json = ToleranceRendering.json(proposal, Self.noise, of: "a")
    #expect(try SchemaTests.schema("tolerance.v1").faults(in: JSONReader.read(json)) == [])
  }
}

import Checklist
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct GroupGoldenTests {
  @Test func groupsAreTold() throws {
    let comparison = groups()
    try expectGolden(GroupText(comparison: comparison, width: 80).text, "compare/groups.txt")
    try expectGolden(GroupMarkdown(comparison: comparison).text, "compare/groups.md")
    try expectGolden(GroupJSON(comparison: comparison).text, "compare/groups.json")
    #expect(
      try SchemaTests.schema("compare-groups.v1").faults(in: JSONReader.read(GroupJSON(comparison: comparison).text)) == [])
  }

  @Test func whatVariesIsTold() throws {
    let varying = varying()
    try expectGolden(VaryingText(varying: varying, width: 80).text, "compare/varying.txt")
    try expectGolden(VaryingMarkdown(varying: varying).text, "compare/varying.md")
    try expectGolden(VaryingJSON(varying: varying).text, "compare/varying.json")
    #expect(try SchemaTests.schema("compare-varying.v1").faults(in: JSONReader.read(VaryingJSON(varying: varying).text)) == [])
  }

  @Test func hostileNamesActNowhere() throws {
    for text in HostileText.all.prefix(200) where !text.isEmpty {
      let runs = (0..<4).map { index in
        SampledRun(
          name: text, parameters: [Parameter(key: text, value: .string(text + "\(index / 2)"))], seeds: text + "\(index)",
          code: text,
          host: text, classValues: [text + "\(index)"], values: [Double(index)])
      }
      let classes = Comparability(keys: [text], among: runs)
      let comparison = GroupComparison(
        runs, by: nil, metrics: [text], primary: text, direction: .max, across: classes, leftOut: [(text, 1)])
      let varying = VaryingInputs(runs, metrics: [text], across: classes, leftOut: [(text, 1)])
      for rendered in [
        GroupText(comparison: comparison).text, GroupMarkdown(comparison: comparison).text, VaryingText(varying: varying).text,
        VaryingMarkdown(varying: varying).text,
      ] {
        #expect(!rendered.unicodeScalars.contains { HostileText.acts($0) && $0 != "\n" }, "\(text.debugDescription)")
        #expect(rendered.split(separator: "\n").count < 40)
      }
    }
  }

  private var runs: [SampledRun] {
    let values: [[Double]] = [
      [0.7211, 0.7302, 0.7188, 0.7254, 0.7299], [0.7344, 0.7401, 0.729, 0.7388], [0.5], [0.71, .nan, 0.73],
    ]
    return values.enumerated().flatMap { group, values in
      values.enumerated().map { seed, value in
        SampledRun(
          name: "20261104_14264\(group)_mlp_\(seed)",
          parameters: [
            Parameter(key: "model.name", value: .string(group == 2 ? "gru" : "mlp")),
            Parameter(key: "training.lr", value: .number(Number(Double(group) / 100))),
          ], seeds: "sha256:\(seed)", seedParameters: [Parameter(key: "seed", value: .number(Number(seed)))],
          code: group == 3 && seed == 0 ? "other" : "same", classValues: ["\(group / 3)"], values: [value, -value])
      }
    }
  }

  private func groups() -> GroupComparison {
    GroupComparison(
      runs, by: nil, metrics: ["val_auc", "val_loss"], primary: "val_auc", direction: .max,
      across: Comparability(keys: ["data.fold"], among: runs), leftOut: [("failed", 2), ("running", 1)])
  }

  private func varying() -> VaryingInputs {
    VaryingInputs(
      runs, metrics: ["val_auc"], across: Comparability(keys: ["data.fold"], among: runs), leftOut: [("lost", 1)])
  }
}

import Checklist
import Foundation
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct GroupFigureTests {
  private func run(_ name: String, _ group: String, seed: Int, value: Double?) -> SampledRun {
    SampledRun(
      name: name, parameters: [Parameter(key: "lr", value: .string(group))], seeds: "\(seed)", values: [value])
  }

  private func report(_ runs: [SampledRun]) -> GroupReport {
    GroupReport("val_auc", 0, of: RunGroup.groups(of: runs, by: nil), direction: .max)
  }

  private func curve(_ name: String, _ values: [Double], counter: String? = "epoch") -> MetricCurve {
    MetricCurve(
      metric: name, split: "", source: "metrics.csv", counter: counter, steps: values.indices.map { Double($0 + 1) },
      values: values)
  }

  private func sample() throws -> GroupFigure {
    var (runs, curves) = ([SampledRun](), [String: MetricCurve]())
    for (group, lr) in ["0.1", "0.2", "0.3"].enumerated() {
      for seed in 0..<(group == 2 ? 1 : 4) {
        let value = 0.7 + 0.02 * Double(group) + 0.004 * Double(seed * seed)
        runs.append(run("\(lr)-\(seed)", lr, seed: seed, value: value))
        guard group < 2 else { continue }
        let points = (1...20).map { epoch -> Double in value - 0.3 / Double(epoch) + 0.01 * sin(Double(epoch + seed)) }
        curves["\(lr)-\(seed)"] = curve("a", points)
      }
    }
    return try #require(GroupFigure(report(runs), title: "val_auc by config, over seeds", curves: curves))
  }

  @Test func intervalsStandAboveBandsAndEachGroupHasItsColour() throws {
    let figure = try sample()
    #expect(figure.rows.map(\.label) == ["lr 0.3", "lr 0.2", "lr 0.1"])
    #expect(figure.bands.map(\.runs) == [4, 4] && figure.rows.first { $0.label == "lr 0.3" }?.interval == nil)
    try expectGolden(GroupFigureSVG(figure).text, "figures/groups.svg")
  }

  @Test func aBandHasTheStepsThatAllItsRunsHave() throws {
    let runs = [run("a", "1", seed: 1, value: 1), run("b", "1", seed: 2, value: 2)]
    let other = MetricCurve(
      metric: "b", split: "", source: "metrics.csv", counter: "epoch", steps: [0.5, 2, 3, 4], values: [3, 4, .nan, 8])
    let figure = try #require(GroupFigure(report(runs), title: "t", curves: ["a": curve("a", [1, 2, 3, 4, 5]), "b": other]))
    #expect(figure.bands[0].steps == [2, 3, 4])
    #expect(figure.bands[0].mean[0] == 3 && figure.bands[0].mean[1].isNaN && figure.bands[0].high[2] == 8)
  }

  @Test func groupsThatCountByAnotherColumnHaveNoBand() throws {
    let runs = [run("a", "1", seed: 1, value: 2), run("b", "2", seed: 1, value: 1)]
    let curves = ["a": curve("a", [1, 2, 3]), "b": curve("b", [1, 2, 3], counter: "step")]
    let figure = try #require(GroupFigure(report(runs), title: "t", curves: curves))
    #expect(figure.bands.map(\.row) == [0] && figure.counter == "epoch")
    #expect(GroupFigure(report([run("a", "1", seed: 1, value: .nan)]), title: "t", curves: [:]) == nil)
  }

  @Test func aLongBandIsShortAndReachesAsFarAsItsValues() throws {
    let runs = [run("a", "1", seed: 1, value: 1)]
    var values = [Double](repeating: 0.5, count: 300_000)
    values[123_456] = 1
    let figure = try #require(GroupFigure(report(runs), title: "t", curves: ["a": curve("a", values, counter: "step")]))
    let text = GroupFigureSVG(figure).text
    #expect(text.utf8.count < 80_000)
    let band = text.split(separator: "<path class=\"n f0\" d=\"")[1].prefix { $0 != "\"" }
    let heights = Set(band.split { "MLZ".contains($0) }.map { $0.split(separator: " ")[1] })
    #expect(heights.count == 2)
  }

  @Test func hostileNamesActNowhere() throws {
    for text in HostileText.all.prefix(200) where !text.isEmpty {
      let runs = [run("a", text, seed: 1, value: 1), run("b", text, seed: 2, value: 2)]
      let figure = try #require(
        GroupFigure(report(runs), title: text, curves: ["a": curve("a", [1, 2], counter: text)]))
      let svg = GroupFigureSVG(figure).text
      #expect(!svg.contains("<script") && !svg.unicodeScalars.contains { HostileText.acts($0) && $0 != "\n" })
    }
  }
}

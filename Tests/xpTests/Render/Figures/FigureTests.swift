import Checklist
import Foundation
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct FigureTests {
  private func curve(_ name: String, _ values: [Double], split: String = "", counter: String? = "epoch") -> MetricCurve {
    MetricCurve(
      metric: name, split: split, source: "metrics.csv", counter: counter, steps: values.indices.map { Double($0 + 1) },
      values: values)
  }

  @Test func lossesFallTheBestIsRingedAndTheLastIsNamed() throws {
    let train = (1...30).map { 2 / Double($0) + 0.02 * Double($0 % 3) }
    let val = (1...30).map { 1.6 / Double($0) + 0.01 * Double($0) }
    let figure = Figure(
      title: "loss", counter: "epoch", curves: [curve("train_loss", train), curve("val_loss", val)],
      best: Figure.Best(curve: 1, step: 13, value: val[12]))
    try expectGolden(FigureSVG(figure).text, "figures/losses.svg")
  }

  @Test func valuesThatSpanPowersOfTenHaveALogarithmicAxisAndGapsStayGaps() throws {
    let rates = (0..<40).map { $0 == 20 || $0 == 21 ? .nan : pow(10, -1 - Double($0) / 6) }
    try expectGolden(
      FigureSVG(Figure(title: "lr", counter: "step", curves: [curve("lr", rates)])).text, "figures/logarithmic.svg")
  }

  @Test func hostileNamesActNowhere() throws {
    let bad = "a</text><script>alert(1)</script>\"'&\u{1B}[31m\u{202E}\u{FFFF}\n]]>"
    let figure = Figure(title: bad, counter: bad, curves: [curve(bad, [1, .infinity, 2], split: bad)])
    let text = FigureSVG(figure).text
    try expectGolden(text, "figures/hostile.svg")
    #expect(!text.contains("<script") && !text.contains("\u{1B}") && !text.contains("\u{202E}"))
    let parsed = try ChildProcess.run(
      ["python3", "-c", "import sys,xml.dom.minidom as m; print(len(m.parse(sys.stdin).getElementsByTagName('text')) > 0)"],
      in: "/",
      environment: HouseRulesTests.environment, input: Array(text.utf8))
    #expect(parsed.text == "True\n", "\(parsed.errorText)")
  }

  /// Eleven values of a million are all that the eye must not miss.
  @Test func aLongCurveIsShortAndKeepsEverySpike() {
    var values = [Double](repeating: 0.5, count: 1_000_000)
    for spike in 0..<11 { values[spike * 90_000 + 17] = 1 }
    let text = FigureSVG(Figure(title: "t", counter: "step", curves: [curve("t", values)])).text
    #expect(text.utf8.count < 60_000)
    let path = text.split(separator: "<path class=\"p s0\" d=\"")[1].prefix { $0 != "\"" }
    let heights = path.split { "ML".contains($0) }.map { $0.split(separator: " ")[1].prefix { $0 != "h" } }
    #expect(heights.count { $0 == heights.min { Double($0)! < Double($1)! } } == 11)
  }

  @Test(
    arguments: [
      [0, 0], [5, 5], [-3, -3], [1e308, -1e308], [.leastNonzeroMagnitude, 1e308], [1, 1 + 1e-15], [1e15, 1e15 + 1],
      [-1e-300, 1e-300], [1e-5, 1], [0.8999999999999999, 0.9], [.greatestFiniteMagnitude, .greatestFiniteMagnitude],
      [-.greatestFiniteMagnitude, .greatestFiniteMagnitude],
    ] as [[Double]])
  func everyFiniteValueHasAPlace(_ values: [Double]) {
    let axis = AxisScale.values(values.min()!, values.max()!)
    for value in values { #expect((-0.001...1.001).contains(axis.fraction(value)), "\(value)") }
    #expect(!axis.ticks.isEmpty && axis.ticks.count <= 12)
    #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(axis.ticks)")
  }

  @Test func ticksAreNiceNumbers() {
    #expect(AxisScale.values(0.11, 0.68).ticks.map(\.label) == ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])
    #expect(AxisScale.values(-40, 120).ticks.map(\.label) == ["−40", "−20", "0", "20", "40", "60", "80", "100", "120"])
    #expect(AxisScale.steps(0, 20_000).ticks.map(\.label).suffix(3) == ["16k", "18k", "20k"])
    #expect(AxisScale.steps(0, 20_000).ticks[2].label == "4k")
    #expect(AxisScale.values(1e-6, 3).ticks.map(\.label) == ["1e-6", "0.0001", "0.01", "1"])
    #expect(AxisScale.steps(1, 3_000_000).ticks.map(\.label) == ["0.5M", "1M", "1.5M", "2M", "2.5M", "3M"])
  }

  @Test func numbersHaveFourDigits() {
    let values = [0.970588, 12, 1_234_567, 3e-7, .nan, -.infinity, -0.5, 99.999, 0, .leastNonzeroMagnitude, 0.0001236]
    #expect(
      values.map(FigureNumber.text) == [
        "0.9706", "12", "1235000", "3e-7", "NaN", "−∞", "−0.5", "100", "0", "5e-324", "0.0001236",
      ])
  }

  @Test func filesOfOneTitleAreToldApartByTheirContent() {
    let figures = [[1.0, 2], [1.0, 3], [1.0, 2]].map { Figure(title: "Löss / x", counter: "epoch", curves: [curve("a", $0)]) }
    let files = FigureFiles(figures)
    #expect(files.reports.count == 2 && files.reports.allSatisfy { $0.path.hasPrefix("README.figures/l_ss_x.") })
    #expect(zip(files.reports, files.texts).allSatisfy { $0.digest == .sha256($1) })
  }

  @Test func aSparklineShowsTheShapeAndItsGaps() {
    #expect(Sparkline.text([1, 2, 3, 4, 5, 6, 7, 8], width: 8) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([1, .nan, 3], width: 10) == "▁ █")
    #expect(Sparkline.text(Array(repeating: 2, count: 100), width: 4) == "▄▄▄▄")
    #expect(Sparkline.text((0..<100).map(Double.init), width: 5) == "▁▃▅▇█")
    #expect(Sparkline.text([-1e308, 1e308], width: 5) == "▁█")
    #expect(Sparkline.text([.nan, .infinity], width: 5) == "  ")
    #expect(Sparkline.text([], width: 5).isEmpty && Sparkline.text([1], width: 0).isEmpty)
  }
}

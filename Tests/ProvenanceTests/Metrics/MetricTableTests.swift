import Testing

@testable import Provenance

private func table(_ text: String, _ name: String = "metrics.csv") throws -> MetricTable {
  try MetricReader.read(Array(text.utf8), shownAs: name, epochColumns: ["epoch", "step"])
}

@Suite struct MetricTableTests {
  @Test func bestIsTheFirstOfEqualOnesAndNeverNaN() throws {
    let metrics = try table("epoch,auc\n1,nan\n2,0.7\n3,0.9\n4,0.9\n5,0.1\n6,nan\n")
    #expect(metrics.best("auc", .max) == MetricTable.Best(step: 3, row: 2, value: 0.9))
    #expect(metrics.best("auc", .min) == MetricTable.Best(step: 5, row: 4, value: 0.1))
    #expect(metrics.last("auc")?.row == 5)
    #expect(metrics.best("au", .max) == nil)
    #expect(metrics.row(atEpoch: 4) == 3 && metrics.row(atEpoch: 7) == nil)
    #expect(try table("epoch,auc\n1,nan\n").best("auc", .max) == nil)
  }

  @Test func aSummaryKeepsExtremesAndCountsWhatIsNotFinite() throws {
    let summary = try #require(try table("epoch,auc\n1,inf\n2,0.7\n3,\n4,0.2\n5,nan\n").summaries().first)
    #expect(summary.count == 4 && summary.nonFinite == 2 && summary.source == "metrics.csv")
    #expect(summary.minimum == MetricSummary.Point(step: 4, value: 0.2))
    #expect(summary.maximum == MetricSummary.Point(step: 2, value: 0.7))
    #expect(summary.last == MetricSummary.Point(step: 5, value: .nan))
  }

  @Test func epochsMayCountFromZeroOrOne() throws {
    #expect(try table("epoch,a\n0,1\n1,1\n2,1\n").epochCoverage(declared: 3)?.isComplete == true)
    #expect(try table("epoch,a\n1,1\n2,1\n3,1\n").epochCoverage(declared: 3)?.isComplete == true)
    #expect(try table("epoch,a\n2,1\n3,1\n").epochCoverage(declared: 3)?.missing == [1...1])
    #expect(try table("epoch,a\n0,1\n1,1\n3,1\n").epochCoverage(declared: 3)?.beyond == [3])
    #expect(try table("a\n1\n").epochCoverage(declared: 3) == nil)
  }

  @Test func gapsRepetitionsAndFractionsAreNamed() throws {
    let coverage = try #require(try table("epoch,a\n1,1\n2,1\n2,1\n5,1\n2.5,1\n,1\n").epochCoverage(declared: 1_000_000_000))
    #expect(coverage.missing == [3...4, 6...1_000_000_000] && coverage.duplicates == [2])
    #expect(coverage.missingText() == "3–4, 6–1000000000")
    #expect(coverage.nonIntegerRows == [4] && coverage.rowsWithoutEpoch == 1 && coverage.count == 3 && !coverage.isComplete)
    #expect(try table("epoch,a\n").epochCoverage(declared: 2)?.missing == [1...2])
  }

  @Test func rowsForTrainingAndValidationApartAreNoRepetition() throws {
    #expect(try table("epoch,loss,val\n0,1,\n0,,2\n1,1,\n1,,2\n").epochCoverage(declared: 2)?.isComplete == true)
    #expect(try table("epoch,split,loss\n0,train,1\n0,val,2\n").epochCoverage(declared: 1)?.isComplete == true)
    #expect(try table("epoch,split,loss\n0,train,1\n0,train,1\n").epochCoverage(declared: 1)?.duplicates == [0])
    #expect(try table("epoch,step,loss\n0,1,1\n0,2,1\n").epochCoverage(declared: 1)?.isComplete == true)
  }

  @Test func oneMetricWithTwoValuesIsAConflictWithItsSources() throws {
    let csv = try table("epoch,auc\n1,0.5\n2,0.6\n3,nan\n")
    let other = try table("{\"epoch\":2,\"auc\":0.61,\"AUC\":9}\n{\"epoch\":3,\"auc\":NaN}\n", "log.jsonl")
    let conflicts = MetricConflict.find(in: [csv, other])
    #expect(
      conflicts == [
        MetricConflict(
          metric: "auc", split: nil, step: 2,
          readings: [.init(value: 0.6, place: "metrics.csv:3"), .init(value: 0.61, place: "log.jsonl:1")])
      ])
  }

  @Test func metricsAreHeldAgainstEachOtherByExactNameSplitAndCounter() throws {
    let epochs = try table("epoch,auc\n1,0.5\n")
    #expect(MetricConflict.find(in: [epochs, try table("step,auc\n1,0.7\n", "b.csv")]).isEmpty)
    #expect(MetricConflict.find(in: [epochs, try table("{\"best_auc\": 0.9, \"auc\": 0.7}", "r.json")]).isEmpty)
    #expect(MetricConflict.find(in: [try table("epoch,split,auc\n1,train,0.5\n1,val,0.6\n")]).isEmpty)
    let results = [try table("{\"auc\": 0.7}", "a.json"), try table("{\"auc\": 0.8}", "b.json")]
    #expect(MetricConflict.find(in: results).map(\.readings.count) == [2])
    let rows = try table("epoch,auc\n1,0.5\n1,0.6\n")
    #expect(MetricConflict.find(in: [rows]).first?.readings.map(\.place) == ["metrics.csv:2", "metrics.csv:3"])
  }

  @Test func aMetricIsFoundByItsBytes() throws {
    let tables = [try table("epoch,é\n1,2\n")]
    #expect(tables.table(having: "é") != nil && tables.table(having: "e\u{301}") == nil)
    #expect(tables.metricNames == ["é"])
  }
}

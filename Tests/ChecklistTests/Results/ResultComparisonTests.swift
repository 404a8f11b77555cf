import Provenance
import Testing

@testable import Checklist

@Suite struct SeriesComparisonTests {
  @Test func theFirstDivergenceTheWorstAndTheEndAreTold() {
    let found = ResultSample.compare([1, 2, 3, 4], [1, 2.5, 1, 4.25]).points
    #expect(found.first == PointPair(step: 2, left: 2, right: 2.5))
    #expect(found.worst == PointPair(step: 3, left: 3, right: 1))
    #expect(found.last == PointPair(step: 4, left: 4, right: 4.25))
    #expect(found.deviation.absolute == 2 && found.equal == 1 && found.outside == 3)
  }

  @Test func whatATolerancesAllowsIsWithinAndTheRestIsDrift() {
    let within = ResultSample.compare([1, 2], [1, 2.25], Tolerance(absolute: 0.25))
    #expect(within.agreement == .withinTolerance && within.points.within == 1 && within.points.firstOutside == nil)
    let outside = ResultSample.compare([1, 2, 3], [1.125, 2.5, 3], Tolerance(absolute: 0.25))
    #expect(outside.agreement == .drift)
    #expect(outside.points.first?.step == 1 && outside.points.firstOutside == PointPair(step: 2, left: 2, right: 2.5))
  }

  @Test func oddNumbersEqualThemselves() {
    #expect(ResultSample.compare([.nan, .infinity, -.infinity], [.nan, .infinity, -.infinity]).agreement == .bitwise)
    #expect(ResultSample.compare([.nan], [1], Tolerance(absolute: 1e300)).agreement == .drift)
    #expect(ResultSample.compare([0], [-0.0]).agreement == .drift)
    #expect(ResultSample.compare([0], [-0.0], Tolerance(ulps: 0)).agreement == .withinTolerance)
  }

  @Test func stepsOfOneSideAreADifference() {
    let left = ResultSample.series("m", [1, 2, 3, 5], steps: [1, 2, 3, 5])
    let right = ResultSample.series("m", [1, 3, 4], steps: [1, 3, 4])
    let found = ResultSample.compare(ResultSample.run([left]), ResultSample.run([right])).metrics[0]
    #expect(found.agreement == .drift && found.points.compared == 2 && found.points.agreement == .bitwise)
    #expect(found.onlyLeft == 2 && found.firstOnlyLeft == 2 && found.onlyRight == 1 && found.firstOnlyRight == 4)
    #expect(found.points.last == PointPair(step: 3, left: 3, right: 3))
  }

  @Test func valuesOfOneStepAreHeldAgainstEachOtherInTheirOrder() {
    let left = ResultSample.series("m", [1, 2, 3], steps: [1, 1, 2])
    #expect(SeriesComparison(left, left, tolerance: nil).agreement == .bitwise)
    let swapped = ResultSample.series("m", [2, 1, 3], steps: [1, 1, 2])
    #expect(SeriesComparison(left, swapped, tolerance: nil).points.outside == 2)
  }

  @Test func rowsInAnotherOrderAreTheSameSteps() {
    let left = ResultSample.series("m", [1, 2, 3, 9], steps: [1, 2, 3, .nan])
    let right = ResultSample.series("m", [9, 3, 1, 2], steps: [.nan, 3, 1, 2])
    #expect(SeriesComparison(left, right, tolerance: nil).agreement == .bitwise)
  }

  @Test func anEpochIsNoStep() {
    let left = ResultSample.series("m", [1, 2], counter: "epoch")
    let right = ResultSample.series("m", [1, 2], counter: "step")
    #expect(SeriesComparison(left, right, tolerance: nil).agreement == .unverifiable)
  }
}

@Suite struct ResultComparisonTests {
  private let loss = ResultSample.series("loss", [1, 2])

  @Test func nothingToCompareIsUnverifiableNeverAPass() {
    let empty = ResultSample.run([], end: .init(state: .failed, exitStatus: 1))
    let found = ResultSample.compare(ResultSample.run([loss]), empty)
    #expect(found.agreement == .unverifiable && found.reasons.count == 2)
    let log = ResultSample.file("stdout.log", "x", role: .log)
    let onlyLogs = ResultSample.run([], files: [log])
    #expect(ResultSample.compare(onlyLogs, onlyLogs).agreement == .unverifiable)
    let notRun = ResultSample.compare(ResultSample.run([loss]), ResultSample.run([], named: "b", end: nil))
    #expect(notRun.reasons == ["b was not run"])
  }

  @Test func aRunThatEndedOtherwiseDriftsThoughItsNumbersAgree() {
    let failed = ResultSample.run([loss], end: .init(state: .failed, exitStatus: 1))
    let found = ResultSample.compare(ResultSample.run([loss]), failed)
    #expect(found.agreement == .drift)
    #expect(found.reasons == ["the left run completed, the right one failed (exit 1)"])
  }

  @Test func aMetricThatOneSideLacksIsADrift() {
    let more = ResultSample.run([loss, ResultSample.series("auc", [1])])
    #expect(ResultSample.compare(ResultSample.run([loss]), more).agreement == .drift)
    #expect(ResultSample.compare(ResultSample.run([loss]), more, ignored: ["auc"]).agreement == .bitwise)
  }

  @Test func whatIsIgnoredIsSaid() {
    let time = ResultSample.series("epoch_seconds", [4])
    let other = ResultSample.series("epoch_seconds", [5])
    let found = ResultSample.compare(
      ResultSample.run([loss, time]), ResultSample.run([loss, other]), ignored: ["*_seconds"])
    #expect(found.agreement == .bitwise && found.ignored == [.init(metric: "epoch_seconds", pattern: "*_seconds")])
  }

  @Test func aMetricThatMovedToAnotherFileIsTheSameMetric() {
    let moved = ResultSample.series("loss", [1, 2], source: "log.csv")
    #expect(ResultSample.compare(ResultSample.run([loss]), ResultSample.run([moved])).agreement == .bitwise)
  }

  @Test func filesAreComparedByDigestThenByContent() {
    func compare(_ left: ResultFile, _ right: ResultFile, _ tolerances: [(String, Tolerance)] = []) -> FileComparison {
      ResultSample.compare(ResultSample.run([], files: [left]), ResultSample.run([], files: [right]), tolerances).files[0]
    }
    let weights = ResultSample.file("best.pt", "a", role: .bestCheckpoint)
    #expect(compare(weights, weights).agreement == .bitwise)
    #expect(compare(weights, ResultSample.file("best.pt", "b")).agreement == .drift)
    let table = ResultSample.file("p.csv", "id,p\na,1\nb,2\n")
    let moved = compare(table, ResultSample.file("p.csv", "id,p\na,1\nb,2.5\n"))
    #expect(moved.agreement == .drift && moved.fields.map(\.agreement) == [.bitwise, .drift])
    #expect(moved.fields[1].points.first == PointPair(step: 2, left: 2, right: 2.5))
    let allowed = compare(table, ResultSample.file("p.csv", "id,p\na,1\nb,2.5\n"), [("p", Tolerance(absolute: 0.5))])
    #expect(allowed.agreement == .withinTolerance)
    let renamed = compare(table, ResultSample.file("p.csv", "id,p\na,1\nc,2\n"))
    #expect(renamed.fields[0].firstOther == "row 2: b → c")
    #expect(compare(table, ResultSample.file("p.csv", "id,p\na,1.0\nb,2.0\n")).agreement == .bitwise)
    #expect(compare(table, ResultSample.file("p.csv", "id,p\na,1\n")).agreement == .drift)
  }

  @Test func documentsAreComparedLeafByLeaf() {
    let left = ResultSample.file("r.json", #"{"auc": 0.5, "folds": [1, 2], "name": "a", "n": 9007199254740993}"#)
    let right = ResultSample.file("r.json", #"{"folds": [1, 3], "auc": 0.5, "name": "b", "n": 9007199254740992, "new": null}"#)
    let found = ResultSample.compare(ResultSample.run([], files: [left]), ResultSample.run([], files: [right])).files[0]
    #expect(found.fields.map(\.name) == ["auc", "folds", "name", "n", "new"])
    #expect(found.fields.map(\.agreement) == [.bitwise, .drift, .drift, .drift, .drift])
    #expect(found.fields[2].firstOther == #"name: "a" → "b""#)
    #expect(found.fields[3].firstOther == "n: 9007199254740993 → 9007199254740992")
  }

  @Test func aFileThatCannotBeReadAnyMoreIsUnverifiable() {
    var gone = ResultSample.file("p.csv", "a\n1\n")
    gone.content = .unreadable("it is not there any more")
    let other = ResultSample.file("p.csv", "a\n2\n")
    let found = ResultSample.compare(ResultSample.run([loss], files: [gone]), ResultSample.run([loss], files: [other]))
    #expect(found.agreement == .unverifiable && found.reasons.first?.contains("not there any more") == true)
  }

  @Test func filesWhosePathsDifferInDigitsStandForEachOther() {
    let left = ResultSample.file("outputs/2026-11-20/21-56-03/model.bin", "w")
    let right = ResultSample.file("outputs/2026-11-24/9-1-2/model.bin", "w")
    let found = ResultSample.compare(ResultSample.run([], files: [left]), ResultSample.run([], files: [right]))
    #expect(found.agreement == .bitwise && found.files.count == 1)
    let several = [ResultSample.file("epoch_1.pt", "a"), ResultSample.file("epoch_2.pt", "b")]
    let counts = ResultSample.compare(ResultSample.run([], files: several), ResultSample.run([], files: [several[1]])).files
    #expect(counts.map(\.reason) == [nil, "only on the left"])
  }
}

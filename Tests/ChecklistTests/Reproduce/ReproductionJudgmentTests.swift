import Checklist
import Provenance
import Testing

@Suite struct ReproductionJudgmentTests {
  private static func judge(
    _ results: ResultComparison, original: Attempt.State = .completed, rerun: Attempt.State = .completed,
    _ change: (inout EnvironmentState) -> Void = { _ in }
  ) -> ReproductionReport {
    let registration = Sample.registration(Sample.value(Sample.configText))
    let side = ComparisonSide(
      label: "a", config: Config(Sample.value(Sample.configText).object!), registration: registration,
      environment: Sample.environment)
    var other = side
    other.label = "b"
    change(&other.environment!)
    func attempt(_ state: Attempt.State) -> Attempt {
      var attempt = Sample.attempt
      attempt.state = state
      attempt.exitStatus = state == .completed ? .known(0) : .known(1)
      return attempt
    }
    return ReproductionJudgment(of: side, by: other, rules: Policy().config)
      .report(results, attempts: (attempt(original), attempt(rerun)), doubts: [])
  }

  private static let same = ResultSample.compare(
    ResultSample.run([ResultSample.series("m", [1, 2, 3])]), ResultSample.run([ResultSample.series("m", [1, 2, 3])]))

  @Test func aRerunThatDidNotEndWellIsFailedHoweverWellItsNumbersAgree_F2() {
    for state: Attempt.State in [.failed, .killed, .timedOut, .outOfMemory] {
      #expect(Self.judge(Self.same, rerun: state).verdict == .failed, "\(state)")
    }
  }

  @Test func aRerunThatWasStoppedFromOutsideTellsNothing() {
    for state: Attempt.State in [.interrupted, .preempted, .lost, .unknown] {
      #expect(Self.judge(Self.same, rerun: state).verdict == .unverifiable, "\(state)")
    }
  }

  @Test func anOriginalThatDidNotCompleteIsNothingToCompareWith() {
    let report = Self.judge(Self.same, original: .failed)
    #expect(report.verdict == .unverifiable && report.reasons == ["nothing to compare with: the original failed (exit 1)"])
  }

  @Test func nothingToCompareIsUnverifiable_F2() {
    let report = Self.judge(ResultSample.compare(ResultSample.run([]), ResultSample.run([])))
    #expect(report.verdict == .unverifiable && !report.reasons.isEmpty)
  }

  @Test func theFirstDivergenceIsThatOfTheSmallestStepAmongTheMetrics() {
    let left = ResultSample.run([ResultSample.series("late", [1, 2, 3, 4]), ResultSample.series("early", [1, 2, 3, 4])])
    let right = ResultSample.run([ResultSample.series("late", [1, 2, 3, 9]), ResultSample.series("early", [1, 2.5, 3, 4])])
    let report = Self.judge(ResultSample.compare(left, right))
    #expect(report.verdict == .drift && report.first?.metric == "early" && report.first?.step == 2)
    #expect(report.worst?.metric == "late" && report.worst?.rerun == 9)
  }

  @Test func whatIsAllowedComesBehindWhatIsNot() {
    let left = ResultSample.run([ResultSample.series("a", [1, 2]), ResultSample.series("b", [1, 2])])
    let right = ResultSample.run([ResultSample.series("a", [1.1, 2]), ResultSample.series("b", [1, 3])])
    let report = Self.judge(ResultSample.compare(left, right, [("a", Tolerance(absolute: 0.5))]))
    #expect(report.verdict == .drift && report.first?.metric == "b")
  }

  @Test func whatDiffersInTheEnvironmentIsNamedAsACandidate() {
    let report = Self.judge(Self.same) { environment in
      environment.system.host = "elsewhere"
      environment.variables.append(.init(name: "OMP_NUM_THREADS", value: "4"))
    }
    #expect(report.differences == [.init(subject: "variable OMP_NUM_THREADS", original: nil, rerun: "4")])
  }

  @Test func aReportIsReadBackAsItWasWritten() throws {
    let left = ResultSample.run([ResultSample.series("m", [1, .nan, 3])])
    let right = ResultSample.run([ResultSample.series("m", [1, .infinity, 3])])
    let report = Self.judge(ResultSample.compare(left, right))
    #expect(report.metrics[0].absolute == .infinity)
    let body = try report.body()
    #expect(try ReproductionReport(body: body) == report)
    #expect(try ReproductionReport(body: JSONReader.read(body.canonicalBytes).untagged) == report)
    #expect(throws: Failure.self) { try ReproductionReport(body: ["format": "reproduction.v9"]) }
  }

  @Test func ofSeveralRerunsTheWorstCounts() {
    let all = ReproductionVerdict.allCases
    #expect(ReproductionVerdict(of: []) == .unverifiable)
    for one in all {
      #expect(ReproductionVerdict(of: [one]) == one)
      for other in all {
        let both = ReproductionVerdict(of: [one, other])
        #expect(both == ReproductionVerdict(of: [other, one]))
        #expect(both.isReproduced == (one.isReproduced && other.isReproduced))
      }
    }
  }
}

import Checklist
import Provenance
import Testing

@Suite struct RealRunTests {
  @Test func exitStatusZeroPasses() { #expect(judgment("real-run").verdict == .pass) }

  @Test func anotherExitStatusFails() {
    let result = judgment("real-run") { $0.setAttempt { ($0.state, $0.exitStatus) = (.failed, .known(3)) } }
    #expect(result.verdict == .fail && result.reason.contains("exit status 3"))
  }

  @Test(arguments: [Attempt.State.lost, .killed, .timedOut, .outOfMemory]) func anEndThatWasNoneFails(_ state: Attempt.State) {
    let result = judgment("real-run") { $0.setAttempt { ($0.state, $0.exitStatus) = (state, .unknown("never written")) } }
    #expect(result.verdict == .fail)
  }

  @Test func theEndOfAnImportedRunIsUnknown() {
    let result = judgment("real-run") {
      $0.setAttempt { ($0.recorder, $0.state, $0.exitStatus) = (.imported, .unknown, .unknown("made without xp")) }
    }
    #expect(result.verdict == .unknown && result.reason.hasPrefix("imported: "))
  }

  @Test func aRunThatIsUnderWayIsUnknown() {
    let result = judgment("real-run") {
      $0.neverRun()
      $0.running = [1]
    }
    #expect(result.verdict == .unknown && result.reason == "attempt 1 has not ended")
  }
}

@Suite struct OverridesTests {
  private func judge(_ effective: [EffectiveConfig]) -> Judgment {
    judgment("overrides-reached") {
      $0.registration.config.overrides = [Override(key: "training.lr", old: "1e-3", new: "1e-4", origin: "--set")]
      $0.config.effective = effective
    }
  }

  private func effective(_ text: String) -> [EffectiveConfig] {
    [EffectiveConfig(path: ".hydra/config.yaml", parameters: .read(Parameter.all(in: Sample.value(text))))]
  }

  @Test func withoutOverridesTheItemDoesNotApply() { #expect(judgment("overrides-reached").verdict == .notApplicable) }

  @Test func withoutAnEffectiveConfigItIsUnknown() { #expect(judge([]).verdict == .unknown) }

  @Test func anEffectiveConfigThatAgreesPasses() {
    #expect(judge(effective(#"{"training": {"lr": 0.0001, "extra": 1}}"#)).verdict == .pass)
  }

  @Test func anEffectiveConfigThatSaysOtherwiseFailsWithItsLine() {
    let result = judge(effective("{\"training\": {\n\"lr\": 0.001}}"))
    #expect(result.verdict == .fail && result.reason.contains("training.lr is 0.001"))
    #expect(result.evidence == [.file(".hydra/config.yaml", line: 2)])
  }

  @Test func anEffectiveConfigThatDoesNotTellIsUnknown() {
    #expect(judge(effective(#"{"training": {}}"#)).verdict == .unknown)
  }
}

@Suite struct ContradictionTests {
  @Test func aRecordWithoutOnePasses() { #expect(judgment("no-contradictions").verdict == .pass) }

  @Test func aBrokenJournalFailsWithItsLine() {
    let result = judgment("no-contradictions") {
      $0.findings = [Finding(subject: "journal", message: "an entry does not name the one before it", place: "journal.a.jsonl:2")]
    }
    #expect(result.verdict == .fail && result.evidence == [.file("journal.a.jsonl", line: 2)])
  }

  @Test func overlappingAttemptsFail() {
    let result = judgment("no-contradictions") {
      var second = $0.attempt!
      second.number = 2
      second.started = .known(Sample.during)
      $0.attempts.append(second)
    }
    #expect(result.verdict == .fail && result.reason.contains("attempt 2 began before attempt 1 had ended"))
  }

  @Test func equalNamesInDifferentGroupsAreTwoThings() {
    let config = #"{"data": {"shuffle": true}, "test": {"shuffle": false}}"#
    #expect(judgment("no-contradictions", Sample.evidence(config: config)).verdict == .pass)
  }

  @Test func aMetricFileThatCannotBeReadIsADoubt() {
    #expect(judgment("no-contradictions") { $0.metrics = [Sample.metrics("epoch,a\n1\n")] }.verdict == .unknown)
  }
}

@Suite struct PolicyItemTests {
  private func policy(_ check: Policy.ChecklistRules.Item.Check) -> Policy {
    var policy = Sample.policy
    policy.checklist.items = [.init(id: "own", title: "Own", check: check)]
    return policy
  }

  @Test func aPolicyTurnsAnItemOff() {
    var policy = Sample.policy
    policy.checklist.off = ["seeds"]
    let report = Checklist.judge(Sample.evidence, policy: policy)
    #expect(report.judgments.count == 14 && !report.judgments.contains { $0.id == "seeds" })
  }

  @Test func turningOffAnItemThatThereIsNotIsAnErrorWithNearIds() throws {
    var policy = Sample.policy
    policy.checklist.off = ["seeds", "seed"]
    let failure = #expect(throws: Failure.self) { try Checklist.check(policy) }
    #expect(failure?.message.contains("\"seed\"") == true && failure?.hint?.contains("seeds") == true)
    policy.checklist.off = ["seeds", "own"]
    policy.checklist.items = [.init(id: "own", title: "Own", check: .file("a"))]
    try Checklist.check(policy)
  }

  @Test(arguments: [
    ("val_auc >= 0.72", Verdict.pass), ("best.val_auc > last.val_auc", .pass), ("last.loss < 0.8", .fail),
    ("training.lr == 0.0001", .pass), ("val_acu > 0.5", .unknown), ("best.loss < 1", .unknown), ("val_auc >", .unknown),
  ]) func anExpressionIsJudgedOverMetricsAndConfig(_ text: String, _ verdict: Verdict) {
    #expect(judgment("own", policy: policy(.expression(text))).verdict == verdict)
  }

  /// A good value that stood in the file before it was begun again, and that nothing there says now, decides nothing.
  @Test func anEarlierContentOfAMetricFileIsNoResult() {
    let gone = MetricSummary.Point(step: 1, value: 0.99)
    let earlier = MetricSummary(
      name: "val_auc", source: "metrics.csv", count: 1, nonFinite: 0, minimum: gone, maximum: gone, last: gone, generation: 1)
    let own = policy(.expression("val_auc > 0.9"))
    #expect(judgment("own", policy: own) { $0.setAttempt { $0.metrics = [earlier] } }.verdict == .unknown)
    #expect(judgment("own", policy: own) { $0.setAttempt { $0.metrics.insert(earlier, at: 0) } }.verdict == .fail)
  }

  @Test func anExpressionThatDoesNotHoldShowsItsValues() {
    #expect(judgment("own", policy: policy(.expression("val_auc > 0.9"))).reason.contains("val_auc = 0.72"))
  }

  @Test func aFileIsThereOrNot() {
    let policy = policy(.file("plots/*.png"))
    #expect(judgment("own", policy: policy) { $0.answers = [.init(id: "own", found: .files(["plots/a.png"]))] }.verdict == .pass)
    #expect(judgment("own", policy: policy) { $0.answers = [.init(id: "own", found: .files([]))] }.verdict == .fail)
    #expect(judgment("own", policy: policy).verdict == .unknown)
  }

  @Test func aCommandSucceedsFailsOrCannotBeJudged() {
    let policy = policy(.command(["make", "check"]))
    func verdict(_ status: Known<Int>) -> Verdict {
      judgment("own", policy: policy) { $0.answers = [.init(id: "own", found: .command(status: status, output: "said"))] }.verdict
    }
    #expect(verdict(.known(0)) == .pass && verdict(.known(2)) == .fail && verdict(.unknown("it did not end")) == .unknown)
  }
}

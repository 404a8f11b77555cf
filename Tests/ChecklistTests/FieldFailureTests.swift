import Checklist
import Provenance
import Testing

/// What went wrong in the field, and must not here; each test is named after its row.
@Suite struct FieldFailureTests {
  static let needsRun = ["checkpoints", "epoch-metrics", "raw-log", "diagnostics", "real-run"]

  private func verdicts(_ ids: [String], _ change: (inout Evidence) -> Void) -> [Verdict] {
    ids.map { judgment($0, change).verdict }
  }

  private func judgment(_ id: String, _ change: (inout Evidence) -> Void) -> Judgment {
    var evidence = Sample.evidence
    change(&evidence)
    return Checklist.judge(evidence, policy: Sample.policy).judgments.first { $0.id == id }!
  }

  @Test func aChecklistIsNeverGreenWithoutARun_F1() {
    #expect(verdicts(Self.needsRun) { $0.neverRun() } == Self.needsRun.map { _ in .fail })
    #expect(judgment("real-run") { $0.neverRun() }.reason == "no run is recorded")
  }

  @Test func aRehearsalIsNeverGreenWhateverItLeft_F1() {
    #expect(verdicts(Self.needsRun) { $0.registration.rehearsal = true } == Self.needsRun.map { _ in .fail })
  }

  @Test func everyVerdictRestsOnAReasonAndWhatItWasReadFrom_F1() {
    for change in [{ (_: inout Evidence) in }, { $0.neverRun() }, { $0.removeFiles(.metrics, .log) }] {
      var evidence = Sample.evidence
      change(&evidence)
      for judgment in Checklist.judge(evidence, policy: Sample.policy).judgments {
        #expect(!judgment.reason.isEmpty)
        #expect(judgment.verdict == .notApplicable || !judgment.evidence.isEmpty, "\(judgment.id) rests on nothing")
        #expect(judgment.verdict != .fail || judgment.remedy != nil, "\(judgment.id) names no way out")
      }
    }
  }

  @Test func aRelaunchThatExitedOneIsNotWithinAnything_F2() {
    let result = judgment("real-run") {
      $0.setAttempt { ($0.state, $0.exitStatus, $0.metrics) = (.failed, .known(1), []) }
      $0.removeFiles(.metrics)
    }
    #expect(result.verdict == .fail && result.reason.contains("exit status 1"))
  }

  @Test func anEmptyListOfAnswersIsUnknown_F2() {
    let report = ChecklistReport(experiment: "x", policy: Sample.policyRecord, judgments: [])
    #expect(report.outcome == .unknown)
  }

  @Test func aConfigThatWasPatchedAfterItsDigestFails_F3() {
    let result = judgment("config-complete") {
      var root = $0.config.json.content!.object!
      root["runtime"] = ["host": "a"]
      $0.config.json = .read(.object(root))
    }
    #expect(result.verdict == .fail)
  }

  @Test func aDigestWrittenIntoTheConfigItselfFails_F4() {
    let result = judgment("config-complete") {
      var root = $0.config.json.content!.object!
      root["config_hash"] = .string($0.registration.config.digest.description)
      $0.config.json = .read(.object(root))
    }
    #expect(result.verdict == .fail)
  }

  @Test func aPolicyThatChangedUnderItsVersionFails_F5() {
    let result = judgment("policy-unchanged") { $0.policy.digest = .sha256("changed") }
    #expect(result.verdict == .fail && result.reason.contains("schema_version 1.0.0"))
    #expect(judgment("policy-unchanged") { _ in }.reason.contains("made by policy sha256:"))
  }

  @Test func aPolicyThatGainedAKeyUnderTheSameDateFailsByASibling_F16() {
    let row = ExperimentRow(
      name: "earlier", model: "mlp", title: "", registered: Sample.started, rehearsal: false, imported: false,
      config: .sha256(""), semantic: .sha256(""), code: nil, seeds: .sha256(""),
      policy: PolicyRecord(digest: .sha256("fewer keys"), schemaVersion: "1.0.0", updated: "2026-11-01"))
    let result = judgment("policy-unchanged") { $0.siblings = [row] }
    #expect(result.verdict == .fail && result.reason.contains("earlier"))
  }

  @Test func aPolicyWithANewVersionPasses_F16() {
    let newer = PolicyRecord(digest: .sha256("changed"), schemaVersion: "1.1.0", updated: "2026-11-01")
    #expect(judgment("policy-unchanged") { $0.policy = newer }.verdict == .pass)
  }

  @Test func skippedAndFailedAreTwoCounts_F8() {
    let report = Checklist.judge(Sample.evidence, policy: Policy())
    #expect(report.count(.notApplicable) > 0 && report.count(.fail) == 0)
    #expect(report.summary.contains("\(report.count(.notApplicable)) not applicable"))
    #expect(Verdict.allCases.map { report.count($0) }.reduce(0, +) == report.judgments.count)
  }

  @Test func bestIsNotTheLastRow_F10() {
    var policy = Sample.policy
    policy.checklist.items = [.init(id: "own", title: "", check: .expression("best.val_auc == 0.72 and last.val_auc == 0.7"))]
    let report = Checklist.judge(Sample.evidence, policy: policy)
    #expect(report.judgments.last?.verdict == .pass)
  }

  @Test func aMetricUnderANearNameFailsAndNamesIt_F11() {
    var policy = Sample.policy
    policy.metrics.diagnostics = ["mastery_corr"]
    var evidence = Sample.evidence
    evidence.metrics = [Sample.metrics("epoch,mastery_correlation\n1,0.4\n2,0.5\n3,0.5\n")]
    let result = Checklist.judge(evidence, policy: policy).judgments.first { $0.id == "diagnostics" }!
    #expect(result.verdict == .fail && result.reason.contains("did you mean mastery_correlation"))
  }

  @Test func oneMetricWithTwoValuesFailsWithBothPlaces_F12() {
    let result = judgment("no-contradictions") {
      $0.metrics.append(Sample.metrics("epoch,val_auc\n1,0.61\n2,0.99\n", "results.csv"))
    }
    #expect(result.verdict == .fail)
    #expect(result.reason.contains("0.72 in metrics.csv:3") && result.reason.contains("0.99 in results.csv:3"))
  }

  @Test func oneMetricWithTwoValuesInResultFilesFails_F12() {
    let result = judgment("no-contradictions") {
      $0.results = [Sample.metrics(#"{"auc": 0.7}"#, "results.json"), Sample.metrics(#"{"auc": 0.8}"#, "test_results.json")]
    }
    #expect(result.verdict == .fail && result.reason.contains("0.7 in results.json:1 and 0.8 in test_results.json:1"))
  }

  @Test func aTruncatedResultIsReportedWithItsPlace_F18() {
    let result = judgment("no-contradictions") { $0.results = [Sample.metrics("{\n\"auc\": 0.7,", "results.json")] }
    #expect(result.verdict == .unknown && result.evidence == [.file("results.json", line: 2)])
  }

  @Test func aLogThatEndedSevenHoursBeforeTheResultFails_F13() {
    let result = judgment("raw-log") {
      $0.registration.imported = true
      $0.setAttempt { ($0.started, $0.ended) = (.unknown("made without xp"), .unknown("made without xp")) }
      $0.change("stdout.log") {
        $0.artifact.modified = Moment(milliseconds: Sample.during.milliseconds - 7 * 3_600_000)
        $0.now?.modified = $0.artifact.modified
      }
    }
    #expect(result.verdict == .fail && result.reason.contains("7 h 0 min before metrics.csv"))
  }

  @Test func aLogFromBeforeTheRunFails_F13() {
    let result = judgment("raw-log") {
      $0.change("stdout.log") { $0.now?.modified = Moment(milliseconds: Sample.started.milliseconds - 7 * 3_600_000) }
    }
    #expect(result.verdict == .fail)
  }

  @Test func aScriptThatLacksRecordedFlagsFailsAndNamesThem_F17() {
    let result = judgment("command-script") { $0.script = .read(ScriptEvidence(words: ["python3", "train.py"])) }
    #expect(result.verdict == .fail && result.reason == "recorded and not in it: --seed, 42")
  }

  @Test func aPathThatLeadsNowhereFails_F21() {
    let result = judgment("paths") {
      $0.paths.append(RecordedPath(path: "plots/a.png", role: "link", place: "README.md:12", leads: false))
    }
    #expect(result.verdict == .fail && result.evidence == [.file("README.md", line: 12)])
  }

  @Test func absolutePathsOfOneMachineAreNamed_F21() {
    let result = judgment("paths") {
      $0.paths.append(RecordedPath(path: "/home/a/data", role: "data.path", place: "config.json:7", leads: nil))
    }
    #expect(result.verdict == .pass && result.reason.contains("/home/a/data"))
  }

  @Test func determinismThatIsBothTrueAndFalseFails_F23() {
    let config = #"{"hardware": {"cudnn_deterministic": false}, "training": {"deterministic": true}}"#
    let report = Checklist.judge(Sample.evidence(config: config), policy: Sample.policy)
    let result = report.judgments.first { $0.id == "no-contradictions" }!
    #expect(result.verdict == .fail && result.reason.contains("hardware.cudnn_deterministic is false"))
  }

  @Test func moreDevicesSelectedThanVisibleFails_F23() {
    var evidence = Sample.evidence(config: #"{"hardware": {"devices": [0, 1, 2, 3, 4]}}"#)
    var state = Sample.environment
    state.variables = [.init(name: "CUDA_VISIBLE_DEVICES", value: "0,1,2")]
    evidence.environment.state = .read(state)
    let result = Checklist.judge(evidence, policy: Sample.policy).judgments.first { $0.id == "no-contradictions" }!
    #expect(result.verdict == .fail && result.reason.contains("selects 5, 3 visible"))
  }
}

import Checklist
import Provenance
import Testing

@Suite struct CheckpointTests {
  @Test func bestAndLastAsRecordedPass() {
    let result = judgment("checkpoints")
    #expect(result.verdict == .pass && result.evidence == [.file("best.pt"), .file("last.pt")])
  }

  @Test func aKnownDigestIsTrustedAndSaidToBe() {
    let result = judgment("checkpoints") { $0.change("best.pt") { $0.now?.unchangedSince = Sample.during } }
    #expect(result.verdict == .pass && result.note?.contains("best.pt unchanged since") == true)
  }

  @Test func aChangedFileFails() {
    let result = judgment("checkpoints") { $0.change("best.pt") { $0.now?.digest = .known(.sha256("other")) } }
    #expect(result.verdict == .fail && result.reason.contains("best.pt is not what was recorded"))
  }

  @Test func anEmptyOrMissingFileFails() {
    #expect(judgment("checkpoints") { $0.change("last.pt") { $0.now?.size = 0 } }.reason == "last.pt is empty")
    #expect(judgment("checkpoints") { $0.change("last.pt") { $0.now = nil } }.reason == "last.pt is recorded and is gone")
  }

  @Test(arguments: [-60_000, 60_000]) func aFileFromBeforeOrAfterTheRunFails(_ distance: Int64) {
    let moment = distance < 0 ? Sample.started : Sample.ended
    let result = judgment("checkpoints") {
      $0.change("best.pt") { $0.now?.modified = Moment(milliseconds: moment.milliseconds + distance) }
    }
    #expect(result.verdict == .fail && result.reason.contains("not during the run"))
  }

  @Test func aCoarseClockIsForgiven() {
    let result = judgment("checkpoints") {
      $0.change("best.pt") { $0.now?.modified = Moment(milliseconds: Sample.started.milliseconds - 1900) }
    }
    #expect(result.verdict == .pass)
  }

  @Test func timesThatAreNotKnownMakeItUnknown() {
    let result = judgment("checkpoints") { $0.setAttempt { $0.started = .unknown("made without xp") } }
    #expect(result.verdict == .unknown && result.reason.contains("made without xp"))
  }

  @Test func aRunThatMadeNoneUnderADefaultPolicyNeedsNone() {
    let result = judgment("checkpoints") { $0.removeFiles(.bestCheckpoint, .lastCheckpoint) }
    #expect(result.verdict == .notApplicable && result.reason.hasPrefix("not declared"))
  }

  @Test func aDeclaredCheckpointThatIsMissingFails() {
    var policy = Sample.policy
    policy.artifacts.best = ["winner.pt"]
    let result = judgment("checkpoints", policy: policy) { $0.removeFiles(.bestCheckpoint, .lastCheckpoint) }
    #expect(result.verdict == .fail && result.reason.contains("winner.pt"))
  }

  @Test func oneOfTwoIsNotBoth() {
    let result = judgment("checkpoints") { $0.removeFiles(.lastCheckpoint) }
    #expect(result.verdict == .fail && result.reason.contains("no last checkpoint"))
  }

  @Test func aFileThatNoPatternNamesIsNamed() {
    let result = judgment("checkpoints") {
      $0.removeFiles(.bestCheckpoint, .lastCheckpoint)
      $0.files.present.append(PresentFile(path: "model_epoch3.pt", size: 5, modified: Sample.during))
    }
    #expect(result.verdict == .fail && result.reason.contains("model_epoch3.pt"))
  }
}

@Suite struct EpochMetricsTests {
  private func table(_ text: String, policy: Policy = Sample.policy) -> Judgment {
    judgment("epoch-metrics", policy: policy) { $0.metrics = [Sample.metrics(text)] }
  }

  @Test func everyEpochOncePasses() {
    let result = judgment("epoch-metrics")
    #expect(result.verdict == .pass && result.reason.contains("epochs 1–3"))
  }

  @Test func countingFromZeroPasses() { #expect(table("epoch,loss,val_auc\n0,1,1\n1,1,1\n2,1,1\n").verdict == .pass) }

  @Test func aGapFailsWithItsEpochAndLine() {
    let result = table("epoch,loss,val_auc\n1,1,1\n3,1,1\n")
    #expect(result.verdict == .fail && result.reason.contains("lacks epoch 2"))
    #expect(result.evidence == [.file("metrics.csv", line: 2)])
  }

  @Test func anEndBeforeTheDeclaredNumberFails() {
    let result = table("epoch,loss,val_auc\n1,1,1\n2,1,1\n")
    #expect(result.verdict == .fail && result.reason.contains("lacks epoch 3 of 3 (training.epochs)"))
  }

  @Test func anEpochTwiceFailsAndOneTooMany() {
    #expect(table("epoch,loss,val_auc\n1,1,1\n2,1,1\n2,2,1\n3,1,1\n").reason.contains("epoch 2 more than once"))
    #expect(table("epoch,loss,val_auc\n1,1,1\n2,1,1\n3,1,1\n4,1,1\n").reason.contains("goes on to epoch 4"))
  }

  @Test func aTruncatedFileFailsWithItsLine() {
    let result = table("epoch,loss,val_auc\n1,1,1\n2,1\n")
    #expect(result.verdict == .fail && result.reason.contains("does not parse") && result.evidence.first?.line == 3)
  }

  @Test func notANumberIsNamedWithItsPlace() {
    let result = table("epoch,loss,val_auc\n1,1,1\n2,nan,1\n3,1,1\n")
    #expect(result.verdict == .pass && result.reason.contains("loss is NaN at metrics.csv:3"))
  }

  @Test func aDeclaredColumnThatIsMissingFailsWithNearNames() {
    var policy = Sample.policy
    policy.metrics.columns = ["val_acu"]
    let result = table(Sample.metricsText, policy: policy)
    #expect(result.verdict == .fail && result.reason.contains("did you mean val_auc"))
  }

  @Test func withoutAMetricFileItDependsOnWhatIsDeclared() {
    #expect(judgment("epoch-metrics", policy: Policy()) { $0.removeFiles(.metrics) }.verdict == .notApplicable)
    #expect(judgment("epoch-metrics") { $0.removeFiles(.metrics) }.verdict == .fail)
  }

  @Test func aLogByStepsMustReachTheDeclaredEpochs() {
    let text = "epoch,step,loss,val_auc\n0.5,10,1,1\n1,20,1,1\n2.5,50,1,1\n3,60,1,1\n"
    #expect(table(text).verdict == .pass)
    #expect(table(text.replacing("3,60,1,1\n", with: "")).reason.contains("ends at epoch 1 of 3"))
  }

  @Test func aFileThatCountsNothingIsNotPerEpoch() {
    #expect(table("loss,val_auc\n1,1\n").reason.contains("no metric file counts epochs"))
  }

  @Test func aChangedFileFails() {
    #expect(judgment("epoch-metrics") { $0.change("metrics.csv") { $0.now?.digest = .known(.sha256("x")) } }.verdict == .fail)
  }
}

@Suite struct RawLogTests {
  @Test func aLogAsRecordedPasses() { #expect(judgment("raw-log").verdict == .pass) }

  @Test func anEmptyChangedOrMissingLogFails() {
    #expect(judgment("raw-log") { $0.change("stdout.log") { $0.now?.size = 0 } }.verdict == .fail)
    #expect(judgment("raw-log") { $0.change("stdout.log") { $0.now?.digest = .known(.sha256("x")) } }.verdict == .fail)
    #expect(judgment("raw-log") { $0.removeFiles(.log) }.verdict == .fail)
  }

  @Test func anUnreadableLogIsUnknown() {
    #expect(
      judgment("raw-log") { $0.change("stdout.log") { $0.now?.digest = .unknown("permission denied") } }.verdict == .unknown)
  }
}

@Suite struct DiagnosticsTests {
  @Test func declaredAndFinitePasses() { #expect(judgment("diagnostics").verdict == .pass) }

  @Test func nothingDeclaredDoesNotApply() { #expect(judgment("diagnostics", policy: Policy()).verdict == .notApplicable) }

  @Test func aValueThatIsNotFiniteFailsWithItsPlace() {
    let result = judgment("diagnostics") { $0.metrics = [Sample.metrics("epoch,val_auc\n1,0.5\n2,inf\n")] }
    #expect(result.verdict == .fail && result.evidence == [.file("metrics.csv", line: 3)])
  }

  @Test func aFileThatCannotBeReadMakesAMissingOneFail() {
    let result = judgment("diagnostics") { $0.metrics = [Sample.metrics("epoch,val_auc\n1\n")] }
    #expect(result.verdict == .fail)
  }
}

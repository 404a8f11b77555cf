import Checklist
import Provenance
import Testing

@Suite struct ChecklistReportTests {
  private let report = Checklist.judge(Sample.evidence, policy: Sample.policy)

  @Test func theStandardTenComeFirstInTheirWording() {
    #expect(
      report.judgments.prefix(10).map(\.title) == [
        "Folder naming convention followed", "config.json contains all params", "Shell script lists full command",
        "Best + last checkpoints saved", "Per-epoch metrics CSV present", "Raw stdout log saved",
        "Git commit & branch recorded", "Seeds documented", "Environment versions captured",
        "Correlation / interpretability metrics logged",
      ])
    #expect(
      report.judgments.map(\.id).suffix(5) == ["real-run", "overrides-reached", "no-contradictions", "policy-unchanged", "paths"])
  }

  @Test func idsAreUnique() { #expect(Set(Items.all.map(\.id)).count == Items.all.count) }

  @Test func anOrdinaryRunIsGreen() {
    for policy in [Policy(), Sample.policy] {
      let report = Checklist.judge(Sample.evidence, policy: policy)
      #expect(report.outcome == .pass, "\(report.judgments.filter { $0.verdict != .pass })")
    }
  }

  @Test func anyFailIsAFailElseAnyUnknownIsUnknown() {
    func outcome(_ verdicts: Verdict...) -> Verdict {
      ChecklistReport(
        experiment: "x", policy: Sample.policyRecord,
        judgments: verdicts.map { Judgment(id: "i", title: "t", verdict: $0, reason: "r") }
      ).outcome
    }
    #expect(outcome(.pass, .unknown, .fail) == .fail)
    #expect(outcome(.pass, .unknown) == .unknown)
    #expect(outcome(.pass, .notApplicable) == .pass)
    #expect(outcome(.notApplicable) == .unknown)
  }

  @Test func whatIsRecordedReadsBackAsTheSame() throws {
    let read = try ChecklistReport(body: JSONReader.read(report.body.canonicalBytes))
    #expect(read.sameJudgment(as: report.body) && read == report)
  }

  @Test func howAFileWasLookedAtChangesNoJudgment() {
    var evidence = Sample.evidence
    evidence.change("best.pt") { $0.now?.unchangedSince = Sample.during }
    let again = Checklist.judge(evidence, policy: Sample.policy)
    #expect(again != report && again.sameJudgment(as: report.body))
  }

  @Test func anotherReasonIsAnotherJudgment() {
    var evidence = Sample.evidence
    evidence.change("best.pt") { $0.now = nil }
    #expect(!Checklist.judge(evidence, policy: Sample.policy).sameJudgment(as: report.body))
  }

  @Test func aBodyOfAnotherFormatIsRefused() {
    #expect(throws: Failure.self) { try ChecklistReport(body: ["checklist": "checklist.v9", "judgments": []]) }
  }
}

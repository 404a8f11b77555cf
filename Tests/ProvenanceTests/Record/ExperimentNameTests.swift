import Testing

@testable import Provenance

@Suite struct ExperimentNameTests {
  private let time = Moment("2026-11-20T21:56:03.120+01:00")!

  @Test func aNameIsStampModelAndShortTitleInUTC() {
    let name = ExperimentName(time: time, model: "gainakt2", shortTitle: "tolerance_test")
    #expect(name.text == "20261120_205603_gainakt2_tolerance_test")
  }

  @Test(arguments: [
    ("final hyperparameter validation", "final_hyperparameter_validation"), ("lr=1e-3", "lr_1e-3"), ("a|b`c$(rm)", "a_b_c_rm"),
    ("..hidden", "hidden"), ("Ünï", "n"), ("effect of lr/momentum", "effect_of_lr_momentum"),
  ])
  func aTitleBecomesAPartOfAFolderName(title: String, part: String) throws {
    #expect(try ExperimentName.part(title, what: "title") == part)
  }

  @Test(arguments: ["../etc", "/etc/passwd", "a/../../b", "a\nb", "a\u{0}b", "", "///", "..."])
  func aTitleThatLeadsElsewhereOrIsEmptyIsRefused(title: String) {
    #expect(throws: Failure.self) { try ExperimentName.part(title, what: "title") }
  }

  @Test(arguments: ["20251101_230515_gainakt2exp_final_hyperparameter_validation", "20240229_000000_m_t"])
  func aRealTimeAndTwoWordsFit(name: String) { #expect(ExperimentName.fits(name)) }

  @Test(arguments: [
    "20230229_000000_m_t", "20251301_230515_m_t", "20251101_240515_m_t", "20251101_230515_m", "baseline", "20251101230515_m_t",
    "20251101_230515_m_t x",
  ])
  func aTimeThatNeverWasOrAMissingWordDoesNotFit(name: String) { #expect(!ExperimentName.fits(name)) }

  @Test func aPartIsNeverLongerThanANameCanBear() throws {
    #expect(try ExperimentName.part(String(repeating: "word ", count: 100), what: "title").utf8.count <= 60)
  }
}

import Checklist
import Testing

@Suite struct RunProgressTests {
  @Test func aQuarterInTenSecondsLeavesThirty() {
    let progress = RunProgress(steps: [1, 2, 3], declared: 12, elapsed: 10)
    #expect(progress.done == 3 && progress.part == 0.25 && progress.left == 30)
  }

  @Test func countingFromZeroIsOneMore() {
    #expect(RunProgress(steps: [0, 1, 2], declared: 3, elapsed: 1).part == 1)
  }

  @Test func whatNobodyDeclaresHasNoPart() {
    let progress = RunProgress(steps: [5, .nan], declared: nil, elapsed: 10)
    #expect(progress.done == 5 && progress.part == nil && progress.left == nil && progress.rate == 0.5)
  }

  @Test func withoutAStepNothingIsTold() {
    let progress = RunProgress(steps: [], declared: 10, elapsed: 10)
    #expect(progress.done == nil && progress.part == nil && progress.rate == nil && progress.left == nil)
  }

  @Test func whoGoesBeyondTheDeclaredNumberHasNoTimeLeftToTell() {
    let progress = RunProgress(steps: [20], declared: 10, elapsed: 10)
    #expect(progress.part == 1 && progress.left == nil)
  }
}

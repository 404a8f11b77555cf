import Provenance
import TestSupport
import Testing

/// A run whose recorder and holder were killed is ended by `xp stop` all the same.
@Suite struct StopTests {
  /// A second attempt, whose command lives on alone and takes half a second to end; the first has completed.
  private static let orphan = """
    fact() { sed -n "s/^$1 //p" experiments/*_t/attempt_2/attempt.txt 2>/dev/null; }
    xp run --model m --title t -- sh train.sh >/dev/null 2>&1 && touch slow
    xp run t >/dev/null 2>&1 & p=$!
    until [ -s experiments/*_t/attempt_2/stdout.log ]; do sleep 0.02; done
    kill -9 $p $(fact pid); wait $p
    while kill -0 $(fact pid) 2>/dev/null; do sleep 0.02; done

    """
  private static let training = """
    trap 'sleep 0.5; touch ended; exit 3' TERM
    echo begun; [ ! -e slow ] || while :; do sleep 0.05; done

    """

  @Test func aCommandThatLivesOnAloneIsEndedAndItsOwnAttemptIsTold() throws {
    let bench = try Bench.inRepository(["train.sh": Self.training])
    try bench.shell(Self.orphan)
    let run = try bench.shell("xp stop t; status=$?; [ -e ended ] || echo too early; exit $status")
    let name = try #require(try bench.experiments().first)
    #expect(run.status == 0 && run.text == "\(name): lost\n", "\(run.text)\(run.errorText)")
    #expect(run.errorText.contains("nobody kept its record any more; process "), "\(run.errorText)")
    let states = try ExperimentRecord.load(bench.folder + "/experiments/" + name).attempts.map(\.state)
    #expect(states == [.completed, .lost])
    let problems = try Soundness(bench).problems
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test func aProcessThatOnlyHasTheCommandsNumberIsLeftAlone() throws {
    let bench = try Bench.inRepository(["train.sh": Self.training])
    // As if the command had ended and its number had come round again: its beginning is another's.
    let script = Self.orphan + "sed -i 's/^ticks .*/ticks 1/' experiments/*_t/attempt_2/attempt.txt\n"
    let run = try bench.shell(script + "xp stop t; echo $?; kill -0 $(fact child) && kill -9 $(fact child) && echo lives")
    #expect(run.text.hasSuffix("lives\n") && !run.errorText.contains("were told to end"), "\(run.text)\(run.errorText)")
    let name = try #require(try bench.experiments().first)
    #expect(try ExperimentRecord.load(bench.folder + "/experiments/" + name).attempts.map(\.state) == [.completed, .lost])
  }
}

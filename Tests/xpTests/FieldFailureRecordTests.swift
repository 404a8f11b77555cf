import Provenance
import TestSupport
import Testing

/// The rows of the field's failures that concern the files of a run, through the built program.
@Suite struct FieldFailureRecordTests {
  @Test func twoValuesOfOneMetricAreAConflictWithBothSources_F12() throws {
    let project = try ProjectCopy()
    let folder = "experiments/20260103_030405_mlp_twice/"
    try project.write(folder + "config.json", #"{"a": {"b": 1}}"#)
    try project.write(folder + "metrics.csv", "epoch,val_auc\n1,0.5\n2,0.6\n")
    try project.write(folder + "metrics_results.csv", "epoch,val_auc\n2,0.9\n")
    try project.output("xp adopt " + folder)
    let judgment = try project.judgment("no-contradictions", "mlp_twice")
    #expect(judgment.verdict == "fail")
    #expect(judgment.reason.contains("0.6 in metrics.csv:3") && judgment.reason.contains("0.9 in metrics_results.csv:2"))
  }

  @Test func theLogIsTiedToItsRunByTimeAndDigest_F13() throws {
    let project = try ProjectCopy()
    let first = project.original.first
    #expect(try project.judgment("raw-log", first).verdict == "pass")
    try project.output("echo another run > experiments/\(first)/stdout.log")
    #expect(try project.judgment("raw-log", first).verdict == "fail")
  }

  @Test func anImportedLogThatEndedBeforeItsResultFails_F13() throws {
    let project = try ProjectCopy()
    let folder = "experiments/20260103_030405_mlp_log/"
    try project.write(folder + "config.json", #"{"a": {"b": 1}}"#)
    try project.write(folder + "metrics.csv", "epoch,val_auc\n1,0.5\n")
    try project.write(folder + "stdout.log", "of another run\n")
    try project.output("touch -d '2026-01-03 03:00' \(folder)stdout.log; touch -d '2026-01-03 10:00' \(folder)metrics.csv")
    try project.output("xp adopt " + folder)
    let judgment = try project.judgment("raw-log", "mlp_log")
    #expect(judgment.verdict == "fail" && judgment.reason.contains("7 h"), "\(judgment)")
  }

  @Test func theScriptGivesTheCommandExactlyTheRecordedWords_F17() throws {
    let project = try ProjectCopy()
    try project.write("words.sh", #"for word in "$@"; do printf '<%s>\n' "$word"; done"# + "\n")
    let words = #"--lr 1e-3 'two words' "it's" '$HOME `id` \n' '' '*' "$(printf 'a\nb')" --flag=é"#
    let name = try project.register("--title words -- sh words.sh \(words)", running: true)
    let argv = try ExperimentRecord.load(project.root + "/experiments/" + name).registration.command?.argv ?? []
    #expect(argv.count == 11)
    let expected = argv.dropFirst(2).map { "<\($0)>\n" }.joined()
    #expect(try project.read("experiments/\(name)/stdout.log") == expected)
    #expect(try project.judgment("command-script", name).verdict == "pass")
  }

  @Test func aScriptThatLostAFlagFails_F17() throws {
    let project = try ProjectCopy()
    let name = project.original.names[2]
    try project.output("sed -i '/--seed/d' experiments/\(name)/command.sh")
    let judgment = try project.judgment("command-script", name)
    #expect(judgment.verdict == "fail" && judgment.reason.contains("--seed"), "\(judgment)")
  }

  @Test func aFileThatWasCutIsReportedByItsPlaceAndNothingIsRecorded_F18() throws {
    let project = try ProjectCopy()
    let folder = "experiments/20260103_030405_mlp_cut/"
    try project.write(folder + "config.json", #"{"a": {"b": 1, "c": [0.5, 0.2"#)
    let before = try project.output("find . -type f -not -name 'ledger.sqlite*' | sort")
    let outcome = try project.run("xp adopt " + folder)
    #expect(outcome.status == 2 && outcome.errorText.contains(#/config\.json:1:\d+: /#), "\(outcome.errorText)")
    #expect(try project.output("find . -type f -not -name 'ledger.sqlite*' | sort") == before)
  }

  @Test func aConfigThatIsNotReadWholeRegistersNothing_F18() throws {
    let project = try ProjectCopy()
    try project.write("cut.json", #"{"a": {"b": [1, 2"#)
    let before = try project.output("ls experiments .xp/tmp .xp/open")
    #expect(try project.run("xp register cut.json --model m --title cut").status == 2)
    #expect(try project.output("ls experiments .xp/tmp .xp/open") == before)
  }

  @Test func noEntryNamesAPathOfThisMachineAndAMovedProjectIsWhole_F21() throws {
    let project = try ProjectCopy()
    for journal in try project.original.journals { #expect(try !FileReading.text(of: journal).contains(project.original.root)) }
    let moved = project.scratch.path + "/elsewhere"
    try project.output("mv '\(project.root)' '\(moved)'")
    let report = try RecordedProject.shell("xp verify --json \(project.original.first)", in: moved, project.scratch)
    let judgments = try JSONReader.read(report.text)["experiments"]?.array?.first?["judgments"]?.array ?? []
    let (failed, paths) = (judgments.filter { $0["verdict"] == "fail" }, judgments.first { $0["id"] == "paths" })
    #expect(failed.compactMap { $0["id"]?.string } == ["diagnostics"] && paths?["verdict"] == "pass")
  }

  @Test func aLinkThatLeadsNowhereFails_F21() throws {
    let project = try ProjectCopy()
    try project.output("rm experiments/\(project.original.first)/best.pt")
    let judgment = try project.judgment("paths", project.original.first)
    #expect(judgment.verdict == "fail" && judgment.reason.contains("best.pt"))
  }

  @Test func aConfigThatContradictsItselfFails_F23() throws {
    let project = try ProjectCopy()
    try project.write(
      "contradiction.json", #"{"training": {"deterministic": true}, "hardware": {"cudnn_deterministic": false}}"#)
    let name = try project.register("contradiction.json --title contradiction -- sh train.sh")
    let judgment = try project.judgment("no-contradictions", name)
    #expect(judgment.verdict == "fail" && judgment.reason.contains("cudnn_deterministic"))
  }
}

import Checklist
import Provenance
import TestSupport
import Testing

/// From a record back to the result, with a verdict.
@Suite struct ReproduceTests {
  @Test func aDirtyTreeComesOutAgainBitByBitAfterEverythingWasCleaned() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect("git checkout -q . && git clean -fdq && test ! -e model.awk")
    let before = try bench.checkout()
    let (said, status, talk) = try bench.reproduce()
    #expect(status == 0 && said["verdict"]?.string == "bitwise", "\(said) \(talk)")
    #expect(try bench.checkout() == before)
    let report = try bench.statement()
    #expect(report.verdict == .bitwise && report.code == .tree && report.reasons.isEmpty && report.files == 1)
    #expect(report.metrics.map(\.name) == ["loss"] && report.metrics[0].points == 5)
    let rerun = try bench.record(report.rerun)
    #expect(rerun.registration.reproduces?.experiment == bench.name && rerun.attempt?.state == .completed)
    #expect(rerun.registration.config.digest == (try bench.record().registration.config.digest))
    #expect(try FileReading.names(in: bench.bench.folder + "/.xp/rebuilt").isEmpty)
    #expect(try Soundness(bench.bench).problems == [])
  }

  @Test func noiseIsWithinToleranceAndDriftWhenThatIsTightened() throws {
    let bench = try ReproductionBench("NOISE=e-9")
    func tolerate(_ absolute: String) throws {
      try bench.bench.write("xp.toml", ReproductionBench.policy + "tolerance = { loss = { absolute = \(absolute) } }\n")
    }
    try tolerate("1e-6")
    #expect(try bench.reproduce(setting: "NOISE=e-9").status == 0)
    var report = try bench.statement()
    #expect(report.verdict == .withinTolerance && report.first?.step == 2 && report.metrics[0].within == 3)
    try tolerate("1e-10")
    #expect(try bench.reproduce(setting: "NOISE=e-9").status == 1)
    report = try bench.statement()
    #expect(report.verdict == .drift && report.reasons == ["loss: 3 of 5 values differ"])
    let first = try #require(report.first)
    #expect(first.metric == "loss" && first.step == 2 && first.rerun > first.original)
    #expect(first.original == 1.0 / 3 + 3.5)
  }

  @Test func aRerunThatCrashesIsFailedWhateverItsMetricsSay_F2() throws {
    let bench = try ReproductionBench(policy: "tolerance = { \"*\" = { absolute = 1e300 } }\n")
    let (said, status, _) = try bench.reproduce(setting: "CRASH=1")
    let report = try bench.statement()
    #expect(status == 1 && said["verdict"]?.string == "failed")
    #expect(report.verdict == .failed && report.reasons == ["the rerun failed (exit 1)"])
    // The metrics that it wrote before are the same: they do not excuse it.
    #expect(report.metrics.map(\.agreement) == ["bitwise"])
  }

  @Test func aRerunThatIsStoppedIsUnverifiableAndSaysWhy() throws {
    let bench = try ReproductionBench(command: "sh -c 'sh train.sh; if [ -e $HOME/slow ]; then sleep 60; fi'")
    let script = """
      touch $HOME/slow; xp reproduce \(bench.name) --json > out & p=$!
      for i in $(seq 200); do ls .xp/open/*again.run >/dev/null 2>&1 && grep -q child experiments/*again/attempt.txt && break; sleep 0.05; done
      xp stop again 2>/dev/null; wait $p; echo $?; rm out
      """
    #expect(try bench.bench.expect(script).split(separator: "\n").last == "2")
    let report = try bench.statement()
    #expect(report.verdict == .unverifiable && report.reasons == ["the rerun did not come to its end: it was interrupted"])
  }

  @Test(arguments: [
    ("echo 9 >> data/d.txt", "the data data/d.txt is not what it was"),
    ("git for-each-ref --format='%(refname)' refs/xp | xargs -n 1 git update-ref -d", "the ref that kept its captured tree"),
    ("rm data/d.txt", "the data data/d.txt is not here"),
    ("rm -rf .git", "its code cannot be rebuilt: not a git repository"),
    ("rm experiments/*/config.source.json", "the config cannot be given again"),
  ])
  func whatIsNotHereAnyMoreMakesItUnverifiable(_ damage: String, _ reason: String) throws {
    let bench = try ReproductionBench()
    try bench.bench.expect(damage)
    let before = try bench.bench.experiments()
    let (said, status, _) = try bench.reproduce()
    #expect(status == 2 && said["verdict"]?.string == "unverifiable")
    let report = try bench.statement()
    #expect(report.verdict == .unverifiable && report.rerun == nil)
    #expect(report.reasons.contains { $0.hasPrefix(reason) }, "\(report.reasons)")
    #expect(try bench.bench.experiments() == before)
  }

  @Test func aRunThatLeftNothingIsNeverReproduced_F2() throws {
    let bench = try ReproductionBench(command: "sh -c :")
    #expect(try bench.reproduce().status == 2)
    #expect(try bench.statement().reasons == ["nothing to compare with: it left neither metrics nor files"])
    #expect(try bench.reproduce("--anyway").status == 2)
    #expect(try bench.statement().reasons.contains { $0.contains("left nothing in common that could be compared") })
  }

  @Test func whatIsInDoubtIsPassedOverOnRequestAndSaid() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect("rm -rf .git")
    let (said, status, talk) = try bench.reproduce("--anyway")
    let report = try bench.statement()
    #expect(status == 0 && report.verdict == .bitwise && report.code == .present, "\(said) \(talk)")
    #expect(report.doubts == ["its code cannot be rebuilt: not a git repository"])
    let code = try bench.record(report.rerun).registration.code
    #expect(code.reason?.contains("nobody captured") == true)
  }

  @Test func dataThatIsGoneIsNotRecordedAsIfItHadBeenRead() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect("rm data/d.txt")
    #expect(try bench.reproduce("--anyway").status == 1)
    let report = try bench.statement()
    #expect(report.verdict == .failed && report.doubts == ["the data data/d.txt is not here"])
    #expect(try bench.record(report.rerun).registration.data.map(\.digest.value) == [nil])
  }

  @Test func aDryRunSaysWhatIsNotAsItWasAndWritesNothing() throws {
    let bench = try ReproductionBench()
    #expect(try bench.reproduce("--dry-run").status == 0)
    try bench.bench.expect("echo 9 >> data/d.txt; sync")
    let before = try FolderPicture(bench.bench.folder, ignoring: [".xp"])
    let (said, status, _) = try bench.reproduce("--dry-run", setting: "OMP_NUM_THREADS=3")
    #expect(status == 2 && said["verdict"] == .null)
    let rows = said["preflight"]?["rows"]?.array ?? []
    func state(_ subject: String) -> String? { rows.first { $0["subject"]?.string == subject }?["state"]?.string }
    #expect(state("data data/d.txt") == "other" && state("threads") == "other" && state("code") == "same")
    #expect(try FolderPicture(bench.bench.folder, ignoring: [".xp"]).changes(since: before) == [])
  }

  @Test func theTreeIsRebuiltWhereItIsWantedAndStays() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect("mkdir ../empty && xp reproduce \(bench.name) --into ../empty && test -f ../empty/model.awk")
    // Git answers there as it did in the checkout.
    let asked = "git rev-parse HEAD; git -C ../empty rev-parse HEAD; git -C ../empty status --porcelain -uno"
    let lines = try bench.bench.expect(asked).split(separator: "\n")
    #expect(lines[0] == lines[1] && lines[2...].contains(" M train.sh") == false, "\(lines)")
    let again = try bench.bench.shell("xp reproduce \(bench.name) --into ../empty")
    #expect(again.status == 2 && again.errorText.contains("not an empty folder"))
  }

  @Test func aRepeatedRunTellsItsOwnNoiseAndWhatToTolerate() throws {
    let bench = try ReproductionBench("NOISE=e-9")
    let few = try bench.bench.shell("xp tolerance suggest \(bench.name)")
    #expect(few.status == 2 && few.errorText.contains("--repeat 3"))
    let (said, status, _) = try bench.reproduce("--repeat 3", setting: "NOISE=e-9")
    #expect(status == 1 && said["reproductions"]?.array?.count == 3 && said["noise"]?["runs"]?.int == 3)
    let toml = try bench.bench.expect("xp tolerance suggest \(bench.name)")
    // Four runs with 0 to 3 times 1e-9 added: any two lie at most 3e-9 apart.
    let proposed = try TOMLReader.read(toml)["metrics"]?["tolerance"]?["loss"]?["absolute"]?.double
    #expect(proposed.map { $0 >= 6e-9 && $0 < 6.2e-9 } == true, "\(toml)")
    try bench.bench.write("xp.toml", ReproductionBench.policy + toml)
    #expect(try bench.reproduce(setting: "NOISE=e-9").status == 0)
  }

  @Test func anotherSeedIsSetWhereTheFirstOneWas() throws {
    let bench = try ReproductionBench(command: "sh train.sh --seed 3")
    #expect(try bench.reproduce("--seed 8,9").said["reproductions"]?.array?.compactMap { $0["seed"]?.string } == ["8", "9"])
    let rerun = try bench.record(try bench.statement().rerun)
    #expect(rerun.registration.seeds.primary?.value == "9" && rerun.registration.reproduces?.seed == "9")
    #expect(try rerun.config().root["seed"]?.int == 9)
    #expect(rerun.registration.command?.argv == ["sh", "train.sh", "--seed", "9"])
  }

  @Test func theReadmeOfTheOriginalSaysWhatItCameTo() throws {
    let bench = try ReproductionBench("NOISE=e-9")
    try bench.bench.expect("xp readme \(bench.name)")
    try bench.reproduce(setting: "NOISE=e-9")
    let path = bench.bench.folder + "/experiments/\(bench.name)/README.md"
    let text = try FileReading.text(of: path)
    #expect(text.contains("## Reproduced") && text.contains("**drift**") && text.contains("loss: "))
    #expect(try bench.bench.xp("readme", "--check", bench.name).status == 0)
    for name in try bench.bench.experiments() {
      let page = try bench.bench.xp("show", "--json", name).output
      #expect(try SchemaTests.schema("show.v1").faults(in: JSONReader.read(page)) == [])
      #expect(try bench.bench.xp("show", name).text.contains("reproduced\n  drift"))
    }
    // What somebody changed by hand outside the notes is theirs.
    try FileWriting.replace(path, with: "mine\n")
    let (_, _, talk) = try bench.reproduce(setting: "NOISE=e-9")
    #expect(try FileReading.text(of: path) == "mine\n")
    #expect(talk.contains("README.md stays as it is"))
  }
}

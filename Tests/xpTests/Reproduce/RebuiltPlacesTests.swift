import Checklist
import Provenance
import TestSupport
import Testing

/// What a run needs beside its tree is there, and what belongs to the user is not reached through it.
@Suite struct RebuiltPlacesTests {
  @Test func aSecretIsAskedForAndGivenAgain() throws {
    let key = "sk-proj-" + String(repeating: "a1B2c3D4", count: 5)
    let bench = try ReproductionBench(command: "sh train.sh --api-key \(key)")
    #expect(try bench.reproduce().status == 2)
    let report = try bench.statement()
    #expect(report.reasons.contains { $0.contains("XP_SECRET_1 held a secret") }, "\(report.reasons)")
    #expect(try bench.reproduce("--anyway").status == 2, "what cannot be given cannot be passed over")
    #expect(try bench.reproduce(setting: "XP_SECRET_1=\(key)").status == 0)
    for file in try FileReading.names(in: bench.bench.folder + "/experiments") {
      let record = try bench.record(file)
      #expect(record.entries.allSatisfy { !String(decoding: $0.bytes, as: UTF8.self).contains(key) })
    }
  }

  /// Its process may have a number of its own, as in a container: only the lock tells that it is there.
  @Test func aTreeInWhichAnotherWorksIsLeftAloneAndOneThatWasLeftGoes() throws {
    let bench = try ReproductionBench()
    let gone = "sh -c 'echo $$'"
    let tree = try bench.bench.expect("t=.xp/rebuilt/old-1.$(\(gone)); mkdir -p $t && echo 1 > $t/file && printf %s $t")
    let locked = try bench.bench.shell("(flock 9; xp reproduce \(bench.name)) 9<\(tree)")
    #expect(locked.status == 0, "\(locked.errorText)")
    #expect(try FileReading.names(in: bench.bench.folder + "/" + tree) == ["file"])
    #expect(try bench.reproduce().status == 0)
    #expect(try FileReading.names(in: bench.bench.folder + "/.xp/rebuilt") == [])
  }

  @Test func aSubmoduleIsRebuiltWithItsChanges() throws {
    let bench = try Bench()
    try bench.expect(
      """
      git init -q -b main ../inner && cd ../inner && echo 'print "one"' > lib.awk && git add . && git commit -qm inner && cd ../project
      git init -q -b main . && xp init && printf 'experiments/\\n' > .gitignore
      git -c protocol.file.allow=always submodule --quiet add ../inner lib && git add -A && git commit -qm first
      echo '{ print "two" }' > lib/lib.awk
      echo 'awk -f lib/lib.awk .gitignore > "$XP_DIR/out.txt"' > train.sh
      xp run --model m --title t -- sh train.sh
      rm train.sh && git -C lib checkout -q .
      """)
    let outcome = try bench.shell("xp reproduce @last --into ../again")
    #expect(outcome.status == 0 && outcome.text.contains("bitwise"), "\(outcome.text)\(outcome.errorText)")
    #expect(try bench.expect("cat ../again/lib/lib.awk experiments/*again/out.txt") == "{ print \"two\" }\ntwo\n")
    #expect(try bench.expect("cat lib/lib.awk; git status --porcelain") == "print \"one\"\n")
  }

  @Test func aProjectInAFolderOfItsRepositoryFindsWhatLiesAboveIt() throws {
    let bench = try Bench()
    try bench.expect(
      """
      git init -q -b main . && mkdir -p shared work/sub && echo '{ print NR }' > shared/lib.awk && cd work && xp init
      echo 'awk -f ../shared/lib.awk xp.toml > "$XP_DIR/out.txt"' > train.sh && printf 'experiments/\\n' > .gitignore
      git add -A .. && git commit -qm first && cd sub && xp run --model m --title t -- sh -c 'cd .. && sh train.sh'
      cd .. && rm ../shared/lib.awk
      """)
    let outcome = try bench.shell("cd work && xp reproduce @last")
    #expect(outcome.status == 0 && outcome.text.contains("bitwise"), "\(outcome.text)\(outcome.errorText)")
  }

  @Test func aFileThatWasNotCapturedIsNamedAndAReasonNotToTell() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect("printf 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1\\n' > .env")
    try bench.bench.expect("xp run configs/c.json --model m --title u -- sh train.sh")
    let outcome = try bench.bench.shell("xp reproduce m_u")
    #expect(outcome.status == 2 && outcome.text.contains(".env of its code was not captured"), "\(outcome.text)")
    #expect(try bench.bench.shell("xp reproduce m_u --anyway").status == 0)
  }

  @Test func aWordThatNamesAnIgnoredFileIsAReasonNotToTell() throws {
    let bench = try ReproductionBench(command: "sh train.sh data/other.txt")
    try bench.bench.expect("echo 1 > data/other.txt")
    let (said, status, _) = try bench.reproduce("--dry-run")
    #expect(status == 2)
    #expect(
      said["preflight"]?["doubts"]?.array?.compactMap(\.string) == ["data/other.txt, which the command names, is in no record"])
  }

  @Test func outputsOfARerunLieInItsOwnFolderOnly() throws {
    let bench = try ReproductionBench(
      command: "sh -c 'sh train.sh; cp results/metrics.csv {dir}/copy.csv; pwd > $XP_DIR/where.log'")
    try bench.bench.expect("rm -r results")
    #expect(try bench.reproduce().status == 0)
    let rerun = try bench.record(try bench.statement().rerun)
    let paths = rerun.attempt?.artifacts.map(\.path) ?? []
    #expect(paths.contains("collected/results/metrics.csv") && paths.contains("copy.csv"), "\(paths)")
    #expect(FileStatus.of(bench.bench.folder + "/results") == nil)
    #expect(try FileReading.text(of: rerun.folder + "/where.log").contains("/.xp/rebuilt/"))
    #expect(rerun.registration.command?.argv.last?.contains("experiments/\(rerun.name)/copy.csv") == true)
  }

  @Test func pathsOfTheProjectLeadIntoTheRebuiltTree() throws {
    let bench = try ReproductionBench()
    try bench.bench.write("tools/more.sh", "echo then > $XP_DIR/more.bin\n")
    let run = "TOOLPATH=$PWD/tools xp run configs/c.json --model m --title u -- "
    try bench.bench.expect(run + "sh -c 'sh $0 && sh \"$TOOLPATH/more.sh\"' $PWD/train.sh")
    try bench.bench.write("tools/more.sh", "echo now > $XP_DIR/more.bin\n")
    try bench.bench.write("train.sh", "exit 5\n")
    let outcome = try bench.bench.shell("TOOLPATH=$PWD/tools xp reproduce m_u")
    #expect(outcome.status == 0 && outcome.text.contains("bitwise"), "\(outcome.text)\(outcome.errorText)")
  }

  /// skipped: without Python there are no packages.
  @Test(.enabled(if: hasPython, "skipped: Python 3 is not installed"))
  func aPackageThatIsImportedFromTheProjectIsAReasonNotToTell() throws {
    let bench = try ReproductionBench()
    try bench.bench.expect(
      """
      python3 -m venv --without-pip ../v && cd ../v/lib/python3*/site-packages && mkdir foo-1.dist-info && cd foo-1.dist-info
      printf 'Metadata-Version: 2.1\\nName: foo\\nVersion: 1\\n' > METADATA
      echo '{"url": "file://\(bench.bench.folder)", "dir_info": {"editable": true}}' > direct_url.json
      """)
    try bench.bench.write("train.py", "import os\nopen(os.environ['XP_DIR'] + '/x.bin', 'w').write('1')\n")
    try bench.bench.expect("xp run configs/c.json --model m --title u -- ../v/bin/python train.py")
    let outcome = try bench.bench.shell("xp reproduce m_u")
    #expect(
      outcome.status == 2 && outcome.text.contains("the package foo is imported from the project as it is now"), "\(outcome.text)"
    )
  }

  private static let hasPython =
    (try? ChildProcess.run(["python3", "--version"], in: "/", environment: HouseRulesTests.environment).succeeded) ?? false

  @Test func dataThatIsAFolderIsLinkedAndNotTouched() throws {
    let bench = try ReproductionBench(policy: "[[checklist.item]]\nid = \"x\"\ntitle = \"y\"\nfile = \"*\"\n")
    try bench.bench.expect("mkdir data/more && echo 5 > data/more/a && echo 6 > data/more/b")
    try bench.bench.expect("xp run configs/c.json --model m --title u --data data/more -- sh train.sh")
    let before = try FolderPicture(bench.bench.folder + "/data", ignoring: [])
    let outcome = try bench.bench.shell("xp reproduce m_u")
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
    #expect(try FolderPicture(bench.bench.folder + "/data", ignoring: []).changes(since: before) == [])
  }

  @Test func anEnvironmentIsMadeAnewFromItsLockFile() throws {
    let bench = try ReproductionBench()
    // A tool that stands for uv: it makes the program that was there when the lock file was recorded.
    let uv = "#!/bin/sh\nmkdir -p \"$UV_PROJECT_ENVIRONMENT/bin\" && cp \"$KEEP\" \"$UV_PROJECT_ENVIRONMENT/bin/trainer\"\n"
    try bench.bench.write("uv.lock", "version = 1\n")
    try bench.bench.expect(
      """
      mkdir ../tools && cp "$(readlink -f /bin/bash)" ../keep && cp ../keep ../tools/trainer
      PATH=$PWD/../tools:$PATH xp run configs/c.json --model m --title u -- trainer train.sh
      cp "$(readlink -f /bin/false)" ../tools/trainer
      """)
    let present = try bench.bench.shell("PATH=$PWD/../tools:$PATH xp reproduce m_u")
    #expect(present.status == 1 && present.text.contains("~ other    program"), "\(present.text)\(present.errorText)")
    try bench.bench.expect("cat > ../tools/uv <<'E'\n\(uv)E\nchmod +x ../tools/uv")
    let anew = try bench.bench.shell("KEEP=$PWD/../keep PATH=$PWD/../tools:$PATH xp reproduce m_u")
    #expect(anew.status == 0 && anew.errorText.contains("uv sync --locked"), "\(anew.text)\(anew.errorText)")
    try bench.bench.expect("printf '#!/bin/sh\\necho no network >&2; exit 1\\n' > ../tools/uv")
    let refused = try bench.bench.shell("PATH=$PWD/../tools:$PATH xp reproduce m_u")
    #expect(
      refused.status == 1 && refused.errorText.contains("the present environment is used: uv ended with status 1: no network"))
  }
}

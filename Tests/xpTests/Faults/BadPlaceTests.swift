import Foundation
import Provenance
import TestSupport
import Testing

/// Where nothing can be written, or what is there is not what it should be.
@Suite struct BadPlaceTests {
  /// Whether a file system can be mounted here: root in a container often may not.
  private static let canMount: Bool = {
    guard getuid() == 0, let bench = try? Bench() else { return false }
    return (try? bench.expect("mkdir m && mount -t tmpfs -o size=1m none m && umount m")) != nil
  }()

  @Test func anExperimentsFolderThatIsNoneIsRefused() throws {
    for making in ["echo hello > experiments", "ln -s nowhere experiments", "ln -s xp.toml experiments"] {
      let bench = try Bench.inRepository()
      try bench.expect(making)
      try bench.write("c.json", "{}")
      try expectRefusal(bench, ["register", "c.json", "--title", "t"], says: ["experiments"])
    }
  }

  @Test func aSymlinkedExperimentIsRefusedByEveryCommand() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title t -- true")
    let name = try #require(try bench.experiments().first)
    let link = "20250101_000000_m_link"
    try bench.expect(
      "mkdir ../elsewhere && cp -r experiments/\(name)/. ../elsewhere && ln -s ../../elsewhere experiments/\(link)")
    let outside = try FolderPicture(bench.scratch.path + "/elsewhere")
    for command in ["verify", "readme", "diff"] {
      try expectRefusal(bench, [command, link] + (command == "diff" ? [name] : []), says: [link, "is a link"])
      try expectRefusal(bench, [command, "experiments/" + link] + (command == "diff" ? [name] : []), says: ["is a link"])
    }
    try expectRefusal(bench, ["adopt", "experiments/" + link], says: ["is not a folder"])
    #expect(try bench.xp("sync").status == 0)
    #expect(try FolderPicture(bench.scratch.path + "/elsewhere").changes(since: outside).isEmpty)
  }

  @Test func anAdoptionOfWhatIsNotThereIsRefused() throws {
    let bench = try Bench.inRepository()
    try bench.write("experiments/20250101_000000_m_x/config.json", "{")
    try bench.expect("mkdir elsewhere")
    try expectRefusal(bench, ["adopt", "experiments/nothing"], says: ["experiments/nothing"])
    try expectRefusal(bench, ["adopt", "elsewhere"], says: ["outside"])
    try expectRefusal(bench, ["adopt", "xp.toml"], says: ["xp.toml"])
    for name in ["two\nlines", "\u{1B}[2J"] {
      try bench.write("experiments/\(name)/config.json", "{}")
      try expectRefusal(bench, ["adopt", "experiments/" + name], says: ["control character"])
    }
    try expectRefusal(bench, ["adopt", "experiments/20250101_000000_m_x"], says: ["config.json:1:2"])
  }

  /// What is git's, SQLite's and the test's own.
  private static let others: Set = [".git/objects", FolderPicture.lock, ".xp/ledger.sqlite-wal", "filler"]

  @Test func aRecordsFileThatIsNoFileIsSaidAndStopsNothing() throws {
    let bench = try Bench.inRepository()
    try bench.write("c.json", #"{"a": {"b": 1}}"#)
    try bench.expect("xp register c.json --model m --title t -- true")
    let folder = try "experiments/" + #require(try bench.experiments().first)
    for making in ["true", "mkfifo F", "mkdir F", "ln -s /dev/zero F", "ln -s nowhere F", "printf '{' > F"] {
      try bench.expect("cd \(folder) && rm -rf config.json && " + making.replacing("F", with: "config.json"))
      let verify = try bench.xp("verify")
      #expect(verify.status == 1 && verify.text.contains("config.json"), "\(making): \(verify.errorText)")
      #expect(try bench.xp("diff", "@last", "@last").status == 2, "\(making)")
      #expect(try bench.xp("readme").status == 2, "\(making)")
      #expect(try bench.xp("sync").status == 0, "\(making)")
    }
  }

  @Test func aReadmeThatIsALinkIsNotFollowed() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title t -- true && echo mine > ../mine.md")
    let name = try #require(try bench.experiments().first)
    try bench.expect("ln -s ../../../mine.md experiments/\(name)/README.md")
    _ = try bench.xp("readme")
    #expect(try bench.scratch.read("mine.md") == "mine\n")
  }

  @Test(.enabled(if: canMount, "skipped: no file system can be mounted here"))
  func onAFullDiskTheProjectStaysAsItWas() throws {
    let bench = try Bench()
    try bench.expect("mount -t tmpfs -o size=6m none .")
    // The shell that mounted it stands in the folder below: what follows enters anew.
    defer { _ = try? ChildProcess.run(["umount", "-l", bench.folder], in: "/", environment: bench.environment) }
    try bench.expect("git init -q -b main . && echo 1 > train.py && xp init && git add -A && git commit -qm first")
    try bench.expect("xp register --model m --title t -- true")
    for kept in [0, 4, 8, 16, 32, 64, 128, 256] {
      try bench.expect("rm -f filler; head -c 10000000 /dev/zero > filler 2>/dev/null; true")
      try bench.expect("truncate -s -\(kept)k filler; echo filler > .git/info/exclude || true")
      let before = try FolderPicture(bench.folder, ignoring: Self.others)
      let run = try bench.xp("register", "--model", "m", "--title", "full \(kept)", "--", "true")
      if run.status == 0 { continue }
      #expect(run.status == 2, "\(kept)k: \(run.errorText)")
      #expect(
        run.errorText.contains("no space left") && run.errorText.contains("hint: free some space"), "\(kept)k: \(run.errorText)")
      if !run.errorText.contains("complete but not in the ledger") {
        let changes = try FolderPicture(bench.folder, ignoring: Self.others).changes(since: before)
        #expect(changes.isEmpty, "\(kept)k: \(run.errorText)\(changes.joined(separator: "\n"))")
      }
    }
    try bench.expect("head -c 10000000 /dev/zero > filler 2>/dev/null; true")
    let verify = try bench.xp("verify", "@last")
    #expect(verify.status <= 2 && verify.text.contains("Folder naming"), "\(verify.errorText)")
    #expect(verify.errorText.contains("judgment is not recorded: "), "\(verify.errorText)")
    try bench.expect("rm filler; xp sync")
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test(.enabled(if: canMount, "skipped: no file system can be mounted here"))
  func aReadOnlyProjectIsJudgedAndSaysThatNothingIsRecorded() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title t -- true && xp readme")
    try bench.expect("mount --bind . . ")
    defer { _ = try? ChildProcess.run(["umount", "-l", bench.folder], in: "/", environment: bench.environment) }
    try bench.expect("mount -o remount,bind,ro .")
    try Self.readOnly(bench)
  }

  @Test(.enabled(if: canMount, "skipped: no file system can be mounted here"), arguments: ["true", "rm .xp/ledger.sqlite-shm"])
  func whatWasCommittedButNotYetMovedIntoTheLedgerIsReadWhereNothingCanBeWritten(_ before: String) throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title one -- true && xp register --model m --title two -- true")
    #expect(FileStatus.of(bench.folder + "/.xp/ledger.sqlite-wal")?.size ?? 0 > 0)
    try bench.expect("\(before) && mount --bind . .")
    defer { _ = try? ChildProcess.run(["umount", "-l", bench.folder], in: "/", environment: bench.environment) }
    try bench.expect("mount -o remount,bind,ro .")
    let picture = try FolderPicture(bench.folder)
    let verify = try bench.xp("verify", "--all")
    #expect(verify.text.contains("_m_one") && verify.text.contains("_m_two"), "\(verify.errorText)")
    #expect(try bench.xp("readme", "--stdout").text.contains("two"))
    #expect(try bench.xp("diff", "one", "two").status <= 1)
    #expect(try FolderPicture(bench.folder).changes(since: picture).isEmpty)
  }

  @Test(.enabled(if: getuid() != 0, "skipped: root may write everywhere"))
  func aProjectWithoutPermissionIsJudgedAndSaysThatNothingIsRecorded() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title t -- true && xp readme && chmod -R a-w .")
    defer { _ = try? bench.shell("chmod -R u+w .") }
    try Self.readOnly(bench)
  }

  private static func readOnly(_ bench: Bench) throws {
    let before = try FolderPicture(bench.folder)
    let verify = try bench.xp("verify")
    #expect(verify.status <= 2 && verify.text.contains("Folder naming"), "\(verify.errorText)")
    #expect(verify.errorText.contains("no judgment is recorded"))
    #expect(try bench.xp("diff", "@last", "@last").status == 0)
    #expect(try bench.xp("readme", "--check").status == 0)
    #expect(try bench.xp("readme", "--stdout").text.contains("# "))
    for words in [["register", "--title", "t"], ["readme", "@last"], ["ledger", "rebuild"]] {
      let run = try bench.xp(words)
      // A README that would be the same is not written.
      #expect(run.status == (words[0] == "readme" ? 0 : 2), "\(words): \(run.errorText)")
      if words[0] != "readme" { #expect(run.errorText.hasPrefix("error: "), "\(words): \(run.errorText)") }
    }
    #expect(try FolderPicture(bench.folder).changes(since: before).isEmpty)
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct OutputWatchTests {
  private let scratch = Scratch()

  private func watch(_ change: (inout Policy) -> Void = { _ in }) -> OutputWatch {
    OutputWatch(project: scratchProject(scratch, change))
  }

  private func lines(_ listing: ArtifactScan.Listing) -> [String] {
    listing.artifacts.map { "\($0.path) \($0.role.rawValue)\($0.changed == true ? " changed" : "")" }
  }

  private func findings(_ listing: ArtifactScan.Listing) -> [String] {
    listing.findings.map { "\($0.place ?? ""): \($0.message)" }.sorted()
  }

  @Test func onlyWhatTheRunMadeOrChangedIsListed() throws {
    try scratch.write("outputs/old/model.pt", "old")
    try scratch.write("outputs/old/best.pt", "old")
    try scratch.write("outputs/old/train.log", "one\n")
    try scratch.write("notes.txt", "x")
    let watch = watch()
    let before = watch.before()
    #expect(before.count == 3)
    try scratch.write("outputs/new/.hydra/config.yaml", "a: 1\n")
    try scratch.write("outputs/new/checkpoints/best.ckpt", "new")
    try scratch.write("lightning_logs/version_0/metrics.csv", "epoch,auc\n1,0.5\n")
    try scratch.write("trainer_output/checkpoint-5/trainer_state.json", "{}")
    try scratch.write("results/checkpoint-5/model.safetensors", "w")
    try scratch.write("results/table.txt", "no output by default")
    try scratch.write("src/outputs/x", "not at the top")
    try scratch.write("experiments/e/outputs/x", "an experiment's own")
    // The same length and, put back, the same time: the inode's own time tells.
    let status = try #require(FileStatus.of(scratch.path + "/outputs/old/model.pt"))
    let handle = try #require(fopen(scratch.path + "/outputs/old/model.pt", "r+"))
    fputs("NEW", handle)
    fclose(handle)
    let second = Double(status.modified / 1_000_000_000)
    var times = [timeval(tv_sec: Int(second), tv_usec: 0), timeval(tv_sec: Int(second), tv_usec: 0)]
    utimes(scratch.path + "/outputs/old/model.pt", &times)
    let log = try #require(fopen(scratch.path + "/outputs/old/train.log", "a"))
    fputs("two\n", log)
    fclose(log)
    let listing = watch.after(before)
    #expect(
      lines(listing) == [
        "lightning_logs/version_0/metrics.csv metrics", "outputs/new/.hydra/config.yaml config",
        "outputs/new/checkpoints/best.ckpt best checkpoint", "outputs/old/model.pt checkpoint changed",
        "outputs/old/train.log log changed", "results/checkpoint-5/model.safetensors checkpoint",
        "trainer_output/checkpoint-5/trainer_state.json metrics",
      ])
    #expect(listing.artifacts.allSatisfy { $0.base == .project })
    #expect(listing.artifacts[3].sha256 == .known(.sha256("NEW")) && listing.findings.isEmpty)
  }

  @Test func whatIsNotFollowedOrReadIsTold() throws {
    let watch = watch()
    let before = watch.before()
    try scratch.write("outputs/a\nb\u{1B}[31m", "x")
    for (link, target) in [
      ("outputs/out", "/etc"), ("outputs/in", "a\nb\u{1B}[31m"), ("outputs/nowhere", "gone"), ("logs", "/usr"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: scratch.path + "/" + link, withDestinationPath: target)
    }
    mkfifo(scratch.path + "/outputs/pipe", 0o644)
    close(open((scratch.path + "/outputs/").utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE9), 0], O_CREAT, 0o644))
    let listing = watch.after(before)
    #expect(lines(listing) == ["outputs/a\nb\u{1B}[31m other"])
    #expect(
      findings(listing) == [
        "logs: a link out of the project: not followed", "outputs/in: a link to another place of the project: not followed",
        "outputs/nowhere: a link that leads nowhere: not followed", "outputs/out: a link out of the project: not followed",
        "outputs/pipe: not a file: not read", "outputs/\u{FFFD}: its name is not UTF-8: not read",
      ])
  }

  @Test func aFileThatGrowsWhileItIsReadHasNoDigest() throws {
    let watch = watch()
    let before = watch.before()
    let path = try scratch.write("outputs/growing.log", "one\n")
    try scratch.write("outputs/still.log", "one\n")
    // The look-up comes just before the reading: here the child writes on.
    let listing = watch.after(
      before,
      known: { _, looked in
        guard looked == path, let file = fopen(path, "a") else { return nil }
        fputs("two\n", file)
        fclose(file)
        return nil
      }, remember: { _, _, remembered in #expect(remembered != path) })
    #expect(listing.artifacts.map(\.sha256.value) == [nil, .sha256("one\n")])
    #expect(findings(listing) == ["outputs/growing.log: still being written: it changed while it was read"])
  }

  @Test func aHugeFileIsListedAndNotRead() throws {
    let watch = watch { $0.artifacts.maximumSize = 1_000_000_000 }
    let before = watch.before()
    try scratch.write("outputs/small.bin", "x")
    let path = try scratch.write("outputs/huge.bin", "x")
    #expect(truncate(path, 4 << 30) == 0)
    let listing = watch.after(before)
    #expect(listing.artifacts.map(\.size) == [4 << 30, 1] && listing.artifacts[0].sha256.value == nil)
    let said = findings(listing)
    #expect(said.count == 2 && said[0] == "outputs/huge.bin: huge: 4294967296 bytes, over 1000000000: not read")
    #expect(said[1].hasPrefix("outputs/huge.bin: sparse: ") && said[1].hasSuffix(" of its 4294967296 bytes are stored"))
  }

  @Test func aSparseFileIsReadAndTold() throws {
    let watch = watch()
    let before = watch.before()
    let path = try scratch.write("outputs/sparse.bin", "x")
    #expect(truncate(path, 8 << 20) == 0)
    let listing = watch.after(before)
    #expect(listing.artifacts[0].sha256 == .known(.sha256([UInt8(ascii: "x")] + [UInt8](repeating: 0, count: 8 << 20 - 1))))
    #expect(findings(listing).count == 1 && findings(listing)[0].contains("sparse"))
  }

  @Test func longReadingTellsHowFarItHasCome() throws {
    let watch = watch()
    let before = watch.before()
    for index in 0..<4 { #expect(try truncate(scratch.write("outputs/\(index).bin", ""), 48 << 20) == 0) }
    nonisolated(unsafe) var told: [ArtifactScan.Progress] = []
    _ = watch.after(before, jobs: 2, progress: { told.append($0) })
    #expect(told.allSatisfy { $0.total == 192 << 20 && $0.done <= $0.total })
    #expect(zip(told, told.dropFirst()).allSatisfy { $0.done < $1.done })
  }

  @Test func aKnownDigestIsNotReadAgain() throws {
    let watch = watch()
    let before = watch.before()
    try scratch.write("outputs/a", "content")
    let trusted = Digest(.sha256, hex: "00")
    nonisolated(unsafe) var total: Int64 = -1
    let listing = watch.after(before, known: { _, _ in trusted }, progress: { total = $0.total })
    #expect(listing.artifacts[0].sha256 == .known(trusted) && total == -1)
  }

  @Test func withoutPatternsNothingIsWatched() throws {
    let watch = watch { $0.run.outputs = [] }
    let before = watch.before()
    try scratch.write("outputs/a", "x")
    #expect(watch.after(before).artifacts.isEmpty)
  }

  @Test func anyFolderAboveAnOutputIsLookedInto() {
    let names = ["outputs", "a", "b-1", "checkpoint-2", "x.csv"]
    let patterns = ["outputs/**", "a/*/x.csv", "*/checkpoint-*/**", "**/x.csv", "*.csv", "a/b-?/**", "./a/x.csv"]
    var count = 0
    for pattern in patterns {
      var policy = Policy()
      policy.run.outputs = [pattern]
      let watched = OutputPatterns(policy)
      func look(_ folders: [String], _ depth: Int) {
        for name in names {
          let path = (folders + [name]).joined(separator: "/")
          if watched.matches(path) {
            count += 1
            for length in folders.indices {
              let above = folders[...length].joined(separator: "/")
              #expect(watched.mayLie(in: above), "\(pattern): \(above) for \(path)")
            }
          }
          if depth < 3 { look(folders + [name], depth + 1) }
        }
      }
      look([], 0)
    }
    #expect(count > 100)
    #expect(!OutputPatterns(Policy()).mayLie(in: "experiments") && !OutputPatterns(Policy()).mayLie(in: "src"))
    #expect(OutputPatterns(Policy()).mayLie(in: "results") && !OutputPatterns(Policy()).mayLie(in: "results/tables"))
  }
}

@Suite struct OutputSnapshotTests {
  @Test func aSnapshotReadsBackFromItsBytesAndACutOneIsRefused() throws {
    let scratch = Scratch()
    for name in ["a", "b c", "d\ne", "é", "e\u{301}"] { try scratch.write("outputs/" + name, name) }
    let watch = OutputWatch(project: scratchProject(scratch))
    let before = watch.before()
    let bytes = before.bytes
    #expect(try OutputSnapshot(bytes: bytes) == before && before.count == 5)
    #expect(try watch.after(OutputSnapshot(bytes: bytes)).artifacts.isEmpty)
    #expect(try OutputSnapshot(bytes: OutputSnapshot.empty.bytes) == .empty)
    for end in bytes.indices { #expect(throws: Failure.self) { try OutputSnapshot(bytes: Array(bytes[..<end])) } }
  }
}

@Suite struct OpenFilesTests {
  @Test(.enabled(if: FileStatus.of("/proc/self/fd") != nil, "skipped: this system does not tell what processes have open"))
  func aFileThatASurvivingChildHoldsOpenForWritingIsTold() throws {
    let scratch = Scratch()
    let watch = OutputWatch(project: scratchProject(scratch))
    let before = watch.before()
    for name in ["written", "read", "closed"] { try scratch.write("outputs/" + name, "x") }
    let child = try ChildProcess.run(
      ["sh", "-c", "exec 3>>outputs/written 4<outputs/read; sleep 600 >/dev/null 2>&1 & echo $!"], in: scratch.path,
      environment: ["PATH=/usr/bin:/bin"])
    let process = try #require(pid_t(child.text.dropLast()))
    defer { kill(process, SIGKILL) }
    let listing = watch.after(before)
    #expect(
      listing.findings.map { "\($0.place ?? ""): \($0.message)" } == [
        "outputs/written: process \(process) still has it open for writing: it may change"
      ])
    #expect(listing.artifacts.allSatisfy { $0.sha256 == .known(.sha256("x")) })
  }
}

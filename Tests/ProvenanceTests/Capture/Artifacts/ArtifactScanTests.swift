import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct ArtifactScanTests {
  private func roles(_ listing: ArtifactScan.Listing) -> [String] {
    listing.artifacts.map { "\($0.path) \($0.role.rawValue)" }
  }

  @Test func filesAreListedWithTheirRolesInOrder() throws {
    let scratch = Scratch()
    for name in [
      "model_best.pth", "checkpoints/last.ckpt", "checkpoints/epoch_3.ckpt", "metrics.csv", "stdout.log", "results.json",
      ".hydra/config.yaml", "notes/a.txt", "lightning_logs/version_0/metrics.csv",
    ] { try scratch.write(name, name) }
    let listing = try ArtifactScan(folder: scratch.path, policy: Policy()).listing()
    #expect(
      roles(listing) == [
        ".hydra/config.yaml config", "checkpoints/epoch_3.ckpt checkpoint", "checkpoints/last.ckpt last checkpoint",
        "lightning_logs/version_0/metrics.csv metrics", "metrics.csv metrics", "model_best.pth best checkpoint",
        "notes/a.txt other", "results.json result", "stdout.log log",
      ])
    #expect(listing.artifacts.allSatisfy { $0.sha256 == .known(.sha256($0.path)) && $0.size == Int64($0.path.utf8.count) })
    #expect(listing.findings.isEmpty)
  }

  @Test func theRecordItselfIsNoArtifact() throws {
    let scratch = Scratch()
    for name in [
      "README.md", "command.sh", "config.json", "config.jcs", "config.yaml", "environment.json", "attempt.txt",
      "journal.0a1b.jsonl", "journal.0a1b.jsonl.torn", "README.md.xp-12-345", ".xp/x", "sub/.xp/x",
    ] { try scratch.write(name, "x") }
    #expect(try ArtifactScan(folder: scratch.path, policy: Policy()).listing().artifacts.isEmpty)
    for name in ["sub/README.md", "sub/config.json", "a.xp-b", "config."] {
      #expect(!ExperimentFiles.isOwn(name))
    }
  }

  @Test func anAttemptHasTheFilesOfItsFolder() throws {
    let scratch = Scratch()
    for name in ["attempt.txt", "a.log", "attempt_2/attempt.txt", "attempt_2/checkpoints/best", "attempt_3/mine"] {
      try scratch.write(name, "x")
    }
    let scan = ArtifactScan(folder: scratch.path, policy: Policy())
    #expect(roles(try scan.listing()) == ["a.log log", "attempt_3/mine other"])
    #expect(roles(try scan.listing(attempt: "attempt_2")) == ["attempt_2/checkpoints/best best checkpoint"])
  }

  @Test func whatIsNotFollowedOrReadIsTold() throws {
    let scratch = Scratch()
    try scratch.write("inside", "x")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/out", withDestinationPath: "/etc")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/in", withDestinationPath: "inside")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/nowhere", withDestinationPath: "gone")
    _ = try ChildProcess.run(["mkfifo", scratch.path + "/pipe"], in: "/", environment: ["PATH=/usr/bin:/bin"])
    let listing = try ArtifactScan(folder: scratch.path, policy: Policy()).listing()
    #expect(roles(listing) == ["inside other"])
    #expect(
      listing.findings.map { "\($0.place ?? ""): \($0.message)" } == [
        "in: a link to another file of the folder: not followed", "nowhere: a link that leads nowhere: not followed",
        "out: a link out of the folder: not followed", "pipe: not a file: not read",
      ])
    #expect(throws: Failure.self) { try ArtifactScan(folder: scratch.path + "/none", policy: Policy()).listing() }
  }

  @Test func aKnownDigestIsTrustedAndOthersAreRemembered() throws {
    let scratch = Scratch()
    for index in 0..<20 { try scratch.write("f\(index)", "content \(index)") }
    let trusted = Digest(.sha256, hex: "00")
    nonisolated(unsafe) var remembered: [String] = []
    let listing = try ArtifactScan(folder: scratch.path, policy: Policy()).listing(
      jobs: 3, known: { _, path in path.hasSuffix("/f7") ? trusted : nil }, remember: { _, _, path in remembered.append(path) })
    #expect(listing.artifacts.first { $0.path == "f7" }?.sha256 == .known(trusted))
    #expect(remembered.count == 19 && !remembered.contains(scratch.path + "/f7"))
    for artifact in listing.artifacts where artifact.path != "f7" {
      #expect(artifact.sha256 == .known(.sha256("content " + artifact.path.dropFirst())))
    }
  }
}

@Suite struct AttemptSealTests {
  @Test func aSelfRecordedAttemptIsSealedWithItsMetrics() throws {
    let scratch = Scratch()
    try scratch.write("attempt.txt", "number 1\nstarted 2026-11-20T21:56:03Z\nended 2026-11-20T21:57:00Z\nexit 0\nhost h\n")
    try scratch.write("metrics.csv", "epoch,auc\n1,0.5\n2,0.75\n")
    try scratch.write("metrics_broken.csv", "epoch,auc\n1\n")
    let record = try #require(try SelfRecord.read(scratch.path).records.first)
    let attempt = try AttemptSeal.attempt(from: AttemptEnd(record: record), folder: scratch.path, policy: Policy())
    #expect(attempt.recorder == .selfRecorded && attempt.state == .completed && attempt.number == 1)
    #expect(attempt.exitStatus == .known(0) && attempt.host == .known("h"))
    #expect(attempt.metrics.map(\.name) == ["auc"] && attempt.metrics[0].maximum == .init(step: 2, value: 0.75))
    #expect(attempt.findings.map(\.place) == ["metrics_broken.csv:2:1"])
  }

  @Test(arguments: [
    ("exit 0\n", Attempt.State.completed), ("exit 1\n", .failed), ("exit 130\n", .interrupted), ("exit 143\n", .killed),
    ("exit 137\n", .killed), ("signal INT\nexit 1\n", .interrupted), ("signal TERM\nexit 7\n", .killed),
    ("signal TERM\nexit 0\n", .completed), ("pid 4\n", .lost),
  ])
  func theStateFollowsFromWhatTheScriptWrote(lines: String, state: Attempt.State) throws {
    let scratch = Scratch()
    try scratch.write("attempt.txt", lines)
    let record = try #require(try SelfRecord.read(scratch.path).records.first)
    #expect(try AttemptSeal.attempt(from: AttemptEnd(record: record), folder: scratch.path, policy: Policy()).state == state)
  }

  @Test func anImportedAttemptClaimsNothingThatNobodyWroteDown() throws {
    let scratch = Scratch()
    try scratch.write("deep/scores.csv", "epoch,auc\n1,0.5\n")
    let attempt = try AttemptSeal.imported(
      folder: scratch.path, policy: Policy(), metrics: ["deep/scores.csv", "gone.csv"])
    #expect(attempt.recorder == .imported && attempt.state == .unknown)
    #expect(attempt.started.value == nil && attempt.ended.value == nil && attempt.exitStatus.value == nil)
    #expect(attempt.artifacts.map(\.role) == [.metrics] && attempt.metrics.map(\.source) == ["deep/scores.csv"])
    #expect(attempt.artifacts[0].modified.milliseconds > 0)
    #expect(attempt.findings.map(\.place) == ["gone.csv"])
  }
}

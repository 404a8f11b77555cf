import Provenance
import TestSupport
import Testing

@Suite struct EvidenceCollectorTests {
  @Test func aFreshRegistrationHasConfigAndNoRun() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    let evidence = try folder.evidence()
    #expect(evidence.attempt == nil && evidence.running.isEmpty)
    #expect(evidence.config.canonical.content == folder.registration.config.digest)
    #expect(evidence.config.parameters.map(\.key) == ["seeds.primary", "training.epochs"])
    #expect(evidence.config.parameters.map(\.line) == [3, 6])
    #expect(evidence.recordedName == EvidenceFolder.name)
  }

  @Test func anAttemptThatBeganAndDidNotEndIsRunning() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    try folder.append(.started, Value.object(Object([("number", 1)])))
    #expect(try folder.evidence().running == [1])
    try folder.finish()
    #expect(try folder.evidence().running.isEmpty)
  }

  @Test func aTruncatedConfigIsUnreadableWithItsPlace() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    try folder.write("config.json", "{\n \"a\": [1,")
    guard case .unreadable(let failure) = try folder.evidence().config.json else {
      Issue.record("it was read")
      return
    }
    #expect(failure.position?.line == 2)
  }

  @Test func aShellJudgesTheScriptAndItsWordsAreReadBack() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    #expect(throws: Never.self) { if case .absent = try folder.evidence().script {} else { Issue.record("a script was found") } }
    try folder.write("command.sh", "#!/bin/sh\nif true; then\n")
    let broken = try folder.evidence().script.content
    #expect(broken?.words == nil && broken?.refusal?.value?.isEmpty == false)
    try folder.write("command.sh", "#!/bin/sh\npython3 train.py\n")
    #expect(try folder.evidence().script.content?.refusal == nil)
  }

  @Test func filesElsewhereAreReadWhereTheyAre() throws {
    let folder = try EvidenceFolder()
    folder.policy.config.effective = [".hydra/config.yaml"]
    folder.policy.checklist.items = [.init(id: "plot", title: "Plot", check: .file("plots/*.png"))]
    try folder.register()
    let files: [(String, Artifact.Role, String)] = [
      ("outputs/a/metrics.csv", .metrics, "epoch,auc\n1,0.5\n"), ("outputs/a/best.pt", .bestCheckpoint, "weights"),
      ("outputs/a/.hydra/config.yaml", .config, "lr: 1\n"), ("outputs/a/results.json", .result, "{\"auc\": 1}"),
      ("outputs/a/plots/p.png", .other, "x"),
    ]
    var artifacts = try files.map { path, role, text in
      try folder.scratch.write(path, text)
      return Artifact(
        path: path, base: .project, role: role, size: Int64(text.utf8.count), sha256: .known(.sha256(text)), modified: .now())
    }
    // A record from elsewhere may say anything; nothing outside the project is looked at.
    artifacts.append(
      Artifact(path: "../../etc/passwd", base: .project, role: .log, size: 1, sha256: .known(.sha256("")), modified: .now()))
    let attempt = Attempt(
      number: 1, recorder: .xp, state: .completed, started: .unknown(""), ended: .unknown(""), exitStatus: .known(0),
      host: .known("h"), artifacts: artifacts, metrics: [])
    try folder.append(.finished, attempt)
    let evidence = try folder.evidence()
    #expect(evidence.metrics.map(\.path) == ["outputs/a/metrics.csv"] && evidence.metrics[0].table.content?.rowCount == 1)
    #expect(evidence.results[0].table.content?.rowCount == 1)
    let now = Dictionary(evidence.files.recorded.map { ($0.artifact.path, $0.now?.digest) }) { $1 }
    #expect(now["outputs/a/best.pt"] == .known(.sha256("weights")) && now["../../etc/passwd"] == .some(nil))
    #expect(evidence.config.effective.map { $0.parameters.content?.map(\.key) } == [["lr"]])
    #expect(evidence.answers.map(\.found) == [.files(["outputs/a/plots/p.png"])])
    let leads = evidence.paths.filter { $0.role == "artifact" }.map(\.leads)
    #expect(leads == [true, true, true, true, true, false])
    try FileWriting.remove(folder.scratch.path + "/outputs")
    let gone = try folder.evidence()
    #expect(gone.files.recorded.allSatisfy { $0.now == nil } && gone.answers.map(\.found) == [.files([])])
  }

  @Test func recordedFilesAreReadAndMissingOnesSeen() throws {
    let folder = try EvidenceFolder()
    try folder.write("best.pt", "weights")
    try folder.write("stdout.log", "said")
    folder.artifacts = [("best.pt", .bestCheckpoint), ("stdout.log", .log)]
    try folder.register()
    try folder.finish()
    try FileWriting.remove(folder.folder + "/stdout.log")
    try folder.write("best.pt", "other!!")
    let files = try folder.evidence().files
    #expect(files.recorded.map { $0.now?.digest } == [.known(.sha256("other!!")), nil])
    #expect(files.recorded[0].artifact.sha256 == .known(.sha256("weights")))
    #expect(files.present.map(\.path).contains("best.pt"))
  }

  @Test func aKnownDigestIsTrustedUnlessDeep() throws {
    let folder = try EvidenceFolder()
    try folder.write("best.pt", "weights")
    folder.artifacts = [("best.pt", .bestCheckpoint)]
    try folder.register()
    try folder.finish()
    let cache = FixedCache(answer: .sha256("remembered"))
    let trusted = try folder.evidence(cache: cache).files.recorded[0].now
    #expect(trusted?.digest == .known(.sha256("remembered")) && trusted?.unchangedSince != nil)
    let read = try folder.evidence(deep: true, cache: cache).files.recorded[0].now
    #expect(read?.digest == .known(.sha256("weights")) && read?.unchangedSince == nil)
  }

  @Test func metricFilesOfTheRecordAreRead() throws {
    let folder = try EvidenceFolder()
    try folder.write("metrics.csv", "epoch,loss\n1,0.5\n2,0.4\n")
    folder.artifacts = [("metrics.csv", .metrics)]
    try folder.register()
    try folder.finish()
    let metrics = try folder.evidence().metrics
    #expect(metrics.map(\.path) == ["metrics.csv"] && metrics[0].table.content?.rowCount == 2)
  }

  @Test func parametersAreKnownFromDefaultsPolicyAndTheClass() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    try folder.scratch.write("defaults.yaml", "training:\n  epochs: 1\n  dropout: 0.1\n")
    try folder.scratch.write("experiments/a/config.json", #"{"seeds": {"primary": 42}, "training": {"lr": 1}}"#)
    try folder.scratch.write("experiments/b/config.json", #"{"seeds": {"primary": 7}, "training": {"momentum": 1}}"#)
    folder.policy.config.defaults = "defaults.yaml"
    folder.policy.config.required = ["training.epochs"]
    folder.policy.classKeys = ["seeds.primary"]
    let siblings = ["a", "b"].enumerated().map { index, name in row(name, at: Moment(milliseconds: Int64(index))) }
    let sources = try folder.evidence(siblings: siblings).config.sources
    #expect(sources.map(\.name) == ["defaults.yaml", "xp.toml", "a"])
    #expect(
      sources.map { $0.keys.content } == [
        ["training.epochs", "training.dropout"], ["training.epochs"], ["seeds.primary", "training.lr"],
      ])
  }

  @Test func theConfigThatTheScriptWroteIsRead() throws {
    let folder = try EvidenceFolder()
    try folder.write(".hydra/config.yaml", "training:\n  epochs: 3\n")
    try folder.register()
    let effective = try folder.evidence().config.effective
    #expect(effective.map(\.path) == [".hydra/config.yaml"])
    #expect(effective[0].parameters.content == [Parameter(key: "training.epochs", value: 3, line: 2)])
  }

  @Test func pathsAndLinksThatLeadNowhereAreFound_F21() throws {
    let folder = try EvidenceFolder()
    folder.registration.data = [DataInput(path: "data/train.csv", mode: .full, digest: .known(.sha256("")))]
    try folder.write("README.md", "# A\n[log](stdout.log) [there](config.json#x) [web](https://a.example/b) [top](#a)\n")
    try folder.register()
    let paths = try folder.evidence().paths
    #expect(paths.filter { $0.leads == false }.map(\.path) == ["data/train.csv", "stdout.log"])
    #expect(paths.first { $0.path == "stdout.log" }?.place == "README.md:2")
    #expect(paths.filter { $0.role == "link" }.map(\.path) == ["stdout.log", "config.json"])
  }

  @Test func thePolicysQuestionsAreAsked() throws {
    let folder = try EvidenceFolder()
    folder.policy.checklist.items = [
      .init(id: "plot", title: "", check: .file("*.png")),
      .init(id: "no", title: "", check: .command(["sh", "-c", "echo why >&2; exit 3"])),
      .init(id: "folder", title: "", check: .command(["sh", "-c", "test -f \"$XP_DIR/config.json\" && test -f base.json"])),
      .init(id: "none", title: "", check: .command(["there-is-no-such-program"])),
      .init(id: "sum", title: "", check: .expression("1 < 2")),
    ]
    try folder.write("a.png", "png")
    try folder.register()
    let answers = try folder.evidence().answers
    #expect(answers.map(\.id) == ["plot", "no", "folder", "none"])
    #expect(answers[0].found == .files(["a.png"]))
    #expect(answers[1].found == .command(status: .known(3), output: "why"))
    #expect(answers[2].found == .command(status: .known(0), output: ""))
    guard case .command(.unknown, _) = answers[3].found else {
      Issue.record("a command that is not there gave \(answers[3].found)")
      return
    }
  }

  @Test func gitIsAskedForCommitAndTree() throws {
    let folder = try EvidenceFolder()
    func git(_ words: String...) throws -> String {
      let variables = EvidenceFolder.variables + ["GIT_CONFIG_GLOBAL=/dev/null"]
      return try ChildProcess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"] + words, in: folder.scratch.path, environment: variables
      ).text.filter { !$0.isWhitespace }
    }
    _ = try git("init", "-q")
    _ = try git("add", "base.json")
    _ = try git("commit", "-qm", "First")
    let commit = Digest(.gitSHA1, hex: try git("rev-parse", "HEAD"))
    let missing = Digest(.gitSHA1, hex: String(repeating: "1", count: 40))
    folder.registration.code = .known(
      CodeState(commit: .known(commit), tree: .known(missing), codeDigest: .unknown(""), clean: true))
    try folder.register()
    #expect(try folder.evidence().code == CodeEvidence(commit: .known(true), tree: .known(false)))
  }

  private func row(_ name: String, at time: Moment) -> ExperimentRow {
    ExperimentRow(
      name: name, model: "", title: "", registered: time, rehearsal: false, imported: false, config: .sha256(""),
      semantic: .sha256(""), code: nil, seeds: .sha256(""),
      policy: PolicyRecord(digest: .sha256(""), schemaVersion: "", updated: ""))
  }
}

/// Knows every file by one digest.
private struct FixedCache: DigestCache {
  let answer: Digest
  func digest(for status: FileStatus, path: String) -> Digest? { answer }
  func remember(_ digest: Digest, for status: FileStatus, path: String) {}
}

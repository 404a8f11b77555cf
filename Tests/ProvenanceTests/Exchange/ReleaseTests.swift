import TestSupport
import Testing

@testable import Provenance

/// What is let go is said first, is what was recorded, and is nothing that anybody needs.
@Suite struct ReleaseTests {
  private let one = "20261120_215603_m_one"
  private static let files: [(path: String, role: Artifact.Role)] = [
    ("best.pt", .bestCheckpoint), ("last.pt", .lastCheckpoint), ("ckpt_1.pt", .checkpoint), ("deep/ckpt_2.pt", .checkpoint),
    ("metrics.csv", .metrics), ("stdout.log", .log), ("effective_config.json", .config), ("plot.png", .other),
  ]

  private func project(_ policy: Policy = Policy(), age: Double = 100) throws -> ExchangeProject {
    var project = try ExchangeProject(policy: policy)
    try project.register(one)
    try project.finish(one, Self.files, age: age)
    return project
  }

  private func going(_ plan: ReleasePlan) -> [String] {
    plan.items.compactMap { item in if case .goes = item.standing { item.artifact.path } else { nil } }
  }

  @Test func byDefaultOldCheckpointsThatAreNeitherBestNorLastGo() throws {
    let project = try project()
    let plan = try project.plan(one)
    #expect(going(plan) == ["ckpt_1.pt", "deep/ckpt_2.pt"])
    #expect(plan.size == Int64("content of ckpt_1.pt".utf8.count + "content of deep/ckpt_2.pt".utf8.count))
    #expect(try going(self.project(age: 3).plan(one)) == [])
  }

  @Test func metricsLogsAndConfigsNeverGo() throws {
    var policy = Policy()
    (policy.release.keep, policy.release.olderThan) = ([], 0)
    let plan = try project(policy).plan(one)
    #expect(going(plan) == ["best.pt", "last.pt", "ckpt_1.pt", "deep/ckpt_2.pt", "plot.png"])
    policy.release.keepFiles = ["deep/**", "*.png"]
    #expect(try going(project(policy).plan(one)) == ["best.pt", "last.pt", "ckpt_1.pt"])
  }

  @Test func aRunWithoutBestAndLastKeepsItsLatestCheckpoint() throws {
    var project = try ExchangeProject()
    try project.register(one)
    try project.finish(one, [("a.pt", .checkpoint), ("b.pt", .checkpoint)])
    #expect(try going(project.plan(one)).count == 1)
  }

  @Test func theStatementComesFirstTheRecordStaysAndOnceIsEnough() throws {
    let project = try project()
    let outcomes = try project.apply(project.plan(one))
    #expect(outcomes.map(\.refusal) == [nil, nil])
    let record = try ExperimentRecord.load(project.project.folder(of: one))
    let told = try record.entries.filter { $0.kind == .released }.map { try ValueDecoder.decode(Release.self, from: $0.body) }
    #expect(told.map(\.path) == ["ckpt_1.pt", "deep/ckpt_2.pt"])
    #expect(told[0].sha256 == .sha256("content of ckpt_1.pt") && told[0].because.hasPrefix("gc: role checkpoint"))
    #expect(record.attempts[0].artifacts.count == Self.files.count)
    #expect(FileStatus.of(project.project.folder(of: one) + "/deep/ckpt_2.pt") == nil)
    let again = try project.plan(one)
    #expect(again.items.filter { $0.standing == .released(project.clock) }.count == 2 && going(again) == [])
    #expect(try project.entries().count == 4)
  }

  @Test func aStatementWithoutItsDeedIsCompletedWithoutAnotherStatement() throws {
    let project = try project()
    _ = try project.apply(project.plan(one))
    try FileWriting.replace(project.project.folder(of: one) + "/ckpt_1.pt", with: "content of ckpt_1.pt")
    let plan = try project.plan(one)
    #expect(going(plan) == ["ckpt_1.pt"])
    _ = try project.apply(plan)
    #expect(try project.entries().count == 4)
    #expect(FileStatus.of(project.project.folder(of: one) + "/ckpt_1.pt") == nil)
  }

  @Test func whatIsNotWhatWasRecordedStaysAndWhatIsGoneStopsNothing() throws {
    var policy = Policy()
    (policy.release.keep, policy.release.olderThan) = ([], 0)
    let project = try project(policy)
    let folder = project.project.folder(of: one)
    let plan = try project.plan(one)
    // Between the plan and the deed: the same size, another content; gone; a link; another size.
    try FileWriting.replace(folder + "/best.pt", with: "content of XXXX.pt")
    try FileWriting.remove(folder + "/last.pt")
    try project.scratch.write("precious", "content of ckpt_1.pt")
    try FileWriting.remove(folder + "/ckpt_1.pt")
    _ = try ChildProcess.run(
      ["ln", "-s", project.scratch.path + "/precious", folder + "/ckpt_1.pt"], in: "/", environment: project.environment)
    _ = try ChildProcess.run(
      ["sh", "-c", "mv deep ../../elsewhere && ln -s ../../elsewhere deep"], in: folder, environment: project.environment)
    let outcomes = try project.apply(plan)
    #expect(outcomes.filter { $0.refusal == nil }.map(\.artifact.path) == ["plot.png"])
    #expect(try project.scratch.read("precious") == "content of ckpt_1.pt")
    #expect(try project.scratch.read("elsewhere/ckpt_2.pt") == "content of deep/ckpt_2.pt")
    #expect(try FileReading.text(of: folder + "/best.pt") == "content of XXXX.pt")
  }

  @Test func whatAnotherUsesStaysUnlessAsked() throws {
    var project = try project()
    let two = "20261120_215609_m_two"
    var registration = ExchangeProject.registration("two")
    registration.uses = [
      Use(experiment: one, artifact: "ckpt_1.pt", input: "../ckpt_1.pt", digest: .sha256("content of ckpt_1.pt"))
    ]
    try FileWriting.makeFolders(project.project.folder(of: two))
    try Recorder(project: project.project, ledger: project.ledger)
      .record(.registered, about: two, body: registration, at: project.tick())
    #expect(try going(project.plan(one)) == ["deep/ckpt_2.pt"])
    #expect(try going(project.plan(one, evenUsed: true)) == ["ckpt_1.pt", "deep/ckpt_2.pt"])
  }

  @Test func nothingGoesWhileTheExperimentRuns() throws {
    let project = try project()
    try project.scratch.write(".xp/open/\(one).run", "")
    #expect(try going(project.plan(one)) == [])
  }

  @Test func whatIsLetGoIsShownAsReleasedNotAsMissing() throws {
    var policy = Policy()
    policy.release.keep = []
    let project = try project(policy)
    _ = try project.apply(project.plan(one))
    let record = try ExperimentRecord.load(project.project.folder(of: one))
    let evidence = EvidenceCollector(
      project: project.project, siblings: [], environment: project.environment, deep: false, cache: nil, now: project.clock
    ).collect(record)
    let best = try #require(evidence.files.recorded.first { $0.artifact.path == "best.pt" })
    #expect(best.now == nil && best.released?.time == project.clock)
    #expect(!evidence.paths.contains { $0.leads == false && $0.role == "artifact" })
  }

  @Test func usesAddUp() throws {
    let project = try project()
    let survey = StorageSurvey(project: project.project, ledger: project.ledger, now: project.clock)
    let use = try #require(try survey.uses(of: [one]).uses.first)
    let files = try ChildProcess.run(
      ["sh", "-c", "find . -type f -printf '%s\\n' | awk '{s += $1} END {print s}'"], in: project.project.folder(of: one),
      environment: project.environment)
    #expect(files.text == "\(use.total)\n")
    #expect(use.roles[.checkpoint]?.files == 2 && use.freeable == use.roles[.checkpoint]?.size)
  }
}

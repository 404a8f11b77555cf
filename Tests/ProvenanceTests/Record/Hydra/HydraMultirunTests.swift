import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct HydraMultirunTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!
  private let environment = ["PATH=/usr/bin:/bin"]
  private static let sweep = "multirun/2026-11-20/20-25-25"

  private var project: Project { scratchProject(scratch) { $0.metrics.primary = "auc" } }

  /// What Hydra 1.3 writes for a job, as far as it is read.
  private func job(_ number: Int, _ lr: String, sweeper: String = "hydra._internal.core_plugins.basic_sweeper.BasicSweeper")
    throws
  {
    let folder = "\(Self.sweep)/\(number)"
    try scratch.write("\(folder)/.hydra/config.yaml", "lr: \(lr)\nmodel:\n  name: mlp\nseed: 7\n")
    try scratch.write("\(folder)/.hydra/overrides.yaml", "- lr=\(lr)\n- +seed=7\n")
    try scratch.write(
      "\(folder)/.hydra/hydra.yaml",
      "hydra:\n  sweeper:\n    _target_: \(sweeper)\n  mode: MULTIRUN\n  job:\n    id: '\(number)'\n    num: \(number)\n")
    try scratch.write("\(folder)/app.log", "job \(number)\n")
    try scratch.write("\(folder)/metrics.csv", "epoch,auc\n1,0.\(number + 5)\n")
    try scratch.write("\(folder)/model_best.pt", "weights \(number)")
  }

  private func multirun(_ words: [String] = ["-m", "lr=0.1,0.2", "+seed=7"]) throws -> (ExperimentRecord, ArtifactScan.Listing) {
    var request = RegistrationRequest(folder: scratch.path, environment: environment)
    (request.model, request.title, request.tags, request.purpose) = ("mlp", "sweep", ["a"], "why")
    request.command = ["python", "app.py"] + words
    let name = try Registrar(project: project, now: time).register(request).name
    let watch = OutputWatch(project: project)
    let before = watch.before()
    try job(0, "0.1")
    try job(1, "0.2")
    try scratch.write(
      "\(Self.sweep)/multirun.yaml", "hydra:\n  overrides:\n    task:\n    - lr=0.1,0.2\n    - +seed=7\nlr: 1\n")
    return (try ExperimentRecord.load(project.folder(of: name)), watch.after(before))
  }

  private func takeIn(
    _ listing: ArtifactScan.Listing, _ record: ExperimentRecord, state: Attempt.State = .completed, collect: Bool = false
  ) throws -> HydraMultirun.Outcome {
    try HydraMultirun(project: project, now: time, environment: environment).takeIn(
      listing, of: .init(record: record, attempt: 1, state: state, host: .known("host")), collect: collect)
  }

  private func load(_ name: String) throws -> ExperimentRecord { try ExperimentRecord.load(project.folder(of: name)) }

  @Test func eachJobBecomesAnExperimentOfItsOwn() throws {
    let (launch, listing) = try multirun()
    let outcome = try takeIn(listing, launch)
    #expect(outcome.rest.artifacts.map(\.path) == ["\(Self.sweep)/multirun.yaml"] && outcome.rest.findings.isEmpty)
    #expect(outcome.experiments == ["20261120_215603_mlp_lr_0.1_seed_7", "20261120_215603_mlp_lr_0.2_seed_7"])
    let record = try load(outcome.experiments[1])
    let registration = record.registration
    #expect(registration.launch == .init(experiment: launch.name, attempt: 1, job: "\(Self.sweep)/1"))
    #expect(registration.config.source == "\(Self.sweep)/1/.hydra/config.yaml")
    #expect(registration.config.overrides.map { "\($0.key)=\($0.new) \($0.origin)" } == ["lr=0.2 hydra", "seed=7 hydra"])
    #expect(registration.command?.argv == ["python", "app.py", "lr=0.2", "+seed=7"])
    #expect(registration.seeds.primary?.value == "7" && registration.tags == ["a"] && registration.purpose == "why")
    #expect(registration.code == launch.registration.code && registration.environment == launch.registration.environment)
    #expect(registration.data == launch.registration.data)
    #expect(Set(try record.config().flattened.map(\.name)) == ["lr", "model.name", "seed"])
    #expect(try FileReading.text(of: record.folder + "/config.source.yaml") == "lr: 0.2\nmodel:\n  name: mlp\nseed: 7\n")
    let attempt = try #require(record.attempt)
    #expect(attempt.recorder == .launch && attempt.state == .completed && attempt.exitStatus == .known(0))
    #expect(attempt.started.value == nil && attempt.metrics.map(\.maximum?.value) == [0.6])
    let prefix = "\(Self.sweep)/1/"
    #expect(
      attempt.artifacts.map { "\($0.path.dropFirst(prefix.count)) \($0.role.rawValue)" } == [
        ".hydra/config.yaml config", ".hydra/hydra.yaml other", ".hydra/overrides.yaml other", "app.log log",
        "metrics.csv metrics",
        "model_best.pt best checkpoint",
      ])
    #expect(attempt.artifacts.allSatisfy { $0.base == .project && $0.path.hasPrefix(prefix) })
    #expect(record.findings.isEmpty && FileStatus.of(record.folder + "/command.sh") != nil)
    #expect(try FileReading.names(in: project.openFolder).isEmpty && FileReading.names(in: project.scratchFolder).isEmpty)
  }

  @Test func takingInTwiceIsOnce() throws {
    let (launch, listing) = try multirun()
    let first = try takeIn(listing, launch)
    let second = try takeIn(listing, launch)
    #expect(first.experiments == second.experiments && second.rest == first.rest)
    #expect(try Ledger.open(project).experiments().count == 3)
    // The ledger is an index: made anew, it knows it again.
    _ = try LedgerRebuild(project: project, now: time, environment: environment).rebuild()
    #expect(try takeIn(listing, launch).experiments == first.experiments)
    #expect(try Ledger.open(project).experiments().count == 3)
  }

  @Test func whatTheLaunchDoesNotTellOfAJobIsUnknown() throws {
    let (launch, listing) = try multirun()
    let outcome = try takeIn(listing, launch, state: .failed)
    let attempt = try #require(try load(outcome.experiments[0]).attempt)
    #expect(attempt.state == .unknown && attempt.exitStatus.reason == "the launch ended failed")
    #expect(attempt.findings.contains { $0.message == "how this job ended is not known: the launch ended failed" })
  }

  @Test func aSweeperThatGoesOnWhenAJobFailsTellsNothing() throws {
    let (launch, _) = try multirun()
    let watch = OutputWatch(project: project)
    let before = watch.before()
    try job(2, "0.3", sweeper: "hydra_plugins.hydra_optuna_sweeper.optuna_sweeper.OptunaSweeper")
    let outcome = try takeIn(watch.after(before), launch)
    let attempt = try #require(try load(outcome.experiments[0]).attempt)
    #expect(attempt.state == .unknown && attempt.exitStatus.reason?.contains("OptunaSweeper may end well") == true)
  }

  @Test func aJobWhoseRecordIsBrokenStaysWithTheLaunch() throws {
    let (launch, _) = try multirun()
    try scratch.write("\(Self.sweep)/0/.hydra/config.yaml", "a: [1\n")
    try FileWriting.remove(scratch.path + "/\(Self.sweep)/1/.hydra/overrides.yaml")
    let listing = OutputWatch(project: project).after(.empty)
    let outcome = try takeIn(listing, launch)
    #expect(outcome.experiments.isEmpty && outcome.rest.artifacts == listing.artifacts)
    let said = outcome.rest.findings.map { "\($0.subject) \($0.place ?? "")" }
    #expect(said.count == 2 && said[0].hasPrefix("hydra \(Self.sweep)/0/.hydra/config.yaml:2"), "\(said)")
    #expect(said[1] == "hydra \(Self.sweep)/1/.hydra/overrides.yaml")
  }

  @Test func aSingleRunIsNoJob() throws {
    let (launch, _) = try multirun()
    let watch = OutputWatch(project: project)
    let before = watch.before()
    try scratch.write("outputs/d/t/.hydra/hydra.yaml", "hydra:\n  mode: RUN\n  job:\n    id: ???\n    num: ???\n")
    try scratch.write("outputs/d/t/.hydra/config.yaml", "lr: 1\n")
    let listing = watch.after(before)
    let outcome = try takeIn(listing, launch)
    #expect(outcome.experiments.isEmpty && outcome.rest == listing)
  }

  @Test func aJobsFilesAreCollectedIntoItsOwnFolder() throws {
    let (launch, listing) = try multirun()
    let outcome = try takeIn(listing, launch, collect: true)
    let record = try load(outcome.experiments[0])
    let attempt = try #require(record.attempt)
    #expect(attempt.artifacts.allSatisfy { $0.base == nil && $0.path.hasPrefix("collected/\(Self.sweep)/0/") })
    for artifact in attempt.artifacts {
      let path = try #require(record.path(of: artifact, in: project))
      #expect(try FileReading.sha256(of: path) == artifact.sha256.value)
    }
    #expect(attempt.metrics.map(\.source) == ["collected/\(Self.sweep)/0/metrics.csv"])
  }

  @Test func aSecretAmongTheOverridesIsNotRecorded() throws {
    let token = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
    let (launch, _) = try multirun()
    try scratch.write("\(Self.sweep)/0/.hydra/config.yaml", "lr: 0.1\nhub_token: \(token)\n")
    try scratch.write("\(Self.sweep)/0/.hydra/overrides.yaml", "- lr=0.1\n- hub_token=\(token)\n")
    let outcome = try takeIn(OutputWatch(project: project).after(.empty), launch)
    let folder = project.folder(of: outcome.experiments[0])
    #expect(lastComponent(of: folder) == "20261120_215603_mlp_sweep_job_0")
    for name in try FileReading.names(in: folder) {
      let bytes = try FileReading.bytes(of: folder + "/" + name)
      #expect(!String(decoding: bytes, as: UTF8.self).contains(token), "\(name)")
    }
    #expect(try load(outcome.experiments[0]).registration.command?.secrets.map(\.index) == [3])
  }

  @Test func aJobsCommandRunByHandIsItsSecondAttempt() throws {
    let (launch, listing) = try multirun(["-m", "lr=0.1,0.2"])
    try scratch.write("bin/python", "#!/bin/sh\necho \"$@\"\n")
    chmod(scratch.path + "/bin/python", 0o755)
    let name = try #require(try takeIn(listing, launch).experiments.last)
    let run = try ChildProcess.run(
      ["sh", "experiments/\(name)/command.sh"], in: scratch.path, environment: ["PATH=\(scratch.path)/bin:/usr/bin:/bin"])
    #expect(run.status == 0, "\(run.errorText)")
    let said = try SelfRecordAdoption(project: project, now: time).adoptAll()
    #expect(said.map(\.message) == ["attempt 2 was self-recorded by command.sh (exit 0) and is taken in"])
    #expect(try load(name).attempts.map(\.recorder) == [.launch, .selfRecorded])
  }

  @Test func jobsRegisteredAtOnceByManyAreThereOnce() throws {
    let (launch, listing) = try multirun()
    nonisolated(unsafe) var names = [[String]](repeating: [], count: 4)
    names.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: 4) { places[$0] = (try? takeIn(listing, launch).experiments) ?? [] }
    }
    #expect(Set(names).count == 1 && names[0].count == 2, "\(names)")
    #expect(try Ledger.open(project).experiments().count == 3)
  }
}

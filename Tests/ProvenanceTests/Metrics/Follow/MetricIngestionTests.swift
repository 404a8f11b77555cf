import TestSupport
import Testing

@testable import Provenance

@Suite struct MetricIngestionTests {
  private func finished(_ bench: FollowBench) throws {
    let listing = try ArtifactScan(folder: bench.folder, policy: bench.project.policy).listing()
    let attempt = Attempt(
      number: 1, recorder: .selfRecorded, state: .completed, started: .unknown("-"), ended: .unknown("-"), exitStatus: .known(0),
      host: .unknown("-"), artifacts: listing.artifacts, metrics: [])
    let entry = Entry(
      .finished, experiment: FollowBench.experiment, ledger: bench.ledger.id, time: .now(), previous: nil,
      body: try ValueEncoder.encode(attempt))
    try bench.ledger.append([entry])
  }

  @Test func whatWasRecordedIsTakenInOnce() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n1,0.5\n2,0.25")
    try bench.scratch.write("experiments/\(FollowBench.experiment)/test_results.json", "{\"auc\": 0.75}")
    try finished(bench)
    let ingestion = MetricIngestion(project: bench.project, ledger: bench.ledger)
    #expect(try ingestion.ingestAll().map(\.message) == ["2 metric files were not taken in yet; the points are there now"])
    #expect(try bench.points.map(\.count) == [2, 1])
    #expect(try ingestion.ingestAll().isEmpty)
    #expect(try bench.points.map(\.count) == [2, 1])
  }

  @Test func aFileThatIsNotAsItWasRecordedIsLeftOut() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n1,0.5\n")
    try finished(bench)
    try bench.append("2,0.4\n")
    let findings = try MetricIngestion(project: bench.project, ledger: bench.ledger).ingestAll()
    #expect(findings.map(\.message) == ["is not as it was recorded: its points are not taken in"])
    #expect(try bench.points.isEmpty)
  }

  @Test func whatTheFollowerTookInIsNotReadAgain() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n1,0.5\n2,0.25")
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    _ = follower.finish(bench.ledger)
    try finished(bench)
    #expect(try MetricIngestion(project: bench.project, ledger: bench.ledger).ingestAll().isEmpty)
  }
}

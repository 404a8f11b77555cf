import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct MetricFollowerTests {
  /// How the pieces of a file come to be read.
  enum Manner: CaseIterable { case oneFollower, killedBetweenPolls, twoFollowers, withoutLedger }

  @Test(arguments: Manner.allCases, 0..<40)
  func howeverAFileGrowsItGivesWhatOneLookGives(_ manner: Manner, _ seed: Int) throws {
    var generator = MetricTextGenerator(seed: UInt64(seed) + 1)
    let isCSV = generator.below(2) == 0
    let bench = try FollowBench(isCSV ? "metrics.csv" : "metrics.jsonl")
    let rows = 1 + generator.below(60)
    var rest = Array((isCSV ? generator.csv(rows: rows) : generator.lines(rows: rows)).utf8)[...]
    var followers = [bench.follower(), bench.follower()]
    let ledger = manner == .withoutLedger ? nil : bench.ledger
    while !rest.isEmpty {
      let piece = rest.prefix(1 + generator.below(120))
      try bench.append(piece)
      rest = rest.dropFirst(piece.count)
      let turn = manner == .twoFollowers ? generator.below(2) : 0
      if manner == .killedBetweenPolls { followers[0] = bench.follower() }
      try followers[turn].poll(ledger)
    }
    let table = try bench.table()
    let outcome = followers[0].finish(ledger)
    #expect(outcome.summaries == table.summaries() && outcome.findings == table.findings)
    if manner == .twoFollowers { #expect(followers[1].finish(ledger).summaries == table.summaries()) }
    guard ledger != nil else { return }
    #expect(ordered(try bench.points) == ordered(bench.series(of: table)))
    // Whoever comes later finds everything there.
    _ = bench.follower().finish(ledger)
    #expect(ordered(try bench.points) == ordered(bench.series(of: table)))
  }

  @Test func aHeaderThatGrowsReplacesWhatWasRead() throws {
    let bench = try FollowBench("lightning_logs/version_0/metrics.csv")
    try FileWriting.makeFolders(parent(of: bench.path))
    try bench.write("epoch,loss\n0,0.5\n1,0.4\n")
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    // In the middle of being written anew.
    try bench.write("epoch,loss,val\n0,")
    try follower.poll(bench.ledger)
    #expect(try bench.points.map(\.count) == [2])
    try bench.append("0.5,\n1,0.4,\n2,0.3,0.9\n")
    try follower.poll(bench.ledger)
    try bench.append("3,0.2,0.8\n")
    let (summaries, findings) = follower.finish(bench.ledger)
    #expect(try findings.isEmpty && summaries == bench.table().summaries())
    #expect(ordered(try bench.points) == ordered(bench.series(of: try bench.table())))
  }

  @Test(arguments: [false, true], [false, true])
  func aFileThatIsBegunAgainKeepsWhatWasReadBefore(_ isKilled: Bool, _ hasLedger: Bool) throws {
    let bench = try FollowBench()
    let ledger = hasLedger ? bench.ledger : nil
    try bench.write("epoch,loss\n0,0.5\n1,0.4\n2,0.3\n")
    let first = try bench.table()
    var follower = bench.follower()
    try follower.poll(ledger)
    if isKilled, hasLedger { follower = bench.follower() }
    try bench.write("epoch,loss\n0,0.7\n")
    try follower.poll(ledger)
    try bench.append("1,0.6\n")
    if isKilled, hasLedger { follower = bench.follower() }
    try follower.poll(ledger)
    let (summaries, findings) = follower.finish(ledger)
    #expect(
      findings.map(\.message) == ["was begun again: 3 points that were read before are kept as generation 1"])
    #expect(findings.first?.place == "metrics.csv")
    var before = first.summaries()
    before[0].generation = 1
    #expect(try summaries == bench.table().summaries() + before)
    guard hasLedger else { return }
    #expect(
      ordered(try bench.points) == ordered(bench.series(of: first) + bench.series(of: try bench.table(), generation: 2)))
    #expect(try bench.ledger.lastPoints(of: FollowBench.experiment).map(\.generation) == [2])
  }

  @Test func aFileThatIsBegunAgainTheSameWayIsOne() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n0,0.5\n1,0.4\n2,0.3\n")
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    try bench.write("epoch,loss\n0,0.5\n")
    try follower.poll(bench.ledger)
    try bench.append("1,0.4\n2,0.3\n3,0.2\n")
    #expect(follower.finish(bench.ledger).findings.isEmpty)
    #expect(try bench.points == bench.series(of: try bench.table()))
  }

  @Test func aChangeInTheMiddleIsSeenAtTheEnd() throws {
    let bench = try FollowBench()
    let rows = (0..<2000).map { "\($0),0.25\n" }
    try bench.write("epoch,loss\n" + rows.joined())
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    var changed = rows
    changed[1000] = "1000,0.75\n"
    try bench.write("epoch,loss\n" + changed.joined())
    let (summaries, findings) = follower.finish(bench.ledger)
    #expect(summaries.first?.maximum == MetricSummary.Point(step: 1000, value: 0.75))
    #expect(findings.count == 1 && findings[0].message.hasPrefix("was begun again: 2000 points"))
  }

  @Test func garbageInARowLosesThatRowOnly() throws {
    let bench = try FollowBench()
    var rows = (1...12).map { Array("\($0),0.5\n".utf8) }
    rows[6] = [0x00, 0xFF, 0xFE] + Array("x\n".utf8)
    rows[9] = Array("1,2,3,4\n".utf8)
    try bench.write(Array("epoch,loss\n".utf8) + rows.prefix(7).joined())
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    try bench.append(Array(rows.dropFirst(7).joined()))
    let (summaries, findings) = follower.finish(bench.ledger)
    #expect(summaries.map(\.count) == [10])
    #expect(try bench.points.first?.points.map(\.line) == [2, 3, 4, 5, 6, 7, 9, 10, 12, 13])
    #expect(findings.map(\.place) == ["metrics.csv:8:1", "metrics.csv:11:1"])
    #expect(findings[0].message == "row 7 holds what is not text: byte 0x00 at offset 47; the row is passed over")
  }

  @Test func aLineWithoutItsEndWaitsForIt() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n1,0.5\n2,0.2")
    let follower = bench.follower()
    try follower.poll(bench.ledger)
    #expect(try bench.points.map(\.count) == [1])
    try bench.append("5\n3,0.1")
    try follower.poll(bench.ledger)
    #expect(try bench.points.first?.points.map(\.value) == [0.5, 0.25])
    let (_, findings) = follower.finish(bench.ledger)
    #expect(try bench.points.first?.points.map(\.value) == [0.5, 0.25, 0.1])
    #expect(findings.map(\.message) == ["last row has no newline"])
  }

  @Test func numbersThatSQLiteDoesNotKeepComeBackBitForBit() throws {
    let bench = try FollowBench()
    let values = [
      Double.nan, .infinity, -.infinity, -0.0, 0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9007199254740992, 0.1,
    ]
    try bench.write("step,x\n" + values.enumerated().map { "\($0),\($1)\n" }.joined())
    _ = bench.follower().finish(bench.ledger)
    let read = try #require(bench.points.first).points.map(\.value.bitPattern)
    #expect(read == values.map(\.bitPattern))
  }

  @Test func aResultThatIsWrittenAnewReplacesItself() throws {
    let bench = try FollowBench("metrics.json")
    let follower = bench.follower()
    try bench.write("{\"auc\": 0.5}")
    try follower.poll(bench.ledger)
    try bench.write("{\"auc\": 0.")
    try follower.poll(bench.ledger)
    #expect(try bench.points.first?.points.map(\.value) == [0.5])
    try bench.write("{\"auc\": 0.75, \"loss\": 1}")
    let (summaries, findings) = follower.finish(bench.ledger)
    #expect(summaries.map(\.name) == ["auc", "loss"] && findings.isEmpty)
    #expect(try bench.points.map(\.points.first?.value) == [0.75, 1])
  }

  @Test func anAttemptSeesItsOwnFilesOnlyAndThoseThatItIsTold() throws {
    let bench = try FollowBench("attempt_2/metrics.csv")
    try FileWriting.makeFolders(bench.folder + "/attempt_2/deep/deeper")
    try bench.write("epoch,loss\n1,0.5\n")
    try bench.scratch.write("experiments/\(FollowBench.experiment)/metrics.csv", "epoch,other\n1,2\n")
    try bench.scratch.write("experiments/\(FollowBench.experiment)/attempt_2/deep/deeper/metrics.csv", "epoch,deep\n1,2\n")
    let outside = try bench.scratch.write("outputs/run.csv", "epoch,out\n1,3\n")
    let second = bench.follower(attempt: 2)
    second.follow(outside, shownAs: "outputs/run.csv")
    #expect(second.finish(bench.ledger).summaries.map(\.name) == ["deep", "loss", "out"])
    #expect(bench.follower().finish(bench.ledger).summaries.map(\.name) == ["other"])
    #expect(try bench.ledger.lastPoints(of: FollowBench.experiment).map(\.attempt) == [2, 2, 2])
  }

  @Test func twoSourcesOfOneMetricAreKeptApart() throws {
    let bench = try FollowBench()
    try bench.write("epoch,auc\n1,0.5\n")
    try bench.scratch.write("experiments/\(FollowBench.experiment)/metrics.xp.jsonl", "{\"epoch\":1,\"auc\":0.6}\n")
    #expect(bench.follower().finish(bench.ledger).summaries.map(\.source) == ["metrics.csv", "metrics.xp.jsonl"])
    #expect(
      try bench.points.map { [$0.source, "\($0.points[0].value)"] } == [["metrics.csv", "0.5"], ["metrics.xp.jsonl", "0.6"]])
  }

  @Test func aLedgerThatTakesNothingIsAFindingAndTheSummariesAreMade() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss\n1,0.5\n")
    try bench.ledger.write {
      try $0.execute(sql: "CREATE TRIGGER full BEFORE INSERT ON metric_points BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    let (summaries, findings) = bench.follower().finish(bench.ledger)
    #expect(try summaries == bench.table().summaries())
    #expect(findings.count == 1 && findings[0].message.contains("full") && findings[0].message.contains("xp sync"))
    try bench.ledger.write { try $0.execute(sql: "DROP TRIGGER full") }
    #expect(bench.follower().finish(bench.ledger).findings.isEmpty)
    #expect(try bench.points == bench.series(of: try bench.table()))
  }

  @Test func theLastPointsAreTheLastOfEverySeries() throws {
    let bench = try FollowBench()
    try bench.write("epoch,loss,split\n" + (0..<50).map { "\($0),\($0),\($0 % 2 == 0 ? "train" : "val")\n" }.joined())
    _ = bench.follower().finish(bench.ledger)
    let last = try bench.ledger.lastPoints(of: FollowBench.experiment, metric: "loss", limit: 3)
    #expect(last.map(\.split) == ["train", "val"] && last.map(\.count) == [25, 25])
    #expect(last.map { $0.points.map(\.value) } == [[44, 46, 48], [45, 47, 49]])
    #expect(try bench.ledger.lastPoints(of: FollowBench.experiment, metric: "Loss").isEmpty)
  }
}

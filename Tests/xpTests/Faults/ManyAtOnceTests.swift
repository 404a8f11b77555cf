import Foundation
import Provenance
import TestSupport
import Testing

/// Many processes on one project at once: every record is there, none twice, nobody is turned away.
@Suite struct ManyAtOnceTests {
  /// A project of which nothing is there but its policy: no ledger, no id, no key.
  private static func bare() throws -> Bench {
    let bench = try Bench.inRepository()
    try bench.write("c.yaml", "training:\n  lr: 0.1\nauth:\n  token: ghp_aB3dE5fG7haB3dE5fG7haB3dE5fG7haB3dE5f\n")
    try bench.expect("rm -rf .xp")
    return bench
  }

  /// Runs commands of a shell at once.
  ///
  /// - Returns: how each ended, and all that was said on stderr.
  private static func atOnce(_ count: Int, _ command: (Int) -> String, in bench: Bench) throws -> (statuses: [Int], said: String)
  {
    let lines = (0..<count).map { "( \(command($0)) >/dev/null 2>../err.\($0); echo $? >../status.\($0) ) &" }
    try bench.write("../go.sh", lines.joined(separator: "\n") + "\nwait\n")
    try bench.expect("sh ../go.sh")
    let statuses = try bench.expect("cat ../status.*").split(separator: "\n").compactMap { Int($0) }
    let said = try bench.expect("cat ../err.*")
    try bench.expect("rm ../err.* ../status.* ../go.sh")
    return (statuses, said)
  }

  private static func expectOnce(_ bench: Bench, _ experiments: Int) throws {
    #expect(try bench.experiments().count == experiments)
    let problems = try Soundness(bench).problems
    #expect(problems.isEmpty, "\(problems)")
    // What is in the ledger already is not taken in again.
    let sync = try bench.xp("sync")
    #expect(sync.text.hasPrefix("\(experiments) experiment") && sync.errorText.isEmpty, "\(sync.errorText)")
  }

  @Test func sixtyFourThatBeginTheProjectAreAllRecordedOnce() throws {
    let bench = try Self.bare()
    let (statuses, said) = try Self.atOnce(64, { _ in "xp register c.yaml --model m --title same -- true" }, in: bench)
    #expect(statuses == Array(repeating: 0, count: 64), "\(said)")
    #expect(!said.contains("locked") && !said.contains("xp sync"), "\(said)")
    try Self.expectOnce(bench, 64)
    // Of the project itself one statement is made, whoever came first.
    let own = try #require(try Journal.all(in: bench.folder + "/.xp").first).read()
    #expect(own.entries.map(\.kind) == [.policy])
    // One writer, one key: the same secret has the same digest in all of them.
    let configs = try Set(bench.experiments().map { try bench.scratch.read("project/experiments/\($0)/config.jcs") })
    #expect(configs.count == 1)
  }

  @Test func thoseWhoJudgeOneExperimentAtOnceExtendOneChain() throws {
    let bench = try Self.bare()
    try bench.expect("xp register c.yaml --model m --title same -- true")
    let folder = try "experiments/" + #require(try bench.experiments().first)
    // Every judgment may differ from the one before: a log comes and goes.
    let (statuses, said) = try Self.atOnce(
      16, { $0.isMultiple(of: 2) ? "echo x > \(folder)/stdout.log; xp verify" : "rm -f \(folder)/stdout.log; xp verify" },
      in: bench)
    #expect(statuses.allSatisfy { $0 <= 2 } && !said.contains("error:") && !said.contains("not recorded"), "\(said)")
    try bench.expect("rm -f \(folder)/stdout.log")
    try Self.expectOnce(bench, 1)
  }
}

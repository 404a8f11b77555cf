import Foundation
import Provenance
import TestSupport
import Testing

/// A project on a file system where no database can be shared: commands write journals only, and `xp sync` the ledger.
@Suite struct NetworkTests {
  private static func bench() throws -> Bench {
    let bench = try Bench.inRepository()
    try bench.expect("rm -rf .xp && printf '\\n[ledger]\\nfilesystem = \"network\"\\n' >> xp.toml")
    return bench
  }

  private static func sync(_ bench: Bench, host: String = "one") throws -> ChildProcess.Outcome {
    try bench.shell("XDG_CACHE_HOME=$PWD/../cache-\(host) xp sync")
  }

  private static func rows(_ bench: Bench) throws -> [String] {
    let script =
      "import sqlite3; c = sqlite3.connect('file:.xp/ledger.sqlite?immutable=1', uri=True); "
      + "print(*(row[0] for row in c.execute('SELECT hex(digest) FROM entries ORDER BY seq')), sep='\\n')"
    return try bench.expect("python3 -c \"\(script)\"").split(separator: "\n").map(String.init)
  }

  @Test func recordsStayInJournalsUntilTheyAreTakenIn() throws {
    let bench = try Self.bench()
    let run = try bench.xp("register", "--model", "m", "--title", "one", "--", "true")
    #expect(run.status == 0, "\(run.errorText)")
    #expect(run.errorText.split(separator: "\n").filter { $0.contains("until xp sync takes them in") }.count == 1)
    #expect(FileStatus.of(bench.folder + "/.xp/ledger.sqlite") == nil)
    #expect(try bench.expect("ls .xp/order").isEmpty)
    // Whoever asks finds it all the same.
    #expect(try bench.xp("verify", "@last").text.contains("_m_one"))
    #expect(try bench.xp("register", "--model", "m", "--title", "two", "--", "true").text.contains("same config"))
    let first = try Self.sync(bench)
    #expect(first.text == "2 experiments in the ledger\n" && first.errorText.contains("taken in now"), "\(first.errorText)")
    let second = try Self.sync(bench)
    #expect(second.text == first.text && !second.errorText.contains("taken in now"), "\(second.errorText)")
    #expect(try Soundness(bench).problems.isEmpty)
    #expect(try Self.rows(bench).count == 4)
    for suffix in ["-wal", "-shm"] { #expect(FileStatus.of(bench.folder + "/.xp/ledger.sqlite" + suffix) == nil) }
  }

  @Test func anotherMachinePublishesTheSameOrder() throws {
    let bench = try Self.bench()
    try bench.expect("xp register --model m --title one -- true")
    _ = try Self.sync(bench, host: "one")
    let rows = try Self.rows(bench)
    try bench.expect("xp register --model m --title two -- true")
    #expect(try Self.sync(bench, host: "two").status == 0)
    #expect(try Array(Self.rows(bench).prefix(rows.count)) == rows)
    // The first one's cache has fallen behind by what the other wrote.
    try bench.expect("xp register --model m --title three -- true")
    #expect(try Self.sync(bench, host: "one").text == "3 experiments in the ledger\n")
    let order = try bench.expect("cat .xp/order/*").split(separator: "\n").map { $0.uppercased() }
    #expect(try Self.rows(bench) == order)
    // A cache that belongs to another course of things is made anew.
    try bench.expect("xp ledger rebuild")
    #expect(try Self.rows(bench) == order)
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func manyAtOnceAndThoseWhoSyncLoseNothing() throws {
    let bench = try Self.bench()
    let commands = (0..<24).map { number in
      number % 8 == 7 ? "XDG_CACHE_HOME=$PWD/../cache-\(number) xp sync" : "xp register --model m --title same -- true"
    }
    let script = commands.enumerated().map { "( \($1) >/dev/null 2>../err.\($0); echo $? >../status.\($0) ) &" }
    try bench.write("../go.sh", script.joined(separator: "\n") + "\nwait\n")
    try bench.expect("sh ../go.sh")
    let statuses = try bench.expect("cat ../status.*").split(separator: "\n")
    let said = try bench.expect("cat ../err.*")
    #expect(statuses == Array(repeating: "0", count: 24), "\(said)")
    #expect(try Self.sync(bench).text == "21 experiments in the ledger\n")
    let problems = try Soundness(bench).problems
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test func theKilledLeaveNothingAndTheOthersAreRecorded() throws {
    let bench = try Self.bench()
    try bench.expect("xp register --model m --title t -- true")
    var driver = KillDriver(bench, seed: 21)
    let time = try driver.duration { _ in "xp register --model m --title t -- true" }
    for round in 0..<(KillDriver.isSoaking ? 100 : 10) {
      _ = try driver.strike("xp register --model m --title t -- true", within: time * 1.1)
      let next = try Self.sync(bench)
      #expect(next.status == 0, "round \(round): \(next.errorText)")
      let problems = try Soundness(bench).problems
      #expect(problems.isEmpty, "round \(round): \(problems)")
    }
  }

  @Test func aProjectThatComesHomeGoesOnWithADatabase() throws {
    let bench = try Self.bench()
    try bench.expect("xp register --model m --title one -- true")
    _ = try Self.sync(bench)
    try bench.expect("xp register --model m --title two -- true")
    try bench.write("xp.toml", try bench.scratch.read("project/xp.toml").replacing("\"network\"", with: "\"local\""))
    #expect(try bench.xp("register", "--model", "m", "--title", "three", "--", "true").status == 0)
    let sync = try bench.xp("sync")
    #expect(sync.text == "3 experiments in the ledger\n", "\(sync.errorText)")
    #expect(try Soundness(bench).problems.isEmpty)
  }
}

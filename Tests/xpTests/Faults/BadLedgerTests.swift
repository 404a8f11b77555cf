import Provenance
import TestSupport
import Testing

/// A ledger that cannot be used is refused, left alone, and made anew from the journals.
@Suite struct BadLedgerTests {
  private static func bench() throws -> Bench {
    let bench = try Bench.inRepository()
    for title in ["one", "two"] {
      try bench.expect("xp register --model m --title \(title) -- true; xp verify @last >/dev/null; true")
    }
    return bench
  }

  /// Whoever closes it last moves SQLite's log into the ledger.
  private static let settling =
    "python3 -c \"import sqlite3; c=sqlite3.connect('.xp/ledger.sqlite'); c.execute('SELECT * FROM entries').fetchall(); c.close()\""

  @Test func aLedgerThatIsGarbageUnderItsLogIsRefused() throws {
    let bench = try Self.bench()
    try bench.expect("head -c 50000 /dev/urandom > .xp/ledger.sqlite")
    try expectRefusal(bench, ["register", "--title", "three"], says: [".xp/ledger.sqlite", "is not an SQLite database"])
    #expect(try bench.xp("ledger", "rebuild").text.contains("2 experiments"))
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test(arguments: [
    ("head -c 5000 /dev/urandom > .xp/ledger.sqlite", "is not"), (": > .xp/ledger.sqlite", "is not"),
    ("truncate -s 30000 .xp/ledger.sqlite", "is damaged"), ("echo hello > .xp/ledger.sqlite", "is not"),
    (
      "python3 -c \"import sqlite3; c=sqlite3.connect('.xp/ledger.sqlite'); c.execute('PRAGMA user_version=9'); c.close()\"",
      "version 9"
    ),
    (
      "python3 -c \"import sqlite3; c=sqlite3.connect('.xp/ledger.sqlite'); c.execute('PRAGMA application_id=9'); c.close()\"",
      "is not a ledger"
    ),
  ])
  func anUnusableLedgerIsRefusedLeftAloneAndMadeAnew(_ damage: String, _ words: String) throws {
    let bench = try Self.bench()
    try bench.expect(Self.settling)
    try bench.expect(damage)
    for command in [["register", "--title", "three"], ["verify"], ["readme"], ["sync"]] {
      try expectRefusal(bench, command, says: [".xp/ledger.sqlite", words])
    }
    // Also while something waits to be brought together.
    try bench.expect("echo > .xp/open/1-a")
    let rebuilt = try bench.xp("ledger", "rebuild")
    #expect(rebuilt.status == 0, "\(rebuilt.errorText)")
    #expect(rebuilt.text.contains("2 experiments"))
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func garbageInAJournalIsSaidAndTheRestIsRead() throws {
    let bench = try Self.bench()
    try bench.expect("for j in experiments/*_two/journal.*; do printf 'garbage\\n{\"cut' >> $j; done")
    let verify = try bench.xp("verify", "two")
    #expect(verify.status == 1 || verify.status == 2)
    #expect(verify.text.contains("journal"), "\(verify.text)")
    let sync = try bench.xp("sync")
    #expect(sync.status == 0 && sync.errorText.contains("two"), "\(sync.errorText)")
    #expect(try bench.xp("verify", "one").errorText.contains("error") == false)
  }

  @Test func aJournalOfNothingButGarbageIsNamed() throws {
    let bench = try Self.bench()
    try bench.expect("for j in experiments/*_two/journal.*; do head -c 3000 /dev/urandom > $j; echo >> $j; done")
    try expectRefusal(bench, ["verify", "two"], says: ["journal", "two"])
    try expectRefusal(bench, ["adopt", "experiments/" + (try bench.experiments()[1])], says: ["journal"])
    #expect(try bench.xp("sync").status == 0)
  }

  @Test func aLostLedgerIsMadeAnewFromTheJournals() throws {
    let bench = try Self.bench()
    try bench.expect("rm .xp/ledger.sqlite*")
    #expect(try bench.xp("sync").text.contains("2 experiments"))
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func aRebuildSetsTheProjectsOwnCutLineAside() throws {
    let bench = try Self.bench()
    try bench.expect("for j in .xp/journal.*.jsonl; do printf '{\"cut' >> $j; done")
    let rebuilt = try bench.xp("ledger", "rebuild")
    #expect(rebuilt.status == 0 && rebuilt.errorText.contains("cut after 5 bytes"), "\(rebuilt.errorText)")
    #expect(try Soundness(bench).problems.isEmpty)
  }
}

import Provenance
import TestSupport
import Testing

/// The ledger that the program makes is the one that `schemas/ledger.v2.sql` describes.
@Suite struct LedgerSQLTests {
  private static let hasShell =
    (try? ChildProcess.run(["sqlite3", "--version"], in: "/", environment: HouseRulesTests.environment).succeeded) ?? false

  private static let dump = """
    SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name; PRAGMA application_id; PRAGMA user_version;
    """

  /// skipped: without the sqlite3 shell nobody but the program itself could say what is in the file.
  @Test(.enabled(if: hasShell, "skipped: sqlite3 is not installed")) func theLedgerHasExactlyTheWrittenTables() throws {
    let project = try RecordedProject.shared.get()
    let real = try sqlite(Self.dump, project.root + "/.xp/ledger.sqlite")
    let pragmas = "PRAGMA application_id = \(0x7870_6C31); PRAGMA user_version = 2;"
    let written = try sqlite(try HouseRulesTests.text("schemas/ledger.v2.sql") + "\n" + pragmas + Self.dump, ":memory:")
    #expect(real.contains("CREATE TABLE entries") && real.hasSuffix("\(0x7870_6C31) 2"))
    #expect(real == written)
  }

  /// skipped: without the sqlite3 shell nobody but the program itself could try.
  @Test(.enabled(if: hasShell, "skipped: sqlite3 is not installed")) func nobodyAltersAnEntryOfTheLedger() throws {
    let project = try ProjectCopy()
    for statement in [
      "UPDATE entries SET kind = 'x'", "DELETE FROM entries WHERE seq = 1",
      "REPLACE INTO entries SELECT seq, digest, writer, experiment, 'x', time, body FROM entries",
    ] {
      let outcome = try ChildProcess.run(
        ["sqlite3", project.root + "/.xp/ledger.sqlite", statement], in: project.root, environment: HouseRulesTests.environment)
      #expect(!outcome.succeeded && outcome.errorText.contains("entries are never"), "\(statement): \(outcome.errorText)")
    }
  }

  /// Runs SQL and returns the answer in one space for many, comments left out.
  private func sqlite(_ sql: String, _ file: String) throws -> String {
    let outcome = try ChildProcess.run(["sqlite3", file, "\n" + sql], in: "/", environment: HouseRulesTests.environment)
    #expect(outcome.succeeded, "\(outcome.errorText)")
    return outcome.text.replacing(/--[^\n]*/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

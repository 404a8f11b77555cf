import Provenance
import TestSupport
import Testing

/// The commands in `schemas/README.md` check a record without `xp`: they pass on a sound record and fail on one that was tampered with.
@Suite struct ByHandTests {
  /// The page's commands, each by the bold words before it.
  private static func commands() throws -> [(title: String, script: String)] {
    let page = try HouseRulesTests.text("schemas/README.md")
    return page.matches(of: /\*\*([^*]+)\*\*[^*]*?```sh\n((?:.|\n)*?)```/).map { (String($0.1), String($0.2)) }
  }

  /// skipped: without the sqlite3 shell not every command of the page can be typed.
  private static let canType =
    (try? ChildProcess.run(["sqlite3", "--version"], in: "/", environment: HouseRulesTests.environment).succeeded) ?? false

  /// Returns the titles of the checks that fail in a folder.
  private func failing(in root: String, _ scratch: Scratch, _ experiment: String) throws -> [String] {
    try Self.commands().compactMap { title, script in
      let script = "E=experiments/\(experiment)\n" + script
      return try RecordedProject.shell(script, in: root, scratch).succeeded ? nil : title
    }
  }

  @Test(.enabled(if: canType, "skipped: sqlite3 is not installed")) func everyCommandOfThePagePassesOnASoundRecord() throws {
    let project = try RecordedProject.shared.get()
    #expect(try Self.commands().count == HouseRulesTests.text("schemas/README.md").matches(of: /```sh/).count)
    #expect(try Self.commands().count == 8)
    #expect(try failing(in: project.root, project.scratch, project.first) == [])
    #expect(try failing(in: project.root, project.scratch, project.elsewhere) == [])
  }

  @Test(
    .enabled(if: canType, "skipped: sqlite3 is not installed"),
    arguments: [
      ("echo >> $E/config.jcs", ["The config is the recorded one."]),
      ("sed -i s/cores/kores/ $E/environment.json", ["The environment is the recorded one."]),
      ("sed -i '2s/best.pt/rest.pt/' $E/journal.*", ["No entry was altered", "The order names", "The files that"]),
      ("sed -i '$d' $E/journal.*", ["The order names"]),
      ("echo 0.9 >> $E/metrics.csv", ["The files that"]),
      ("git update-ref -d $(git for-each-ref --format='%(refname)' refs/xp)", ["The captured code is there"]),
      ("sed -i '1{h;d};2{G}' .xp/order/*", ["The ledger says"]),
      (
        "sqlite3 .xp/ledger.sqlite \"DROP TRIGGER entries_keep_update; UPDATE entries SET body = CAST('{}' AS BLOB) WHERE seq = 2\"",
        ["The ledger says"]
      ),
    ])
  func whatWasTamperedWithIsFoundByItsCommand(_ tampering: String, _ titles: [String]) throws {
    let project = try ProjectCopy()
    let first = project.original.first
    try project.output("E=experiments/\(first); \(tampering)")
    let found = try failing(in: project.root, project.scratch, first)
    #expect(found.count == titles.count && zip(found, titles).allSatisfy { $0.hasPrefix($1) }, "\(found)")
  }

  @Test(
    .enabled(if: canType, "skipped: sqlite3 is not installed"),
    arguments: ["$E/best.pt", "outputs/one/best of all.pt", "outputs/one/a{b},{c}.txt"])
  func aChangedFileIsFoundWhereverItLies(_ file: String) throws {
    let project = try ProjectCopy()
    try project.output("E=experiments/\(project.original.elsewhere); echo more >> \"\(file)\"")
    let found = try failing(in: project.root, project.scratch, project.original.elsewhere)
    #expect(found.count == 1 && found.first?.hasPrefix("The files that") == true, "\(found)")
  }
}

import Provenance
import TestSupport
import Testing

/// The commands in `schemas/verification.md` check proofs without `xp`: they pass on sound ones and fail on those that were tampered with.
@Suite struct VerificationPageTests {
  private static func commands() throws -> [(title: String, script: String)] {
    let page = try HouseRulesTests.text("schemas/verification.md")
    return page.matches(of: /\*\*([^*]+)\*\*[^*]*?```sh\n((?:.|\n)*?)```/).map { (String($0.1), String($0.2)) }
  }

  /// skipped: without these programs not every command of the page can be typed.
  private static let canType =
    (try? ChildProcess.run(
      ["sh", "-c", "openssl version && sqlite3 --version && basenc --version"], in: "/", environment: HouseRulesTests.environment
    ).succeeded) ?? false

  /// A project with a key, a checkpoint, proofs and signed records.
  private func signed() throws -> ProjectCopy {
    let project = try ProjectCopy()
    try project.output("xp key new && xp ledger checkpoint")
    for name in [project.original.first, project.original.elsewhere] {
      try project.output("xp ledger prove \(name) && xp sign \(name)")
    }
    return project
  }

  private func failing(in project: ProjectCopy, _ experiment: String) throws -> [String] {
    try Self.commands().compactMap { title, script in
      try project.run("E=experiments/\(experiment)\n" + script).succeeded ? nil : title
    }
  }

  @Test(.enabled(if: canType, "skipped: openssl, sqlite3 or basenc is not installed"))
  func everyCommandOfThePagePassesOnASoundProject() throws {
    #expect(try Self.commands().count == HouseRulesTests.text("schemas/verification.md").matches(of: /```sh/).count)
    #expect(try Self.commands().count == 6)
    let project = try signed()
    #expect(try failing(in: project, project.original.first) == [])
    #expect(try failing(in: project, project.original.elsewhere) == [])
  }

  @Test(
    .enabled(if: canType, "skipped: openssl, sqlite3 or basenc is not installed"),
    arguments: [
      ("sed -i '2s/.*/3/' .xp/checkpoints/*", ["The checkpoint is signed", "The checkpoint's root"]),
      ("sed -i '2{h;d};3{G}' $E/*.tlog-proof", ["The proof leads"]),
      ("sed -i 's/^index .*/index 0/' $E/*.tlog-proof", ["The proof leads"]),
      ("sed -i '$d' $E/journal.*", ["The proven entry"]),
      (
        "sqlite3 .xp/ledger.sqlite \"DROP TRIGGER entries_keep_update; UPDATE entries SET body = CAST('{}' AS BLOB) WHERE seq = 2\"",
        ["The checkpoint's root"]
      ),
      ("sed -i 's/in-toto+json/in-toto+text/' $E/record.intoto.json", ["The record is signed"]),
      ("echo 0.9 >> $E/metrics.csv", ["The files are"]),
    ])
  func whatWasTamperedWithIsFoundByItsCommand(_ tampering: String, _ titles: [String]) throws {
    let project = try signed()
    try project.output("E=experiments/\(project.original.first); \(tampering)")
    let found = try failing(in: project, project.original.first)
    #expect(found.count == titles.count && zip(found, titles).allSatisfy { $0.hasPrefix($1) }, "\(found)")
  }

  @Test(
    .enabled(if: canType, "skipped: openssl, sqlite3 or basenc is not installed"),
    arguments: ["echo more >> $E/best.pt", "echo more >> 'outputs/one/best of all.pt'", "rm 'outputs/one/best of all.pt'"])
  func aSignedFileThatWasChangedIsFoundWhereverItLies(_ tampering: String) throws {
    let project = try signed()
    try project.output("E=experiments/\(project.original.elsewhere); \(tampering)")
    #expect(try failing(in: project, project.original.first) == [])
    let found = try failing(in: project, project.original.elsewhere)
    #expect(found.count == 1 && found.first?.hasPrefix("The files are") == true, "\(found)")
  }

  @Test func whatIsSignedFitsItsSchema() throws {
    let project = try signed()
    let envelope = try Envelope(FileReading.bytes(of: project.root + "/experiments/\(project.original.first)/record.intoto.json"))
    let statement = try JSONReader.read(envelope.payload)
    #expect(try SchemaTests.schema("statement.v1").faults(in: statement) == [])
    let entry = try SchemaTests.schema("entry.v1")
    for element in statement["predicate"]?["entries"]?.array ?? [] { #expect(entry.faults(in: element["entry"] ?? .null) == []) }
    #expect(statement["subject"]?.array?.compactMap { $0["name"]?.string }.contains("best.pt") == true)
  }

  @Test func theLedgersVerificationAndItsFindingsFitTheirSchema() throws {
    let project = try signed()
    let schema = try SchemaTests.schema("ledger-verify.v1")
    #expect(try schema.faults(in: JSONReader.read(project.output("xp ledger verify --artifacts --json"))) == [])
    let first = "experiments/" + project.original.first
    try project.output(
      "echo >> \(first)/config.jcs; rm \(first)/best.pt; sed -i '$d' \(first)/journal.*; git update-ref -d $(git for-each-ref --format='%(refname)' refs/xp | head -n 1)"
    )
    let outcome = try project.run("xp ledger verify --artifacts --json")
    let report = try JSONReader.read(outcome.output)
    #expect(outcome.status == 1 && schema.faults(in: report) == [])
    let parts = Set((report["findings"]?.array ?? []).compactMap { $0["part"]?.string })
    #expect(parts == ["file", "artifact", "journal", "captured tree"])
  }
}

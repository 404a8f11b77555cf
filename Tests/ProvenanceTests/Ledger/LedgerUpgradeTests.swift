import Foundation
import Provenance
import TestSupport
import Testing

/// A ledger that an earlier version made is opened and brought forward; its entries stay byte for byte.
///
/// `Fixtures/ledgers/v<n>` holds a project for every version of the tables, made by the program of that time; `.xp` is called `state` there.
@Suite struct LedgerUpgradeTests {
  static let folder = Built.root + "/Tests/ProvenanceTests/Fixtures/ledgers"
  static let versions = ((try? FileReading.names(in: folder)) ?? []).sorted()

  private static func project(_ version: String) throws -> (Scratch, Project) {
    let scratch = Scratch()
    let copy = try ChildProcess.run(
      ["cp", "-R", folder + "/" + version, scratch.path + "/p"], in: "/", environment: ["PATH=/usr/bin:/bin"])
    #expect(copy.succeeded)
    #expect(rename(scratch.path + "/p/state", scratch.path + "/p/.xp") == 0)
    return (scratch, try Project.load(scratch.path + "/p"))
  }

  @Test func thereAreEarlierLedgersToBringForward() { #expect(Self.versions.contains("v1")) }

  @Test(arguments: versions) func anEarlierLedgerIsBroughtForward(_ version: String) throws {
    let (scratch, project) = try Self.project(version)
    defer { withExtendedLifetime(scratch) {} }
    let before = try FileReading.text(of: project.orderFolder + "/" + (project.existingLedgerID() ?? ""))
    let ledger = try Ledger.open(project)
    #expect(try ledger.experiments().map(\.title) == ["well", "failed"])
    #expect(try ledger.experiments().map(\.model) == ["mlp", "mlp"])
    #expect(try FileReading.text(of: project.orderFolder + "/" + ledger.id) == before)
    #expect(try Reconciliation(project: project, now: .now(), environment: []).settleAll() == [])
  }

  @Test(arguments: versions) func anEarlierLedgerIsProvenOnceItIsBroughtForward(_ version: String) throws {
    let (scratch, project) = try Self.project(version)
    defer { withExtendedLifetime(scratch) {} }
    let ledger = try Ledger.open(project)
    var request = LedgerVerification.Request()
    request.artifacts = true
    let report = try LedgerVerification(
      project: project, ledger: ledger, environment: ["PATH=/usr/bin:/bin"], request: request
    ).run()
    // The fixture is no repository: whether the captured code is there is the only thing that cannot be told.
    #expect(report.findings.allSatisfy { $0.kind == .unknown && $0.part == .capturedTree }, "\(report.findings)")
    #expect(report.well == [1...report.counts.entries] && report.counts.files == 6 && (report.counts.artifacts ?? 0) > 0)
    #expect(try report.root == ledger.root(of: ledger.size()))
  }

  @Test(arguments: versions) func aLedgerOfANewerVersionIsRefusedWithAWordAndUnharmed(_ version: String) throws {
    let (scratch, project) = try Self.project(version)
    defer { withExtendedLifetime(scratch) {} }
    // SQLite keeps `user_version` in bytes 60 to 63 of its file.
    var bytes = try FileReading.bytes(of: project.ledgerPath)
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 77])
    try FileWriting.replace(project.ledgerPath, with: bytes)
    let before = try FileReading.sha256(of: project.ledgerPath)
    for open in [{ _ = try Ledger.open(project) }, { _ = try Ledger.openForReading(project) }] {
      let failure = #expect(throws: Failure.self) { try open() }
      #expect(failure?.message.contains("77") == true && failure?.hint?.contains("update xp") == true)
    }
    #expect(try FileReading.sha256(of: project.ledgerPath) == before)
  }

  @Test(arguments: versions) func readingAnEarlierLedgerChangesNothing(_ version: String) throws {
    let (scratch, project) = try Self.project(version)
    defer { withExtendedLifetime(scratch) {} }
    let before = try FileReading.sha256(of: project.ledgerPath)
    #expect(try Ledger.openForReading(project)?.experiments().count == 2)
    #expect(try FileReading.sha256(of: project.ledgerPath) == before)
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

/// What registering leaves when it cannot come to its end.
@Suite struct RegistrarTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!

  private var project: Project { scratchProject(scratch) }

  private func request(_ title: String, config: String? = nil) -> RegistrationRequest {
    var request = RegistrationRequest(folder: scratch.path, environment: ["PATH=/usr/bin:/bin", "HOME=\(scratch.path)"])
    (request.model, request.title, request.config) = ("m", title, config)
    return request
  }

  @Test func aFailureBeforeTheFolderIsInPlaceLeavesNothingOfIt() throws {
    try scratch.write("c.json", #"{"hub": {"token": "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"}}"#)
    _ = try Registrar(project: project, now: time).register(request("one", config: "c.json"))
    // What is kept aside for the command is written last of all: a file stands where its folder should be.
    try FileWriting.remove(project.hidden + "/private")
    try scratch.write(".xp/private", "x")
    let before = try FolderPicture(scratch.path)
    let failure = #expect(throws: Failure.self) {
      try Registrar(project: project, now: time).register(request("two", config: "c.json"))
    }
    #expect(failure?.file?.contains(".xp/private") == true)
    let changes = try FolderPicture(scratch.path).changes(since: before).filter { !$0.contains("sqlite-") }
    #expect(changes.isEmpty, "\(changes)")
  }

  @Test func aFolderInPlaceThatTheLedgerCouldNotTakeInIsTakenInByTheNextCommand() throws {
    _ = try Registrar(project: project, now: time).register(request("one"))
    let order = project.orderFolder + "/" + (try project.ledgerID())
    let lines = try FileReading.bytes(of: order)
    try FileWriting.replace(order, with: lines + Array((Digest.sha256("nothing").hex + "\n").utf8))
    let failure = #expect(throws: Failure.self) { try Registrar(project: project, now: time).register(request("two")) }
    #expect(failure?.hint?.contains("xp sync") == true)
    #expect(try ExperimentRecord.load(project.folder(of: "20261120_215603_m_two")).findings.isEmpty)
    #expect(try Ledger.open(project).experiments().map(\.title) == ["one"])
    let said = try Reconciliation(project: project, now: time, environment: []).settleOpen().map(\.message)
    #expect(said.count == 2 && said.last == "1 entry was in journals only; taken in now", "\(said)")
    #expect(try Ledger.open(project).experiments().map(\.title) == ["one", "two"])
    #expect(try FileReading.names(in: project.scratchFolder).isEmpty && FileReading.names(in: project.openFolder).isEmpty)
  }

  @Test func theSameSecondGivesNumberedNamesAndALeftClaimIsNotTaken() throws {
    try FileWriting.makeFolders(project.folder(of: "20261120_215603_m_t"))
    let names = try (0..<3).map { _ in try Registrar(project: project, now: time).register(request("t")).name }
    #expect(names == ["_2", "_3", "_4"].map { "20261120_215603_m_t" + $0 })
  }

  @Test func aRehearsalOfRegisteringWritesNothing() throws {
    try scratch.write("c.json", #"{"a": {"b": 1}}"#)
    let before = try FolderPicture(scratch.path)
    let result = try Registrar(project: project, now: time).rehearse(request("t", config: "c.json"))
    #expect(result.entry == nil && result.name == "20261120_215603_m_t")
    #expect(try FolderPicture(scratch.path).changes(since: before).isEmpty)
  }
}

import Foundation
import GRDB
import TestSupport
import Testing

@testable import Provenance

/// Many writers of entries on one ledger, each with a connection of its own, as processes have.
@Suite struct ManyWritersTests {
  private let scratch = Scratch()

  private var project: Project { scratchProject(scratch) }

  @Test func everyEntryOfManyWritersIsThereOnce() async throws {
    let (writers, each) = KillDriver.isSoaking ? (64, 1000) : (16, 20)
    let (project, time) = (project, Moment("2026-11-20T21:56:03.120Z")!)
    for writer in 0..<writers { try FileWriting.makeFolders(project.folder(of: "e\(writer)")) }
    try await withThrowingTaskGroup { group in
      for writer in 0..<writers {
        group.addTask {
          let recorder = Recorder(project: project, ledger: try Ledger.open(project))
          for number in 0..<each {
            // Half of what one writes is about another's experiment.
            let about = number.isMultiple(of: 2) ? writer : (writer + 1) % writers
            try recorder.record(.noted, about: "e\(about)", body: ["writer": writer, "number": number], at: time)
          }
        }
      }
      try await group.waitForAll()
    }
    let ledger = try Ledger.open(project)
    #expect(try ledger.isSettled())
    let bodies = try ledger.read { try Set(Data.fetchAll($0, sql: "SELECT body FROM entries")) }
    #expect(bodies.count == writers * each)
    let journals = try (0..<writers).map { try Journal(folder: project.folder(of: "e\($0)"), ledger: ledger.id).read() }
    #expect(journals.allSatisfy { $0.findings.isEmpty && $0.torn.isEmpty })
    #expect(Set(journals.flatMap(\.entries).map { Data($0.bytes) }) == bodies)
    #expect(!Reconciliation(project: project, now: time, environment: []).isNeeded)
  }
}

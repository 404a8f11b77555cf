import Foundation
import TestSupport
import Testing

@testable import Provenance

/// What `command.sh` wrote down by itself, with its process gone, alive or elsewhere.
@Suite struct SelfRecordAdoptionTests {
  private let scratch = Scratch()
  private let time = Moment("2026-11-20T21:56:03.120Z")!

  private var project: Project { scratchProject(scratch) }

  private var adoption: SelfRecordAdoption { SelfRecordAdoption(project: project, now: time) }

  /// Registers an experiment and leaves what its `command.sh` would.
  private func attempt(_ lines: String) throws -> String {
    var request = RegistrationRequest(folder: scratch.path, environment: ["PATH=/usr/bin:/bin", "HOME=\(scratch.path)"])
    (request.model, request.title, request.command) = ("m", "t", ["true"])
    let name = try Registrar(project: project, now: time).register(request).name
    try scratch.write("experiments/\(name)/attempt.txt", "number 1\nstarted 2026-11-20T21:56:04Z\n" + lines)
    try scratch.write("experiments/\(name)/stdout.log", "hello\n")
    try scratch.write(".xp/open/\(name).self", "")
    return name
  }

  private func attempts(_ name: String) throws -> [Attempt] { try ExperimentRecord.load(project.folder(of: name)).attempts }
  private var markers: [String] { (try? FileReading.names(in: project.openFolder)) ?? [] }

  /// A process of this machine that lives, and ends with the test.
  private func sleeping(_ body: (pid_t) throws -> Void) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sleep")
    process.arguments = ["60"]
    try process.run()
    defer { process.terminate() }
    try body(process.processIdentifier)
  }

  private static var nodeName: String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  @Test func anAttemptThatEndedIsTakenInOnce() throws {
    let name = try attempt("host \(Self.nodeName)\npid 1\nended 2026-11-20T21:56:05Z\nexit 3\n")
    let said = try adoption.adoptAll().map(\.message)
    #expect(said == ["attempt 1 was self-recorded by command.sh (exit 3) and is taken in"])
    #expect(try attempts(name).map(\.state) == [.failed])
    #expect(markers.isEmpty)
    #expect(try adoption.adopt(project.folder(of: name)).findings.isEmpty)
    #expect(try attempts(name).count == 1)
  }

  @Test func anAttemptWhoseProcessIsGoneIsLost() throws {
    // A number beyond what the kernel gives out.
    let name = try attempt("host \(Self.nodeName)\npid 99999999\n")
    let said = try adoption.adoptAll().map(\.message)
    #expect(said == ["attempt 1 was self-recorded by command.sh (its end was never written: lost) and is taken in"])
    #expect(try attempts(name).map(\.state) == [.lost])
    #expect(markers.isEmpty)
  }

  @Test func anAttemptWhoseProcessLivesIsLeftAlone() throws {
    try sleeping { process in
      let name = try attempt("host \(Self.nodeName)\npid \(process)\n")
      #expect(try adoption.adoptAll().isEmpty)
      #expect(try attempts(name).isEmpty)
      #expect(markers == [name + ".self"])
    }
  }

  @Test func anAttemptOfAnotherMachineIsNotCalledLost() throws {
    let name = try attempt("host elsewhere.example\npid 99999999\n")
    #expect(try adoption.adoptAll().isEmpty)
    #expect(try attempts(name).isEmpty)
    #expect(markers == [name + ".self"])
  }

  @Test func aMarkerOfAFolderThatIsGoneIsRemovedAndSaid() throws {
    try scratch.write(".xp/open/gone.self", "")
    #expect(try adoption.adoptAll().map(\.message) == ["its command.sh was run, but its folder is gone"])
    #expect(markers.isEmpty)
  }

  @Test func oneDamagedExperimentStopsNoCommand() throws {
    let name = try attempt("host \(Self.nodeName)\npid 1\nended 2026-11-20T21:56:05Z\nexit 0\n")
    let journal = try #require(try Journal.all(in: project.folder(of: name)).first)
    try FileWriting.replace(journal.path, with: "garbage\n")
    let said = try adoption.adoptAll().map(\.message)
    #expect(said.count == 1 && said[0].hasPrefix("its command.sh was run and cannot be taken in: its journal cannot be read"))
    #expect(markers == [name + ".self"])
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct RunMarkerTests {
  private static func project(_ scratch: Scratch) throws -> Project {
    try scratch.write("xp.toml", "")
    let project = try Project.load(scratch.path)
    try project.prepare()
    return project
  }

  private static func content(_ change: (inout RunMarker.Content) -> Void = { _ in }) -> RunMarker.Content {
    var content = RunMarker.Content(
      experiment: "20260101_000000_m_t", number: 1, folder: "", host: Liveness.host, boot: Liveness.boot,
      namespace: Liveness.namespace, recorder: 1, since: Moment(milliseconds: 0))
    change(&content)
    return content
  }

  @Test func whoComesSecondIsToldWhoRunsIt() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let marker = try RunMarker.claim("20260101_000000_m_t", in: project)
    try marker.write(Self.content { $0.recorder = 4242 })
    let failure = #expect(throws: Failure.self) { _ = try RunMarker.claim("20260101_000000_m_t", in: project) }
    #expect(failure?.message.contains("process 4242 on \(Liveness.host)") == true)
    #expect(failure?.hint?.contains("xp stop 20260101_000000_m_t") == true)
    let isTaken = RunMarker.takeOver(marker.path) != nil
    #expect(!isTaken, "it is taken from whoever holds it")
    #expect(try RunControl(project: project).running().map(\.isHeld) == [true])
    marker.remove()
    #expect(try RunControl(project: project).running() == [])
  }

  @Test func aMarkerThatNobodyHoldsIsTakenOverWithWhatItSays() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let path = RunMarker.path(of: "e", in: project)
    try FileWriting.create(path, with: LinkLine.bytes(of: Self.content()))
    #expect(try RunControl(project: project).running().map(\.isHeld) == [false])
    guard let marker = RunMarker.takeOver(path) else {
      Issue.record("nobody holds it, and it cannot be taken over")
      return
    }
    let content = marker.content()
    #expect(content == Self.content())
    marker.remove()
    #expect(FileStatus.of(path) == nil)
  }

  @Test func anotherMachinesMarkerCountsForAsLongAsItIsTouched() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let path = RunMarker.path(of: "e", in: project)
    try FileWriting.create(path, with: LinkLine.bytes(of: Self.content { ($0.host, $0.boot) = ("node7", "another") }))
    let isTaken = RunMarker.takeOver(path) != nil
    #expect(!isTaken && RunMarker.isHeld(path))
    var times = [timespec(tv_sec: time(nil) - 61, tv_nsec: 0), timespec(tv_sec: time(nil) - 61, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    #expect(!RunMarker.isHeld(path))
    let isFree = RunMarker.takeOver(path) != nil
    #expect(isFree)
  }

  @Test func whoeverHasAMarkerTouchesIt() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let marker = try RunMarker.claim("e", in: project, touchedEvery: 0.02)
    let path = marker.path
    func age() -> Int64 { Int64(time(nil)) - (FileStatus.of(path)?.modified ?? 0) / 1_000_000_000 }
    let old = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, path, old, 0) == 0)
    for _ in 0..<500 where age() > RunMarker.patience { usleep(10_000) }
    #expect(age() < RunMarker.patience)
    marker.remove()
  }

  @Test func aMarkerThatSaysNothingYetMayBeAnotherMachinesWhereItsLockIsNotSeen() {
    #expect(RunMarker.isOfOthers(nil, isLocal: false) && !RunMarker.isOfOthers(nil, isLocal: true))
    for isLocal in [true, false] {
      #expect(!RunMarker.isOfOthers(Self.content(), isLocal: isLocal))
      #expect(RunMarker.isOfOthers(Self.content { ($0.host, $0.boot) = ("node7", "another") }, isLocal: isLocal))
    }
  }

  @Test func aRequestToStopThatCameTooLateIsNotTheNextAttempts() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let request = RunMarker.path(of: "e", in: project) + RunMarker.stopSuffix
    try FileWriting.create(request, with: [])
    let marker = try RunMarker.claim("e", in: project)
    #expect(FileStatus.of(request) == nil)
    try marker.write(Self.content { $0.experiment = "e" })
    _ = try RunControl(project: project).stop("e")
    #expect(throws: Failure.self) { _ = try RunMarker.claim("e", in: project) }
    #expect(FileStatus.of(request) != nil, "a request was taken from whoever holds it")
    marker.remove()
  }

  @Test func thisMachineAfterARestartHoldsNothing() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let path = RunMarker.path(of: "e", in: project)
    try FileWriting.create(path, with: LinkLine.bytes(of: Self.content { $0.boot = "before" }))
    #expect(!RunMarker.isHeld(path))
  }

  @Test func aMarkerThatIsALinkIsNotFollowed() throws {
    let scratch = Scratch()
    let project = try Self.project(scratch)
    let target = try scratch.write("precious", "keep me")
    #expect(symlink(target, RunMarker.path(of: "e", in: project)) == 0)
    #expect(throws: Failure.self) { _ = try RunMarker.claim("e", in: project) }
    #expect(try scratch.read("precious") == "keep me")
  }

  @Test func theAttemptsOfAFolderAreCountedAndNothingIsOverwritten() throws {
    let scratch = Scratch()
    let first = try AttemptFolder.claim(in: scratch.path)
    let second = try AttemptFolder.claim(in: scratch.path)
    #expect([first.number, second.number] == [1, 2] && [first.name, second.name] == ["", "attempt_2"])
    try FileWriting.makeFolders(scratch.path + "/attempt_3")
    #expect(try AttemptFolder.claim(in: scratch.path).number == 4)
  }
}

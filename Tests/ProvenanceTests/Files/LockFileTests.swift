import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct LockFileTests {
  private let scratch = Scratch()
  private var path: String { scratch.path + "/a.lock" }

  /// The lock of a process, as it wrote it.
  private func leave(boot: String?, process: Int, ticks: Int, secondsAgo: Int) throws {
    func text(_ string: String?) -> Value { string.map { .string($0) } ?? .null }
    let holder: Value = [
      "boot": text(boot), "host": "elsewhere", "namespace": text(Liveness.namespace),
      "process": .number(Number(process)), "token": "t", "ticks": .number(Number(ticks)),
    ]
    try FileWriting.create(path, with: holder.canonicalBytes, durable: false)
    let time = timeval(tv_sec: Int(Date().timeIntervalSince1970) - secondsAgo, tv_usec: 0)
    #expect(utimes(path, [time, time]) == 0)
  }

  @Test func oneHoldsItAtATime() throws {
    let first = try LockFile.wait(path)
    let isFree = try LockFile.attempt(path) != nil
    #expect(!isFree)
    _ = consume first
    _ = try LockFile.wait(path)
    #expect(try FileReading.names(in: scratch.path).isEmpty)
  }

  @Test func whatAProcessOfThisMachineLeftIsTakenOver() throws {
    // A number that came round again belongs to a process that began at another time.
    try leave(boot: Liveness.boot, process: Int(getpid()), ticks: 1, secondsAgo: 1)
    let isHeld = try LockFile.wait(path).isHeld
    #expect(isHeld)
  }

  @Test func anotherMachinesLockIsLeftAloneWhileItIsTouched() throws {
    try leave(boot: "another", process: 1, ticks: 1, secondsAgo: 20)
    let isFree = try LockFile.attempt(path) != nil
    #expect(!isFree && FileStatus.of(path) != nil)
  }

  @Test func anotherMachinesLockThatIsNotTouchedAnyMoreIsTakenOver() throws {
    try leave(boot: "another", process: 1, ticks: 1, secondsAgo: 90)
    let isHeld = try LockFile.wait(path).isHeld
    #expect(isHeld)
  }

  @Test func whoWasTakenOverKnowsItAndTakesNothingAway() throws {
    let first = try LockFile.wait(path)
    #expect(unlink(path) == 0)
    let second = try LockFile.wait(path)
    let held = (first.isHeld, second.isHeld)
    #expect(held == (false, true))
    _ = consume first
    let isStillHeld = second.isHeld
    #expect(isStillHeld)
  }

  @Test func manyThatTakeItAfterOneAnotherAreNeverTwo() async throws {
    let (path, scratch) = (path, scratch)
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<20 {
            let lock = try LockFile.wait(path)
            // Made and removed by whoever is alone.
            try FileWriting.create(scratch.path + "/alone", with: [], durable: false)
            try FileWriting.remove(scratch.path + "/alone")
            _ = consume lock
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try FileReading.names(in: scratch.path).isEmpty)
  }
}

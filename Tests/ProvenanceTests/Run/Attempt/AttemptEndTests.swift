import Foundation
import Testing

@testable import Provenance

@Suite struct AttemptEndTests {
  private static func record(_ lines: String) -> SelfRecord { .read(held: lines, number: 1, folder: "") }

  @Test(
    arguments: [
      ("", .lost), ("exit 0", .completed), ("exit 3", .failed), ("exit 130", .interrupted), ("signal INT\nexit 1", .interrupted),
      ("signal INT\nexit 0", .completed), ("signal TERM\nexit 0", .completed), ("signal TERM\nexit 143", .killed),
      ("exit 137", .killed),
      ("reason timeout\nsignal TERM\nexit 0", .timedOut), ("reason timeout\nexit 137", .timedOut),
      ("reason stop\nsignal TERM\nexit 143", .interrupted), ("reason interrupt\nexit 137", .interrupted),
      ("signal USR1\nexit 1", .failed), ("child 7\nduration 1\nkilled SIGSEGV\nexit 139", .killed),
    ] as [(String, Attempt.State)])
  func theStateIsWhatTheEvidenceIsFor(_ lines: String, _ state: Attempt.State) {
    #expect(AttemptEnd(record: Self.record(lines)).state == state)
  }

  @Test func aSchedulersSignalIsAPreemption() {
    for signal in ["TERM", "USR1", "USR2"] {
      let record = Self.record("signal \(signal)\nexit 1")
      #expect(AttemptEnd(record: record, isScheduled: true).state == .preempted)
    }
    #expect(AttemptEnd(record: Self.record("exit 1"), isScheduled: true).state == .failed)
  }

  @Test func aKillThatNobodySentIsWantOfMemoryOnlyIfTheSystemCountedOne() {
    let killed = Self.record("child 7\nduration 1\nkilled SIGKILL\nexit 137")
    #expect(AttemptEnd(record: killed, wasOutOfMemory: true).state == .outOfMemory)
    #expect(AttemptEnd(record: killed).state == .killed)
    #expect(AttemptEnd(record: Self.record("exit 1"), wasOutOfMemory: true).state == .failed)
  }

  @Test func theCountIsTheControlGroupsOwnWhereThereIsOne() throws {
    let root = NSTemporaryDirectory() + "/oom-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    defer { try? FileWriting.remove(root) }
    func write(_ path: String, _ text: String) throws {
      try FileWriting.makeFolders(parent(of: root + path))
      try FileWriting.replace(root + path, with: text, durable: false)
    }
    #expect(OutOfMemory.count(root: root) == nil)
    try write("/proc/vmstat", "nr_free_pages 1\noom_kill 4\n")
    #expect(OutOfMemory.count(root: root) == 4)
    try write("/proc/self/cgroup", "0::/user.slice/job\n")
    try write("/sys/fs/cgroup/user.slice/job/memory.events", "low 0\noom 2\noom_kill 1\noom_group_kill 0\n")
    #expect(OutOfMemory.count(root: root) == 1)
  }

  @Test func whatAHolderWroteIsReadBack() throws {
    let record = Self.record(
      "number 1\nstarted 2026-11-20T21:56:03.000Z\nhost h\npid 5\nchild 6\nticks 77\nsignal TERM\nreason stop\nbecause xp stop\n"
        + "ended 2026-11-20T21:57:03.000Z\nexit 143\nkilled SIGTERM\nduration 60.5\nuser 1.25\nsystem 0.5\nmemory 1048576\nread 4096\n"
    )
    let process = try #require(record.process)
    #expect(record.reason == .stop && record.child == 6 && record.ticks == 77)
    #expect(process.pid == 6 && process.duration == 60.5 && process.user == 1.25 && process.peakMemory == 1_048_576)
    #expect(
      process.signal == "SIGTERM" && process.because == "xp stop" && process.read == .known(4096) && process.written.value == nil)
  }
}

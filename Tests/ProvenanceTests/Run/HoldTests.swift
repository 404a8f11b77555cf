import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct HoldTests {
  @Test func aCommandsFileIsFoundAsAShellFindsIt() throws {
    let scratch = Scratch()
    try scratch.write("bin/tool", "#!/bin/sh\n")
    try scratch.write("bin/plain", "no program\n")
    #expect(chmod(scratch.path + "/bin/tool", 0o755) == 0)
    let environment = ["PATH=/nowhere:bin"]
    #expect(try CommandPath.find("tool", environment: environment, folder: scratch.path) == scratch.path + "/bin/tool")
    #expect(try CommandPath.find("./x/../y", environment: environment, folder: "/a") == "/a/y")
    func refusal(_ word: String) -> Int32? {
      do {
        _ = try CommandPath.find(word, environment: environment, folder: scratch.path)
        return nil
      } catch { return error.code }
    }
    #expect(refusal("plain") == EACCES && refusal("absent") == ENOENT && refusal("") == ENOENT)
  }

  @Test func signalsHaveTheirNames() {
    #expect(SignalPipe.name(of: 15) == "SIGTERM" && SignalPipe.name(of: 64) == "SIG64")
    #expect(
      SignalPipe.number(of: "TERM") == 15 && SignalPipe.number(of: "SIGUSR1") == SIGUSR1 && SignalPipe.number(of: "NO") == nil)
    for name in Policy.EndSignal.allCases { #expect(SignalPipe.number(of: name.rawValue) != nil) }
  }

  @Test func theEndFitsIntoRoomThatWasTakenBeforehand() throws {
    let scratch = Scratch()
    let path = try scratch.write("attempt.txt", "")
    guard var record = HeldRecord(path: path) else {
      Issue.record("it cannot be opened")
      return
    }
    record.begin(["number 1", "host h"])
    let taken = try #require(FileStatus.of(path)).size
    #expect(try SelfRecord.read(scratch.path).records.first?.host == "h", "what fills the room says nothing")
    let (isWritten, text) = (record.end(["exit 0"]), record.text)
    #expect(isWritten && taken >= 4096 && FileStatus.of(path)?.size == Int64(text.utf8.count))
    #expect(try scratch.read("attempt.txt") == "number 1\nhost h\nexit 0\n")
  }

  @Test func anOrderGoesOverALinkAsItIs() throws {
    let order = HolderOrder(
      argv: ["a b", "\u{1B}[31m", "é\n", ""], directory: "/", environment: ["A=\"\\", "B="], folder: "/f", number: 3, host: "h",
      marker: "m",
      terminal: "/dev/pts/9", inputFromTerminal: false, timeout: 0.5, timeoutSignal: 10, grace: 1)
    let line = LinkLine.bytes(of: order)
    #expect(line.count { $0 == UInt8(ascii: "\n") } == 1 && line.last == UInt8(ascii: "\n"))
    let read = try #require(LinkLine.read(HolderOrder.self, from: line.dropLast()))
    #expect(
      read.argv == order.argv && read.environment == order.environment && read.timeout == 0.5 && read.terminal == "/dev/pts/9")
    #expect(read.timeoutSignal == 10 && !read.inputFromTerminal)
  }

  @Test func aProcessIsKnownByWhenItBegan() throws {
    let own = try #require(Liveness.ticks(of: Int(getpid())))
    #expect(Liveness.ticks(of: Int(getpid())) == own && own > 0)
    #expect(Liveness.ticks(of: 4_194_400) == nil)
  }

  @Test func aTailHandsOnEveryByteToAPipeWhoseReaderIsSlow() throws {
    let scratch = Scratch()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try FileWriting.create(scratch.path + "/log", with: bytes, durable: false)
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let tail = try FileTail(scratch.path + "/log", to: ends[1])
    var (read, buffer, waited) = ([UInt8](), [UInt8](repeating: 0, count: 30_000), false)
    while read.count < bytes.count {
      tail.pump()
      waited = waited || tail.isWaiting
      let count = Glibc.read(ends[0], &buffer, buffer.count)
      guard count > 0 else { break }
      read += buffer[..<count]
    }
    #expect(read == bytes && waited && !tail.isBroken)
    close(ends[0])
    signal(SIGPIPE, SIG_IGN)
    try FileWriting.replace(scratch.path + "/log2", with: [1, 2, 3], durable: false)
    let broken = try FileTail(scratch.path + "/log2", to: ends[1])
    broken.pump()
    #expect(broken.isBroken, "a reader that has gone is noticed")
    close(ends[1])
  }
}

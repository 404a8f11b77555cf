import Provenance
import TestSupport
import Testing

@Suite struct SelfRecordTests {
  @Test func attemptsAreReadInTheirOrder() throws {
    let scratch = Scratch()
    try scratch.write("attempt_10/attempt.txt", "number 10\nstarted 2026-11-20T21:56:03Z\nhost h\npid 7\n")
    try scratch.write("attempt_2/attempt.txt", "number 2\nexit 1\nsignal TERM\n")
    try scratch.write("attempt.txt", "number 1\nstarted 2026-11-20T21:56:03Z\nended 2026-11-20T21:57:00Z\nexit 0\n")
    try scratch.write("attempt_02/attempt.txt", "number 2\n")
    try scratch.write("attempt_x/attempt.txt", "number 3\n")
    let (records, findings) = try SelfRecord.read(scratch.path)
    #expect(records.map(\.number) == [1, 2, 10] && findings.isEmpty)
    #expect(records.map(\.exit) == [0, 1, nil] && records.map(\.isOpen) == [false, false, true])
    #expect(records[0].started == Moment("2026-11-20T21:56:03Z") && records[1].signal == "TERM" && records[2].pid == 7)
  }

  @Test func garbageIsAFindingAndNeverACrash() throws {
    let scratch = Scratch()
    let text = "number 2\nstarted yesterday\nexit 999\npid -1\nwhat is this\nexit\nhost a\nhost b\nended 2026-13-40T00:00:00Z\n"
    try FileWriting.replace(scratch.path + "/attempt.txt", with: Array(text.utf8) + [0xFF, 0x00, 0x0A], durable: false)
    let (records, findings) = try SelfRecord.read(scratch.path)
    let record = try #require(records.first)
    #expect(record.number == 1 && record.started == nil && record.exit == nil && record.ended == nil && record.host == "a")
    #expect(
      findings.map(\.place) == ["2", "3", "4", "5", "6", "8", "9", "10"].map { "attempt.txt:\($0)" } + ["attempt.txt"])
  }

  @Test func randomBytesAreRead() throws {
    let scratch = Scratch()
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0..<200)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      try FileWriting.replace(scratch.path + "/attempt.txt", with: bytes, durable: false)
      #expect(try SelfRecord.read(scratch.path).records.count == 1)
    }
  }

  @Test func anAttemptFileThatIsAFolderOrTooLargeIsNotRead() throws {
    let scratch = Scratch()
    try FileWriting.makeFolders(scratch.path + "/attempt.txt")
    #expect(try SelfRecord.read(scratch.path).records.isEmpty)
    try scratch.write("attempt_2/attempt.txt", String(repeating: "x", count: 100_000))
    let read = try SelfRecord.read(scratch.path)
    #expect(read.records.isEmpty && read.findings.map(\.place) == ["attempt_2/attempt.txt"])
  }
}

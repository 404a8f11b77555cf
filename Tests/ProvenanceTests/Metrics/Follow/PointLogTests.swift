import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct PointLogTests {
  private let scratch = Scratch()
  private var path: String { scratch.path + "/metrics.xp.jsonl" }

  @Test func everyLineOfManyWritersIsWholeAndThere() throws {
    let (writers, points) = KillDriver.isSoaking ? (64, 1000) : (64, 40)
    let log = PointLog(path: path)
    DispatchQueue.concurrentPerform(iterations: writers) { writer in
      for point in 0..<points {
        try! log.append(
          LoggedPoint(["w\(writer)=\(point)"], step: "\(point)", split: String(repeating: "x", count: writer + 1)).line)
      }
    }
    let table = try MetricReader.read(path: path, shownAs: "metrics.xp.jsonl", epochColumns: ["step"])
    #expect(table.rowCount == writers * points && table.findings.isEmpty)
    for writer in 0..<writers {
      var seen: [Double] = []
      table.column("w\(writer)")?.forEachNumber { seen.append($1) }
      #expect(seen == (0..<points).map(Double.init))
    }
  }

  @Test func aLineThatWasCutIsEndedBeforeTheNext() throws {
    try scratch.write("metrics.xp.jsonl", "{\"step\":1,\"a\":2}\n{\"step\":2,\"a")
    try PointLog(path: path).append(LoggedPoint(["a=3"], step: "3").line)
    #expect(try scratch.read("metrics.xp.jsonl").hasSuffix("\n{\"step\":2,\"a\n{\"step\":3,\"a\":3}\n"))
  }

  @Test func everyValueComesBackAsItWasMeant() throws {
    let words = [
      "0.1", "1e-320", "-0", ".5", "5.", "+3", "1E5", "nan", "NaN", "inf", "-Infinity", "123456789012345678901234567890",
    ]
    try PointLog(path: path).append(LoggedPoint(words.enumerated().map { "m\($0)=\($1)" }).line)
    let table = try MetricReader.read(path: path, shownAs: "metrics.xp.jsonl", epochColumns: ["step"])
    for (index, word) in words.enumerated() {
      let value = try #require(table.column("m\(index)")?.number(at: 0))
      #expect(value.bitPattern == strtod(word, nil).bitPattern || value.isNaN && word.lowercased() == "nan", "\(word): \(value)")
    }
  }

  @Test(
    arguments: [
      ([], "there is nothing to log"), (["a"], "\"a\" has no value"), (["=1"], "\"=1\" has no name"),
      (["a="], "a is not a number: \"\""),
      (["a=0x10"], "a is not a number: \"0x10\""), (["a=1", "a=2"], "a is given twice"), (["epoch=1"], "epoch is no metric"),
    ] as [([String], String)])
  func whatIsNoPointIsRefused(_ words: [String], _ message: String) {
    let failure = #expect(throws: Failure.self) { try LoggedPoint(words) }
    #expect(failure?.kind == .usage && failure?.message == message && failure?.hint != nil)
  }

  @Test func aNameMayHoldEqualsSignsAndAnyText() throws {
    let line = try LoggedPoint(["a=b=1", "\"q\"\n=2", "é=3", "e\u{301}=4"]).line
    let object = try #require(JSONReader.read(line).object)
    #expect(object.members.map(\.key).elementsEqual(["a=b", "\"q\"\n", "é", "e\u{301}"]) { $0.isExactly($1) })
    #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

private func read(_ text: String, _ name: String = "metrics.csv") throws -> MetricTable {
  try MetricReader.read(Array(text.utf8), shownAs: name, epochColumns: ["epoch", "step", "iteration"])
}

private func failure(_ text: String, _ name: String = "metrics.csv") -> Failure? {
  do {
    _ = try read(text, name)
    return nil
  } catch { return error as? Failure }
}

private func numbers(_ table: MetricTable, _ name: String) -> [Double?] {
  (0..<table.rowCount).map { table.column(name)?.number(at: $0) }
}

@Suite struct CSVReaderTests {
  @Test func quotesLineEndsAndTheByteOrderMarkAreRead() throws {
    let table = try read("\u{FEFF}epoch,\"val, \"\"auc\"\"\",phase\r\n1,0.5,\"a\nb\"\r\n\r\n2,\"0.75\",c\r\n")
    #expect(table.columnNames == ["epoch", "val, \"auc\"", "phase"])
    #expect(numbers(table, "val, \"auc\"") == [0.5, 0.75])
    #expect(table.column("phase")?.kind == .text)
    #expect(table.column("phase")?.text(at: 0) == "a\nb")
    #expect(table.lines == [2, 5])
    #expect(table.place(ofRow: 1) == "metrics.csv:5")
    #expect(table.findings.isEmpty)
  }

  @Test func emptyCellsAreAbsentAndNotANumberIsAValue() throws {
    let table = try read("epoch,a,b\n0,,NA\n1,nan,NaN\n2,inf,-Infinity\n3,-inf,\n4, 1.5 ,None\n")
    let a = numbers(table, "a")
    #expect(a[0] == nil && a[1]?.isNaN == true && a[2] == .infinity && a[3] == -.infinity && a[4] == 1.5)
    let b = try #require(table.column("b"))
    #expect(!b.isPresent(at: 0) && b.number(at: 1)?.isNaN == true && b.number(at: 2) == -.infinity && b.count == 2)
  }

  @Test func aRaggedRowIsNamed() {
    let long = failure("a,b\n1,2\n1,2,3\n")
    #expect(long?.message == "the row has 3 cells, the header has 2" && long?.position == Position(line: 3, column: 1))
    #expect(failure("a,b\n1\n1,2\n")?.position == Position(line: 2, column: 1))
    let cut = failure("a,b,c\n1,2,3\n4,5")
    #expect(cut?.message == "the last row is cut off after 15 bytes: 2 of 3 cells" && cut?.position?.line == 3)
  }

  @Test func aRepeatedColumnIsNamedWithItsPlace() {
    let repeated = failure("epoch,loss,loss\n1,2,3\n")
    #expect(repeated?.message == "duplicate column \"loss\"" && repeated?.position == Position(line: 1, column: 12))
    #expect(failure("é,e\u{301}\n1,2\n") == nil)
  }

  @Test func whatIsNotTextIsNamedByRowAndByte() {
    let zero = failure("a,b\n1,2\n3,\0\n")
    #expect(zero?.message == "row 2 holds what is not text: byte 0x00 at offset 10")
    #expect(zero?.position == Position(line: 3, column: 3) && zero?.file == "metrics.csv")
    let bytes = Array("a,b\n1,".utf8) + [0xFF, 0x0A]
    let invalid = #expect(throws: Failure.self) {
      try MetricReader.read(bytes, shownAs: "m.csv", epochColumns: [])
    }
    #expect(invalid?.message == "row 1 holds what is not text: byte 0xff at offset 6")
  }

  @Test func aMissingLastNewlineIsAFinding() throws {
    let table = try read("epoch,a\n1,2\n2,3")
    #expect(numbers(table, "a") == [2, 3])
    #expect(table.findings == [Finding(subject: "metrics.csv", message: "last row has no newline", place: "metrics.csv:3")])
  }

  @Test func aWordAmongNumbersIsAFindingNotAValue() throws {
    let table = try read("epoch,a\n1,2\n2,0.4x\n3,4\n")
    #expect(numbers(table, "a") == [2, nil, 4])
    #expect(table.findings == [Finding(subject: "a", message: "not a number: \"0.4x\"", place: "metrics.csv:3:3")])
  }

  @Test func whatIsNoTableIsRefused() {
    #expect(failure("")?.message == "is empty: a header row was expected")
    #expect(failure("1,2\n3,4\n")?.message == "the first row holds no names: a header row was expected")
    #expect(failure("a\n\"x")?.message == "a quoted cell is not closed before the end, after 4 bytes")
    #expect(failure("a\n\"x\"y\n")?.position == Position(line: 2, column: 4))
    #expect(throws: Failure.self) { try MetricReader.read(path: "/", shownAs: "m.csv", epochColumns: []) }
  }

  @Test func numbersAreRoundedAsTheStandardLibraryRoundsThem() throws {
    var generator = SystemRandomNumberGenerator()
    var texts = [
      "0", "-0.0", "+5", ".5", "5.", "1e5", "1E-05", "18446744073709551616", "9007199254740993", "0.1", "1e400", "-1e400",
      "1e-400",
      "4.9e-324", "2.2250738585072011e-308", "0.30000000000000004", "1.7976931348623157e308", "99999999999999999999.5",
      "0.000000000000000000000000001", "123456789012345678901234567890",
    ]
    for _ in 0..<20_000 {
      texts.append("\(Double(bitPattern: generator.next()))")
      texts.append("\(Double.random(in: -10...10))")
      texts.append("\(Double.random(in: 0...1) * 1e-5)")
      let digits = String(generator.next() as UInt64)
      texts.append("0." + digits)
      texts.append(digits.prefix(3) + "." + digits.dropFirst(3))
    }
    texts.removeAll { $0.contains("nan") || $0.contains("inf") }
    let table = try read("a\n" + texts.joined(separator: "\n") + "\n")
    #expect(table.findings.isEmpty)
    for (row, text) in texts.enumerated() {
      let expected = strtod(text, nil)
      let seen = table.column("a")?.number(at: row)
      if seen?.bitPattern != expected.bitPattern { Issue.record("\(text): \(seen ?? .nan), not \(expected)") }
    }
  }

  @Test func pythonAgreesAboutWhatACSVFileHolds() throws {
    let scratch = Scratch()
    let rows = (0..<2000).map { "\($0),\(Double.random(in: 0...1)),\($0 % 3 == 0 ? "" : "\(Double.random(in: -1...1))")\n" }
    let path = try scratch.write("m.csv", "epoch,a,b\n" + rows.joined())
    let program =
      "import csv,sys\nfor r in csv.DictReader(open(sys.argv[1])): print(*[float(r[k]).hex() if r[k] else '-' for k in 'ab'])"
    let python = try ChildProcess.run(
      ["python3", "-c", program, path], in: "/", environment: ProcessInfo.processInfo.environment.map { "\($0)=\($1)" })
    let table = try MetricReader.read(path: path, shownAs: "m.csv", epochColumns: ["epoch"])
    for (row, line) in python.text.split(separator: "\n").enumerated() {
      let cells = line.split(separator: " ").map { $0 == "-" ? nil : strtod(String($0), nil) }
      #expect(cells == [table.column("a")?.number(at: row), table.column("b")?.number(at: row)])
    }
    #expect(table.rowCount == 2000)
  }
}

@Suite struct JSONMetricsTests {
  @Test func aRecordALineIsARow() throws {
    let table = try read(
      "{\"epoch\":1,\"loss\":0.5,\"on\":{\"val\":1}}\n\n{\"epoch\":2,\"loss\":NaN,\"x\":null}\n", "metrics.jsonl")
    #expect(table.columnNames.prefix(3) == ["epoch", "loss", "on.val"])
    #expect(numbers(table, "loss")[1]?.isNaN == true && numbers(table, "on.val") == [1, nil])
    #expect(table.lines == [1, 3] && table.findings.isEmpty)
  }

  @Test func aNamedValueALineIsGatheredByStep() throws {
    let text = """
      {"name":"loss","value":0.5,"step":1}
      {"name":"auc","value":0.6,"step":1}
      {"name":"loss","value":0.4,"step":2}
      {"name":"loss","value":0.3,"step":2}

      """
    let table = try read(text, "metrics.jsonl")
    #expect(table.rowCount == 3 && table.epochColumn == "step")
    #expect(numbers(table, "loss") == [0.5, 0.4, 0.3] && numbers(table, "auc") == [0.6, nil, nil])
    #expect(MetricConflict.find(in: [table]).map(\.step) == [2])
  }

  @Test func aBrokenLineIsNamedWithTheByteWhereItEnds() {
    let broken = failure("{\"a\":1}\n{\"a\":", "metrics.jsonl")
    #expect(broken?.message == "the JSON of line 2 ends too early, after 13 bytes" && broken?.position?.line == 2)
    #expect(failure("{\"a\":1}\n[1]\n", "m.jsonl")?.position == Position(line: 2, column: 1))
  }

  @Test func aTruncatedResultTellsTheByteWhereItBreaks() {
    let text = "{\n \"auc\": 0.5,\n \"loss\": "
    let broken = failure(text, "results.json")
    #expect(broken?.message == "the JSON ends too early, after \(text.utf8.count) bytes" && broken?.file == "results.json")
  }

  @Test func aResultHasMetricsWithoutStep() throws {
    let table = try read(
      "{\n\"best_val_auc\": 0.7,\n\"test\": {\"auc\": 0.6},\n\"name\": \"x\",\n\"epoch\": 9\n}", "results.json")
    #expect(table.epochColumn == nil && table.rowCount == 1)
    #expect(table.column("test.auc")?.number(at: 0) == 0.6)
    #expect(table.place(ofRow: 0, column: "test.auc") == "results.json:3")
    #expect(table.summaries().map(\.name) == ["best_val_auc", "test.auc", "epoch"])
    #expect(table.summaries()[0].last == MetricSummary.Point(step: nil, value: 0.7))
  }

  @Test func aTrainerStateGivesItsLogHistory() throws {
    let text = """
      {"best_metric": null, "global_step": 20, "log_history": [
        {"epoch": 0.5, "loss": 2.0, "step": 10},
        {"epoch": 1.0, "eval_loss": 1.5, "step": 20}]}
      """
    let table = try read(text, "trainer_state.json")
    #expect(table.lines == [2, 3] && numbers(table, "eval_loss") == [nil, 1.5])
    #expect(table.epochCoverage()?.nonIntegerRows == [0])
  }

  @Test func aListOfRecordsAndAHistoryAreTables() throws {
    #expect(numbers(try read("[{\"epoch\":1,\"a\":2},{\"epoch\":2,\"a\":3}]", "m.json"), "a") == [2, 3])
    #expect(numbers(try read("{\"loss\":[3,2],\"acc\":[0.1,0.2]}", "history.json"), "acc") == [0.1, 0.2])
    #expect(failure("[1,2]", "m.json")?.message == "element 1 of the list is no object but a integer")
  }
}

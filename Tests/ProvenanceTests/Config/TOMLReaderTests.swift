import Provenance
import Testing

@Suite struct TOMLReaderTests {
  @Test func orderSpellingAndPlaceAreKept() throws {
    let text = """
      # run
      zeta = 0xFF
      [training]
      "learning rate" = 1e-4
      steps = 1_000
      optimizer.name = 'adam'
      started = 1979-05-27 07:32:00
      rates = [ 1, inf ]

      [[run]]
      seed = +7
      [[run]]
      """
    let root = try #require(try TOMLReader.read(text).object)
    #expect(root.keys == ["zeta", "training", "run"])
    #expect(root["zeta"]?.number?.spelling == "0xFF")
    #expect(root["zeta"]?.int == 255)
    let training = try #require(root["training"]?.object)
    #expect(training.keys == ["learning rate", "steps", "optimizer", "started", "rates"])
    #expect(training["learning rate"]?.number?.spelling == "1e-4")
    #expect(training["steps"]?.number?.spelling == "1_000")
    #expect(training["steps"]?.int == 1000)
    #expect(training["optimizer"] == ["name": "adam"])
    #expect(training["rates"] == [1, .number(Number(.infinity))])
    guard case .date("1979-05-27 07:32:00") = training["started"] else {
      Issue.record("a date lost its spelling")
      return
    }
    let rate = try #require(training.member("learning rate"))
    #expect(rate.keyPosition == Position(line: 4, column: 1))
    #expect(rate.valuePosition == Position(line: 4, column: 19))
    #expect(root.member("run")?.keyPosition == Position(line: 10, column: 3))
    #expect(root["run"] == [["seed": 7], .object(Object())])
  }

  @Test(arguments: [
    ("a = 1\na = 2", 2, 1, "duplicate key \"a\""),
    ("[a]\n[a]", 2, 2, "\"a\" is defined twice"),
    ("a = 1\n[a.b]", 2, 2, "\"a\" is a value, not a table"),
    ("a.b = 1\n[a]", 2, 2, "\"a\" is defined twice"),
    ("[[a]]\n[a]", 2, 2, "\"a\" is an array of tables"),
    ("a = [1]\n[[a]]", 2, 3, "\"a\" is a value, not an array of tables"),
    ("[a.b]\n[a]\nb.c = 1", 3, 1, "\"b\" is a table that a dotted key cannot add to"),
    ("a = {b = 1}\na.c = 2", 2, 1, "\"a\" is a value, not a table"),
    ("a = {b = 1,}", 1, 12, "a comma cannot end an inline table"),
    ("a = yes", 1, 5, "yes is not a value"),
    ("a = 012", 1, 5, "012 is not a value"),
    ("a = 1__0", 1, 5, "1__0 is not a value"),
    ("a = 2026-02-30", 1, 5, "2026-02-30 is not a date or time"),
    ("a = \"x", 1, 7, "a string is not closed"),
    ("a = \"\\q\"", 1, 6, "unknown escape in a string"),
    ("a = \"\\uD800\"", 1, 6, "U+D800 is not a character"),
    ("a: 1", 1, 2, "'=' after a key was expected, not ':'"),
    ("a = 1 b = 2", 1, 7, "the end of the line was expected after a value, not 'b'"),
    ("a = 1 # \u{1}", 1, 9, "the control character U+0001 cannot stand in a comment"),
    (
      "a = 1\rb = 2", 1, 6,
      "the end of the line was expected after a value, not a carriage return that no line feed follows"
    ),
    ("a = [1 2]", 1, 8, "',' or ']' in an array was expected, not '2'"),
    ("a = ", 1, 5, "a value was expected, not the end"),
  ])
  func whatIsNotTOMLIsRefusedWithItsPlace(text: String, line: Int, column: Int, message: String) {
    let failure = #expect(throws: Failure.self) { try TOMLReader.read(text) }
    #expect(failure?.message == message)
    #expect(failure?.position == Position(line: line, column: column))
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() {
    let failure = #expect(throws: Failure.self) { try TOMLReader.read(Array("a = 1\nb = \"".utf8) + [0xFF, 0x22]) }
    #expect(failure?.position == Position(line: 2, column: 6))
  }

  @Test func nestingHasALimitWhateverMakesIt() throws {
    let deep = [
      "a = " + String(repeating: "[", count: 10_000),
      "a = " + String(repeating: "{a = ", count: 10_000),
      "[" + Array(repeating: "a", count: 10_000).joined(separator: ".") + "]",
      Array(repeating: "a", count: 10_000).joined(separator: ".") + " = 1",
    ]
    for text in deep {
      let failure = #expect(throws: Failure.self) { try TOMLReader.read(text) }
      #expect(failure?.message == "nested deeper than 512 levels")
    }
    let allowed = "a = " + String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
    _ = try TOMLReader.read(allowed)
  }

  @Test func windowsLineEndsGiveTheSameValue() throws {
    let text = "a = 1\n[b]\nc = \"\"\"\nx\ny\"\"\"\nd = [\n1,\n2 # two\n]\n"
    #expect(try TOMLReader.read(text) == TOMLReader.read(text.replacing("\n", with: "\r\n")))
  }

  @Test(.enabled(if: PublishedVectors.tomlCases != nil, "skipped: corpus not found"))
  func everyValidCaseOfThePublishedCorpusIsReadAsItSays() throws {
    let cases = try #require(PublishedVectors.tomlCases).filter { $0.contains("/valid/") }
    #expect(cases.count > 100)
    for path in cases {
      let name = path.split(separator: "/").suffix(3).joined(separator: "/")
      do {
        let value = try TOMLReader.read(FileReading.bytes(of: path))
        let expected = try JSONReader.read(FileReading.bytes(of: String(path.dropLast(5)) + ".json"))
        #expect(agrees(value, expected), "\(name)")
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  @Test(.enabled(if: PublishedVectors.tomlCases != nil, "skipped: corpus not found"))
  func everyInvalidCaseOfThePublishedCorpusIsRefusedWithAPlace() throws {
    let cases = try #require(PublishedVectors.tomlCases).filter { $0.contains("/invalid/") }
    #expect(cases.count > 200)
    for path in cases {
      let bytes = try FileReading.bytes(of: path)
      let failure = #expect(throws: Failure.self, "\(path.split(separator: "/").suffix(3))") { try TOMLReader.read(bytes) }
      #expect(failure?.position != nil)
    }
  }

  /// Compares with the corpus's typed JSON, where a scalar is `{"type": …, "value": …}`.
  private func agrees(_ value: Value, _ expected: Value) -> Bool {
    if case .array(let elements) = expected {
      guard let found = value.array, found.count == elements.count else { return false }
      return zip(found, elements).allSatisfy { agrees($0, $1) }
    }
    guard let object = expected.object else { return false }
    if object.count == 2, let type = object["type"]?.string, let text = object["value"]?.string {
      return agrees(value, type, text)
    }
    guard let found = value.object, found.count == object.count else { return false }
    return object.members.allSatisfy { member in found[member.key].map { agrees($0, member.value) } ?? false }
  }

  private func agrees(_ value: Value, _ type: String, _ text: String) -> Bool {
    switch (type, value) {
    case ("string", .string(let string)): return string.isExactly(text)
    case ("bool", .bool(let bool)): return String(bool) == text
    case ("integer", .number(let number)): return number.integerDigits.flatMap { Int($0) } == Int(text)
    case ("float", .number(let number)):
      guard number.integerDigits == nil, let expected = Double(text) else { return false }
      return number.double == expected || (number.double.isNaN && expected.isNaN)
    case (_, .date(let spelling)): return milliseconds(spelling) == milliseconds(text)
    default: return false
    }
  }

  /// The corpus writes `T`, `Z` and as many digits as a reader needs; three are asked for.
  private func milliseconds(_ date: String) -> String {
    let text = date.uppercased().replacing(" ", with: "T")
    guard let point = text.firstIndex(of: ".") else { return text }
    let digits = text[text.index(after: point)...].prefix { $0.isNumber }
    let fraction = (digits + "000").prefix(3)
    return text[..<point] + (fraction == "000" ? "" : "." + fraction) + text[digits.endIndex...]
  }
}

import Provenance
import Testing

@Suite struct JSONReaderTests {
  @Test(arguments: [
    ("", 1, 1, "empty JSON: a value was expected"),
    ("{\"a\": [1, 2", 1, 12, "the JSON ends too early, after 11 bytes"),
    ("{\n  \"a\": tru", 2, 8, "the JSON ends too early"),
    ("{\n  \"a\": trux}", 2, 8, "true was expected"),
    ("{\n  \"a\": 1,\n  \"b\": 2,\n  \"a\": 3\n}", 4, 3, "duplicate key \"a\""),
    ("[1, 2,]", 1, 7, "a JSON value was expected, not ']'"),
    ("{\"a\": 1,}", 1, 9, "a key in double quotes was expected, not '}'"),
    ("{a: 1}", 1, 2, "a key in double quotes was expected, not 'a'"),
    ("{\"a\" 1}", 1, 6, "':' after a key was expected, not '1'"),
    ("[1 2]", 1, 4, "',' or ']' in an array was expected, not '2'"),
    ("[01]", 1, 2, "a number may not begin with 0"),
    ("[-]", 1, 3, "a digit was expected, not ']'"),
    ("[1.]", 1, 4, "a digit was expected after the point, not ']'"),
    ("[.5]", 1, 2, "a JSON value was expected, not '.'"),
    ("[1e]", 1, 4, "a digit was expected in the exponent, not ']'"),
    ("[+1]", 1, 2, "a JSON value was expected, not '+'"),
    ("[\"\\uD800\"]", 1, 9, "a lone surrogate is not a character"),
    ("[\"\\uDC00\"]", 1, 9, "a lone surrogate is not a character"),
    ("[\"\\uD800\\u0041\"]", 1, 15, "a lone surrogate is not a character"),
    ("[\"\\u12G4\"]", 1, 3, "four hexadecimal digits were expected after \\u"),
    ("[\"\\x\"]", 1, 3, "unknown escape in a string"),
    ("[\"a\tb\"]", 1, 4, "a control character in a string must be escaped"),
    ("[\"abc", 1, 6, "the JSON ends too early, after 5 bytes"),
    ("{} {}", 1, 4, "something follows the JSON value"),
    ("['a']", 1, 2, "a JSON value was expected, not '''"),
    ("// no\n{}", 1, 1, "a JSON value was expected, not '/'"),
  ])
  func whatIsNotJSONIsRefusedWithItsPlace(text: String, line: Int, column: Int, message: String) {
    let failure = #expect(throws: Failure.self) { try JSONReader.read(text) }
    #expect(failure?.message == message)
    #expect(failure?.position == Position(line: line, column: column))
  }

  @Test(
    arguments: [
      ([0xFF], 7), ([0xC0, 0x80], 7), ([0xED, 0xA0, 0x80], 7), ([0x61, 0xE2, 0x82], 8), ([0xF4, 0x90, 0x80, 0x80], 7),
      ([0x80], 7),
    ] as [([UInt8], Int)])
  func invalidUTF8IsRefusedWithItsPlace(bytes: [UInt8], column: Int) {
    for escape in ["", "\\n"] {
      let text = Array("{\n\"a\": \"\(escape)".utf8) + bytes + Array("\"}".utf8)
      let failure = #expect(throws: Failure.self) { try JSONReader.read(text) }
      #expect(failure?.message == "invalid UTF-8")
      #expect(failure?.position == Position(line: 2, column: column + escape.utf8.count))
    }
  }

  @Test func duplicatesAreFoundInLargeObjectsToo() {
    let text = "{" + (0..<500).map { "\"k\($0)\": 0, " }.joined() + "\n\"k7\": 1}"
    let failure = #expect(throws: Failure.self) { try JSONReader.read(text) }
    #expect(failure?.message == "duplicate key \"k7\"")
    #expect(failure?.position == Position(line: 2, column: 1))
  }

  @Test func nestingHasALimit() throws {
    for open in ["[", "{\"a\":"] {
      let failure = #expect(throws: Failure.self) { try JSONReader.read(String(repeating: open, count: 10_000)) }
      #expect(failure?.message == "nested deeper than 512 levels")
    }
    _ = try JSONReader.read(String(repeating: "[", count: 512) + String(repeating: "]", count: 512))
  }

  @Test func spellingPlaceAndOrderAreKept() throws {
    let root = try #require(try JSONReader.read("\u{FEFF}{\r\n \"z\": 1e-4,\n \"a\": {\"é\": -0, \"b\": [1E5, NaN]}}").object)
    #expect(root.keys == ["z", "a"])
    #expect(root["z"]?.number?.spelling == "1e-4")
    #expect(root.member("z")?.valuePosition == Position(line: 2, column: 7))
    let inner = try #require(root["a"]?.object)
    #expect(inner.member("b")?.keyPosition == Position(line: 3, column: 18))
    #expect(JSONWriter.line(root["a"] ?? nil) == "{\"é\": -0, \"b\": [1E5, NaN]}")
  }

  @Test func everyValueIsReadBack() throws {
    for seed in 0..<200 as Range<UInt64> {
      var generated = Generated(seed: seed, [.null, .date])
      let config = generated.config()
      #expect(try JSONReader.read(config.canonicalText).untagged == config)
      #expect(try JSONReader.read(JSONWriter.pretty(config)).untagged == config)
    }
  }
}

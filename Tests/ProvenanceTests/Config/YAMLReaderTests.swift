import Provenance
import Testing

@Suite struct YAMLReaderTests {
  private func read(_ text: String, _ reading: YAMLReading = .core) throws -> YAMLReader.Document {
    try YAMLReader.read(Array(text.utf8), reading, named: "c.yaml")
  }

  @Test func orderSpellingAndPlaceAreKept() throws {
    let root = try #require(try read("zeta: 0xFF\ntraining:\n  lr: 1e-4\n  betas: [0.9, 1.]\n1: é x\n").value.object)
    #expect(root.keys == ["zeta", "training", "1"])
    #expect(root["zeta"]?.number?.spelling == "0xFF")
    #expect(root["zeta"]?.int == 255)
    let lr = try #require(root["training"]?.object?.member("lr"))
    #expect(lr.value.number?.spelling == "1e-4")
    #expect(lr.keyPosition == Position(line: 3, column: 3))
    #expect(lr.valuePosition == Position(line: 3, column: 7))
    #expect(root["training"]?["betas"] == [0.9, 1])
  }

  @Test func theReadingDecidesAndTheDifferenceIsAFinding() throws {
    let text = "a:\n  lr: 1e-4\n  flag: no\n  list: [017, \"no\"]\nday: 2026-11-20\n"
    let core = try read(text)
    #expect(core.value == ["a": ["lr": 1e-4, "flag": "no", "list": [17, "no"]], "day": "2026-11-20"])
    let pyyaml = try read(text, .pyyaml)
    #expect(pyyaml.value["a"] == ["lr": "1e-4", "flag": false, "list": [15, "no"]])
    guard case .date("2026-11-20") = pyyaml.value["day"] else {
      Issue.record("PyYAML reads a date")
      return
    }
    for document in [core, pyyaml] {
      #expect(document.findings.map(\.subject) == ["a.lr", "a.flag", "a.list[0]", "day"])
      #expect(document.findings.map(\.place) == ["c.yaml:2:7", "c.yaml:3:9", "c.yaml:4:10", "c.yaml:5:6"])
    }
    #expect(
      core.findings[0].message == "`1e-4` is read as YAML 1.2 does: the float 0.0001; for PyYAML it is a string")
  }

  @Test func mergeKeysTakeInWhatTheMappingDoesNotSay() throws {
    let text = """
      base: &base {lr: 1, wd: 2}
      more: &more {wd: 3, x: 4}
      run:
        seed: 7
        <<: [*base, *more]
        lr: 9
      """
    let run = try #require(try read(text).value["run"]?.object)
    #expect(run.keys == ["seed", "wd", "x", "lr"])
    #expect(Value.object(run) == ["seed": 7, "wd": 2, "x": 4, "lr": 9])
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3", 3, 1, "duplicate key \"a\""),
    ("1: x\n\"1\": y", 2, 1, "duplicate key \"1\""),
    ("a: &x {b: 1}\nc:\n  <<: *x\n  <<: *x", 4, 3, "duplicate key \"<<\""),
    ("a: *nobody", 1, 4, "the alias *nobody has no anchor before it"),
    ("a: &a [*a]", 1, 8, "the alias *a has no anchor before it"),
    ("a: !!python/object:os.system x", 1, 4, "the tag !!python/object:os.system is not known here"),
    ("a: !!int x", 1, 4, "\"x\" does not fit its tag !!int"),
    ("? [a]\n: b", 1, 3, "a key must be a scalar"),
    ("a: 1\n---\nb: 2", 2, 1, "a second document begins here"),
    ("", 1, 1, "empty YAML: a mapping was expected"),
    ("a: [1, 2", 2, 1, "while parsing a flow sequence: did not find expected ',' or ']'"),
    ("a: 1\n\tb: 2", 2, 1, "while scanning a plain scalar: found a tab character that violates indentation"),
    ("a: \u{1}", 1, 4, "control characters are not allowed"),
  ])
  func whatIsNotReadIsRefusedWithItsPlace(text: String, line: Int, column: Int, message: String) {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.message == message)
    #expect(failure?.position == Position(line: line, column: column))
  }

  @Test func anAliasBombIsRefusedWhereItGoesOff() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.message == "aliases repeat more than 1000000 values")
    #expect(failure?.position?.line == 7)
    let key = "k0: &k0 [x, x]\n" + (1...40).map { "k\($0): &k\($0) {? [*k\($0 - 1), *k\($0 - 1)] : 1}\n" }.joined()
    #expect(throws: Failure.self) { try read(key) }
  }

  @Test func nestingHasALimit() throws {
    for text in [
      String(repeating: "[", count: 10_000), String(repeating: "{a: ", count: 10_000),
      String(repeating: "- ", count: 10_000) + "x",
    ] {
      let failure = #expect(throws: Failure.self) { try read(text) }
      #expect(failure?.message == "nested deeper than 512 levels")
    }
  }

  @Test func tagsChooseTheType() throws {
    let text = "a: !!str 1\nb: !!float 3\nc: !!int \"7\"\nd: !!bool yes\ne: !!null ''\nf: ! 5\ng: '5'\n"
    let expected: Value = ["a": "1", "b": 3, "c": 7, "d": true, "e": "x", "f": "5", "g": "5"]
    let value = try read(text.replacing("e: !!null ''", with: "e: x")).value
    #expect(value == expected)
    #expect(value["b"]?.typeName == "float")
  }

  static let scalars: [String] = {
    let words = [
      "", "~", "null", "Null", "NULL", "nULL", "true", "True", "TRUE", "tRUE", "yes", "Yes", "YES", "no", "No", "on", "ON", "off",
      "y", "n", "=",
    ]
    let integers = [
      "0", "-0", "+0", "00", "007", "017", "-017", "08", "09", "019", "0o17", "0O17", "0x1F", "-0x1f", "0x1_F", "0b101", "-0b1_1",
      "0b12",
      "1_000", "_1", "1__0", "1_", "+5", "-5", "123456789012345678901234567890", "190:20:30", "1:60", "1:59", "01:30", "-1:30",
      "12:3", "1:2:3:4",
      "1_0:20",
    ]
    let floats = [
      "1.", ".5", "-.5", "+.5", "1.5", "1e3", "1e-4", "1.0e-4", "1.5e3", "1.5e+3", "1.e+3", ".5e+3", ".5e3", "1_000.5", "1._5",
      ".inf", "-.INF",
      "+.Inf", ".nan", ".NaN", "-.nan", "inf", "nan", "1.2.3", "190:20:30.15", "1:2.", "1:60.5", ".", "-", "+", "e5", "1e",
      "6.02e+23", "0.1_5e-10",
      "._5", "1e+400", "1.0e+400", "-1.5E-3",
    ]
    let dates = [
      "2026-11-20", "2026-1-2", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10",
      "2001-12-14T21:59:43Z",
      "2026-11-20T07:32", "20261120", "07:32:00", "2001-12-14 21:59:43.",
    ]
    return words + integers + floats + dates + ["hello", "1a", "a1", "1 2", "v1.0", "10%", "1,000"]
  }()

  @Test(.enabled(if: Python.has("yaml"), "skipped: python3 with PyYAML is not here"))
  func thePyYAMLReadingIsPyYAMLs() throws {
    let script = """
      import json, sys, yaml, datetime
      for text in json.load(open(sys.argv[1])):
        v = yaml.safe_load(text)
        if isinstance(v, (datetime.date, datetime.datetime)): v = ["date"]
        print(type(v).__name__ + " " + json.dumps(v))
      """
    let scalars = Self.scalars.filter { $0 != "=" && $0 != "-" }
    let lines = try Python.run(script, input: .array(scalars.map { .string($0) })).split(separator: "\n")
    #expect(lines.count == scalars.count)
    for (scalar, line) in zip(scalars, lines) {
      let value = YAMLReading.pyyaml.resolve(scalar)
      let type =
        switch value.typeName {
        case "null": "NoneType"
        case "boolean": "bool"
        case "integer": "int"
        case "float": "float"
        case "date": "list"
        default: "str"
        }
      let text = if case .date = value { "[\"date\"]" } else { value.pythonText }
      #expect("\(type) \(text)" == line, "\(scalar)")
    }
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// The schemas accept and refuse what they should, by this judge and by Python's.
@Suite struct SchemaTests {
  static let names = HouseRulesTests.files(in: "schemas", ending: ".schema.json").map {
    lastComponent(of: $0).replacing(".schema.json", with: "")
  }

  static func schema(_ name: String) throws -> JSONSchema {
    JSONSchema(try JSONReader.read(try HouseRulesTests.text("schemas/\(name).schema.json")))
  }

  private static func samples(of name: String, _ kind: String) throws -> [(file: String, value: Value)] {
    try HouseRulesTests.files(in: "schemas/samples/\(kind)/\(name)").map { file in
      let text = try HouseRulesTests.text(file)
      return (file, try file.hasSuffix(".toml") ? TOMLReader.read(text) : JSONReader.read(text))
    }
  }

  @Test(arguments: names) func aSchemaAcceptsItsValidSamples(_ name: String) throws {
    let schema = try Self.schema(name)
    for sample in try Self.samples(of: name, "valid") {
      #expect(schema.faults(in: sample.value) == [], "\(sample.file)")
    }
  }

  @Test(arguments: names) func aSchemaRefusesItsInvalidSamples(_ name: String) throws {
    let schema = try Self.schema(name)
    for sample in try Self.samples(of: name, "invalid") {
      #expect(schema.faults(in: sample.value) != [], "\(sample.file) is accepted")
    }
  }

  @Test(arguments: names) func aSchemaSaysWhatItDescribesAndWhichItIs(_ name: String) throws {
    let schema = try JSONReader.read(try HouseRulesTests.text("schemas/\(name).schema.json"))
    #expect(schema["$id"]?.string == name + ".schema.json")
    #expect(schema["title"]?.string?.isEmpty == false)
    #expect(try HouseRulesTests.text("schemas/README.md").contains("(\(name).schema.json)"))
  }

  @Test func aSampleOfAnEntryIsAJournalsLine() throws {
    for file in HouseRulesTests.files(in: "schemas/samples/valid/entry.v1") {
      let text = try HouseRulesTests.text(file)
      #expect(text.hasSuffix("\n"))
      let line = Array(text.utf8.dropLast())
      #expect(try JSONReader.read(line).untagged.canonicalBytes == line, "\(file) is not in canonical form")
      #expect(try Entry(line: line).digest == .sha256(line))
    }
  }

  @Test func aSampleNamesNoMachine() throws {
    for file in HouseRulesTests.files(in: "schemas/samples") {
      let text = try HouseRulesTests.text(file)
      let named = text.firstMatch(of: /"host":\s?"(?!workstation|node)[^"]*"/)
      #expect(named == nil, "\(file): \(named?.output ?? "")")
      #expect(
        !text.contains("/home/") && !text.contains(NSHomeDirectory() + "/") && !text.contains("/tmp/xp"),
        "\(file) has a path of one machine")
    }
  }

  @Test func theJudgeKnowsItsWords() {
    let point: Value = [
      "type": "object", "required": ["x"], "additionalProperties": false,
      "properties": ["x": ["type": "integer", "minimum": 1], "y": ["oneOf": [["const": 1], ["const": 2]]]],
    ]
    let schema = JSONSchema(point)
    #expect(schema.faults(in: ["x": 1, "y": 2]) == [])
    for wrong: Value in [[], [:], ["x": 0], ["x": "1"], ["x": 1.5], ["x": 1, "y": 3], ["x": 1, "z": 1]] {
      #expect(schema.faults(in: wrong) != [])
    }
    #expect(JSONSchema(["uniqueItems": true]).faults(in: []) == [": unknown word uniqueItems in the schema"])
  }
}

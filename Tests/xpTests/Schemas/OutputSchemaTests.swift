import Foundation
import Provenance
import TestSupport
import Testing

/// What the program really writes and prints fits its schemas.
@Suite struct OutputSchemaTests {
  /// Every JSON text that leaves the program, with its schema.
  private static func texts() throws -> [(schema: String, text: String)] {
    let project = try RecordedProject.shared.get()
    let entries = try project.journals.flatMap {
      try FileReading.text(of: $0).split(separator: "\n").map { ("entry.v1", String($0)) }
    }
    let environments = try project.names.map { project.root + "/experiments/\($0)/environment.json" }
      .filter { FileStatus.of($0) != nil }.map { ("environment.v1", try FileReading.text(of: $0)) }
    return project.outputs + entries + environments
  }

  @Test func everyTextThatLeavesTheProgramFitsItsSchema() throws {
    let texts = try Self.texts()
    #expect(
      Set(texts.map(\.schema)) == [
        "entry.v1", "environment.v1", "register.v1", "checklist.v1", "diff.v1", "list.v1", "show.v1", "history.v1",
      ])
    for (name, text) in texts {
      #expect(try SchemaTests.schema(name).faults(in: JSONReader.read(text)) == [], "\(name): \(text)")
    }
  }

  @Test func everyPolicyThatIsWrittenOrShownFitsTheSchema() throws {
    let project = try ProjectCopy()
    try project.output("mkdir new && cd new && xp init --from ../configs/base.json && rm ../xp.toml && cd .. && mv new/xp.toml .")
    let examples = HouseRulesTests.files(in: "experiments", ending: "/xp.toml")
    #expect(!examples.isEmpty)
    for text in try [project.read("xp.toml"), project.output("xp policy show")] + examples.map(HouseRulesTests.text) {
      #expect(try SchemaTests.schema("policy.v1").faults(in: TOMLReader.read(text)) == [], "\(text)")
    }
  }

  @Test func everyKindOfEntryThatIsWrittenIsAmongThem() throws {
    let entries = try Self.texts().filter { $0.schema == "entry.v1" }.map { try Entry(line: Array($0.text.utf8)) }
    #expect(Set(entries.map(\.kind)) == [.policy, .registered, .started, .finished, .judged, .noted, .tagged])
    let kinds = try JSONReader.read(try HouseRulesTests.text("schemas/entry.v1.schema.json"))["properties"]?["entry"]?["enum"]
    #expect(kinds?.array?.compactMap(\.string) == Entry.Kind.allCases.map(\.rawValue))
  }

  /// skipped: without Python's jsonschema there is no second judge.
  @Test(.enabled(if: HouseRulesTests.hasJSONSchema, "skipped: Python's jsonschema is not installed"))
  func aSecondJudgeAgrees() throws {
    let judge = """
      import json, sys, jsonschema
      judges = {}
      for line in open(sys.argv[1]):
          name, document = json.loads(line)
          if name not in judges:
              schema = json.load(open(f"schemas/{name}.schema.json"))
              judges[name] = jsonschema.validators.validator_for(schema)(schema)
          for error in judges[name].iter_errors(json.loads(document)):
              print(name, list(error.absolute_path), error.message)
      """
    let scratch = Scratch()
    let pairs = try Self.texts().map { Value.array([.string($0.schema), .string($0.text)]).canonicalBytes }
    let path = try scratch.write("all.jsonl", pairs.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined())
    let outcome = try ChildProcess.run(
      ["python3", "-c", judge, path], in: Built.root, environment: HouseRulesTests.environment)
    #expect(outcome.succeeded && outcome.text.isEmpty, "\(outcome.text)\(outcome.errorText)")
  }
}

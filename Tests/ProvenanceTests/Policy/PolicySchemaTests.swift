import Foundation
import TestSupport
import Testing

@testable import Provenance

private let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)
private let schemas = project + (project.hasSuffix("/") ? "schemas" : "/schemas")

private func samples(_ kind: String) throws -> [String] {
  let folder = "\(schemas)/samples/\(kind)/policy.v1"
  return try FileReading.names(in: folder).filter { $0.hasSuffix(".toml") }.map { "\(folder)/\($0)" }
}

private let environment = ["PATH=\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"]

private let canJudgeSchemas: Bool = {
  let outcome = try? ChildProcess.run(["python3", "-c", "import jsonschema"], in: "/", environment: environment)
  return outcome?.succeeded == true
}()

/// JSON has no dates: they are texts there.
private func json(_ value: Value) -> Value {
  switch value {
  case .date(let text): .string(text)
  case .array(let elements): .array(elements.map(json))
  case .object(let object): .object(Object(object.members.map { ($0.key, json($0.value)) }))
  default: value
  }
}

@Suite struct PolicySchemaTests {
  /// `make record` writes the schema anew after a key was added.
  @Test func theSchemaIsWhatTheReaderDeclares() throws {
    let path = schemas + "/policy.v1.schema.json"
    let declared = JSONWriter.pretty(PolicySchema.document)
    if Built.isRecording { try FileWriting.replace(path, with: declared, durable: false) }
    #expect(try FileReading.text(of: path) == declared)
  }

  @Test func everyPropertyOfThePolicyHasItsKey() {
    // The top's own properties, and those of each section.
    let count = Mirror(reflecting: Policy()).children.reduce(0) { total, child in
      let inner = Mirror(reflecting: child.value)
      return total + (inner.displayStyle == .struct && !(child.value is String) ? inner.children.count : 1)
    }
    #expect(PolicyKey.all.count == count)
    #expect(Set(PolicyKey.all.map(\.path)).count == count)
    let sections = Set(PolicyKey.sections.map(\.name))
    #expect(PolicyKey.all.allSatisfy { $0.section.isEmpty || sections.contains($0.section) })
  }

  @Test func theReaderTakesValidSamplesAndRefusesInvalidOnes() throws {
    for path in try samples("valid") { _ = try PolicyReader.read(FileReading.bytes(of: path), file: path) }
    for path in try samples("invalid") {
      let bytes = try FileReading.bytes(of: path)
      let failure = #expect(throws: Failure.self, "\(path)") { try PolicyReader.read(bytes, file: path) }
      #expect(failure?.position != nil, "\(path)")
    }
    #expect(try samples("valid").count >= 3 && samples("invalid").count >= 20)
  }

  /// Cut anywhere, a policy is either still one or an error with its file and place.
  @Test func aTruncatedPolicyIsReadOrRefusedWithItsPlace() throws {
    let bytes = try FileReading.bytes(of: schemas + "/samples/valid/policy.v1/whole.toml")
    for end in bytes.indices {
      do throws(Failure) { _ = try PolicyReader.read(Array(bytes[..<end]), file: "xp.toml") } catch {
        #expect(error.kind == .input && error.file == "xp.toml" && error.position != nil, "\(end): \(error.message)")
      }
    }
  }

  @Test(.enabled(if: canJudgeSchemas, "skipped: python3-jsonschema is not installed"))
  func anIndependentValidatorAgreesOnTheSamples() throws {
    let valid = try samples("valid")
    let paths = try valid + samples("invalid")
    let documents = try paths.map { json(try TOMLReader.read(FileReading.bytes(of: $0))) }
    let input: Value = [
      "schema": try JSONReader.read(FileReading.bytes(of: schemas + "/policy.v1.schema.json")), "documents": .array(documents),
    ]
    let script = """
      import json, sys, jsonschema
      i = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(i["schema"])
      v = jsonschema.Draft202012Validator(i["schema"])
      for d in i["documents"]: print("yes" if v.is_valid(d) else "no")
      """
    let outcome = try ChildProcess.run(
      ["python3", "-c", script], in: "/", environment: environment, input: input.canonicalBytes)
    #expect(outcome.succeeded, "\(outcome.errorText.suffix(400))")
    let verdicts = outcome.text.split(separator: "\n")
    try #require(verdicts.count == paths.count)
    for (path, verdict) in zip(paths, verdicts) { #expect((verdict == "yes") == valid.contains(path), "\(path)") }
  }
}

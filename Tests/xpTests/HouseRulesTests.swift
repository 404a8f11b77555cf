import Foundation
import Provenance
import TestSupport
import Testing

/// Rules of the house that a machine can watch: what rots in silence elsewhere fails here.
@Suite struct HouseRulesTests {
  /// The project's own files, relative to its root, as git knows them or would take them.
  static let files: [String] = {
    let words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    let outcome = try? ChildProcess.run(words, in: Built.root, environment: environment)
    return (outcome?.text ?? "").split(separator: "\n").map(String.init).filter {
      FileStatus.of(Built.root + "/" + $0) != nil
    }
  }()

  static let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }

  static func text(_ file: String) throws -> String { try FileReading.text(of: Built.root + "/" + file) }

  static func files(in folder: String, ending: String = "") -> [String] {
    files.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(ending) }
  }

  @Test func theProjectsFilesAreFound() {
    #expect(Self.files.contains("Package.swift"))
  }

  @Test func nothingIsLeftForLater() throws {
    // Put together here, so that this file does not hold the words.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    for file in Self.files where !file.hasPrefix("Tests/xpTests/Golden/") && !file.hasSuffix(".csv") {
      guard let text = try? Self.text(file) else { continue }
      for word in words {
        let marks = text.matches(of: try Regex("\\b" + word + "\\b"))
        #expect(marks.isEmpty, "\(file) holds \(word)")
      }
    }
  }

  @Test func aFolderHoldsAtMostFourteenEntries() {
    var entries: [String: Set<String>] = [:]
    for file in Self.files(in: "Sources") {
      var path = file
      while path.contains("/") {
        entries[parent(of: path), default: []].insert(path)
        path = parent(of: path)
      }
    }
    for (folder, names) in entries { #expect(names.count <= 14, "\(folder)/ holds \(names.count) entries") }
  }

  @Test func filesAreSmallAndNamedByNouns() throws {
    let vague = ["Util", "Helper", "Manager", "Misc", "Common"]
    for file in Self.files(in: "Sources", ending: ".swift") + Self.files(in: "Tests", ending: ".swift") {
      let count = try Self.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(count <= 401, "\(file) has \(count) lines")
      #expect(!vague.contains { lastComponent(of: file).contains($0) }, "\(file) says nothing by its name")
    }
  }

  @Test(arguments: [("README.md", 150), ("ARCHITECTURE.md", 120)])
  func theGuidesAreShort(_ file: String, _ limit: Int) throws {
    #expect(try Self.text(file).split(separator: "\n", omittingEmptySubsequences: false).count <= limit + 1)
  }

  @Test func everyLinkInADocumentLeadsSomewhere() throws {
    for file in Self.files where file.hasSuffix(".md") && !file.hasPrefix("Tests/") {
      for match in try Self.text(file).matches(of: /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/) {
        let target = String(match.1)
        if target.contains("://") || target.hasPrefix("mailto:") { continue }
        let path = absolutePath(target, from: Built.root + "/" + parent(of: file))
        #expect(FileStatus.of(path) != nil, "\(file) links to \(target)")
      }
    }
  }

  @Test func everyGoldenFileIsAskedFor() throws {
    let sources = try Self.files(in: "Tests", ending: ".swift").map(Self.text).joined()
    for file in Self.files(in: "Tests/xpTests/Golden") {
      // Files of one series, such as a help text for every command, are asked for by their folder's name.
      let folder = lastComponent(of: parent(of: file))
      #expect(
        sources.contains(lastComponent(of: file)) || (folder != "Golden" && sources.contains("\"\(folder)/")),
        "no test asks for \(file)")
    }
  }

  @Test func everySchemaHasAValidAndAnInvalidSample() {
    let schemas = Self.files(in: "schemas", ending: ".schema.json")
    #expect(!schemas.isEmpty)
    for schema in schemas {
      for kind in ["valid", "invalid"] {
        #expect(!Self.samples(of: schema, kind).isEmpty, "\(schema) has no \(kind) sample")
      }
    }
  }

  @Test func everySampleBelongsToASchema() {
    let schemas = Self.files(in: "schemas", ending: ".schema.json")
    let claimed = schemas.flatMap { Self.samples(of: $0, "valid") + Self.samples(of: $0, "invalid") }
    for sample in Self.files(in: "schemas/samples") {
      #expect(claimed.contains(sample), "\(sample) begins with no schema's name")
    }
  }

  /// skipped: without Python's jsonschema there is no judge of schemas.
  @Test(.enabled(if: hasJSONSchema, "skipped: Python's jsonschema is not installed"))
  func schemasAcceptValidSamplesAndRefuseInvalidOnes() throws {
    let judge = """
      import json, sys, tomllib, jsonschema
      schema = json.load(open(sys.argv[1]))
      kind = jsonschema.validators.validator_for(schema)
      kind.check_schema(schema)
      for path in sys.argv[2:]:
          sample = (tomllib if path.endswith(".toml") else json).load(open(path, "rb"))
          sample = json.loads(json.dumps(sample, default=str))  # a date is its text
          errors = [error.message for error in kind(schema).iter_errors(sample)]
          if bool(errors) == ("/valid/" in path):
              print(path, errors[0] if errors else "is accepted")
      """
    for schema in Self.files(in: "schemas", ending: ".schema.json") {
      let samples = Self.samples(of: schema, "valid") + Self.samples(of: schema, "invalid")
      let outcome = try ChildProcess.run(
        ["python3", "-c", judge, schema] + samples, in: Built.root, environment: Self.environment)
      #expect(outcome.succeeded && outcome.text.isEmpty, "\(schema): \(outcome.text)\(outcome.errorText)")
    }
  }

  static let hasJSONSchema =
    (try? ChildProcess.run(["python3", "-c", "import jsonschema, tomllib"], in: "/", environment: environment).succeeded) ?? false

  /// `policy.v1.schema.json` is shown by `samples/valid/policy.v1-….json` and by whatever is in `samples/valid/policy.v1/`.
  private static func samples(of schema: String, _ kind: String) -> [String] {
    let stem = "schemas/samples/\(kind)/" + lastComponent(of: schema).replacing(".schema.json", with: "")
    return files.filter { $0.hasPrefix(stem + "-") || $0.hasPrefix(stem + "/") }
  }
}

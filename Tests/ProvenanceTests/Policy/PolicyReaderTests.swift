import Provenance
import Testing

private func read(_ text: String) throws(Failure) -> Policy { try PolicyReader.read(Array(text.utf8), file: "xp.toml") }

private func failure(_ text: String) -> Failure? {
  do {
    _ = try read(text)
    return nil
  } catch { return error }
}

@Suite struct PolicyReaderTests {
  @Test func anEmptyPolicyIsTheDefaults() throws {
    #expect(try read("") == Policy())
  }

  @Test func whatIsStatedReplacesTheDefault() throws {
    let policy = try read(
      """
      updated = 2026-11-20
      experiment.root = "runs/all"
      [metrics]
      epochs = 20
      direction = "min"
      [code]
      max_file_size = "1.5 MiB"
      max_total_size = 12
      [data]
      inputs = ["raw", { path = "m", mode = "declared", revision = "r" }]
      [environment]
      set = { B = "2", A = "1" }
      [[checklist.item]]
      id = "i"
      title = "I"
      expression = "a > 50 %"
      """)
    #expect(policy.updated == "2026-11-20")
    #expect(policy.experiment.root == "runs/all")
    #expect(policy.metrics.epochs == ["20"])
    #expect(policy.metrics.direction == .min)
    #expect(policy.code.maximumFileSize == 1_572_864)
    #expect(policy.code.maximumTotalSize == 12)
    #expect(policy.data.inputs == [.init(path: "raw"), .init(path: "m", mode: .declared, revision: "r")])
    #expect(policy.environment.set.map(\.name) == ["B", "A"])
    #expect(policy.checklist.items == [.init(id: "i", title: "I", check: .expression("a > 50 %"))])
    #expect(policy.config == Policy().config)
  }

  @Test(arguments: [
    ("[experiment]\n  rot = \"x\"", 2, 3, "unknown key rot in [experiment]", "did you mean root?"),
    ("root = \"x\"", 1, 1, "unknown key root", "did you mean experiment.root?"),
    ("[metrics]\nbudget = 3", 2, 1, "unknown key budget in [metrics]", "did you mean data.budget?"),
    ("[experimnt]", 1, 2, "unknown key experimnt", "did you mean experiment?"),
    ("[config]\nyaml = \"1.1\"", 2, 8, "config.yaml must be one of \"1.2\", \"pyyaml\", not \"1.1\"", "did you mean \"1.2\"?"),
    ("[config]\ngroups = \"a\"", 2, 10, "config.groups must be an array, not \"a\"", "write [\"a\"]"),
    ("[config]\ngroups = [1]", 2, 10, "element 1 of config.groups must be a string, not an integer", ""),
    ("[code]\nmax_files = true", 2, 13, "code.max_files must be a whole number, 0 or more, not a boolean", ""),
    ("[environment.set]\nA = 1", 2, 5, "environment.set.A must be a string, not an integer", ""),
    ("[[checklist.item]]\nid = \"a\"\ntitle = \"A\"\nexpression = \"a >\"", 4, 14, "in the expression: a value was expected", ""),
    ("[[checklist.item]]\nid = \"a\"\ntitle = \"A\"\nfiel = \"a\"", 4, 1, "unknown key fiel", "did you mean file?"),
    ("[[checklist.item]]\nid = \"a\"\nfile = \"a\"", 2, 1, "needs title", "add title = …"),
  ])
  func anErrorSaysItsPlaceAndWhatIsMeant(text: String, line: Int, column: Int, message: String, hint: String) {
    let failure = failure(text)
    #expect(failure?.kind == .input)
    #expect(failure?.file == "xp.toml")
    #expect(failure?.position == Position(line: line, column: column), "\(failure?.message ?? "read")")
    #expect(
      failure?.message.hasPrefix(message) == true || failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    #expect(hint.isEmpty || failure?.hint == hint, "\(failure?.hint ?? "no hint")")
  }

  @Test func twoItemsCannotHaveOneId() {
    let item = "[[checklist.item]]\nid = \"a\"\ntitle = \"A\"\nfile = \"x\"\n"
    let failure = failure(item + item)
    #expect(failure?.position == Position(line: 6, column: 6))
  }

  @Test func brokenTOMLIsNamedWithItsFile() {
    let failure = failure("a = ")
    #expect(failure?.file == "xp.toml")
    #expect(failure?.position?.line == 1)
  }

  @Test(arguments: [("0 B", 0), ("7B", 7), ("1 kB", 1000), ("1KiB", 1024), ("2.5 MB", 2_500_000), ("1 TiB", 1_099_511_627_776)])
  func sizesAreReadWithTheirUnits(text: String, bytes: Int64) throws {
    #expect(try read("code.max_file_size = \"\(text)\"").code.maximumFileSize == bytes)
  }

  @Test(arguments: ["MB", "5 mb", "-5 MB", "5  MB", "1e3 MB", ".5 MB", "99999999999 TB", ""])
  func otherSizesAreRefused(text: String) {
    #expect(failure("code.max_file_size = \"\(text)\"")?.message.contains("must be a size") == true)
  }

  @Test(arguments: ["/runs", "../runs", "a/../b", ".", "./runs", "runs/", "a//b", "", "a\\nb"])
  func theExperimentsFolderLiesInsideTheProject(root: String) {
    #expect(failure("experiment.root = \"\(root)\"")?.message.contains("inside the project") == true)
  }

  @Test func thePolicysDigestIsOfItsContentAlone() throws {
    let record = try Policy.record(of: Array("updated = \"2026-11-20\"\n[seeds]\nprimary = \"a\"\nflags = []\n".utf8))
    let other = try Policy.record(of: Array("# note\nseeds = { flags = [], primary = 'a' }\nupdated = '2026-11-20'".utf8))
    let changed = try Policy.record(of: Array("updated = \"2026-11-20\"\n[seeds]\nprimary = \"b\"\nflags = []\n".utf8))
    #expect(record == other)
    #expect(record.digest != changed.digest)
    #expect(record.digest == .sha256(#"{"seeds":{"flags":[],"primary":"a"},"updated":"2026-11-20"}"#))
    #expect((record.schemaVersion, record.updated) == ("1.0.0", "2026-11-20"))
    #expect(try Policy.record(of: []).digest == .sha256("{}"))
  }
}

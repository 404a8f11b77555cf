import Provenance
import TestSupport
import Testing

private func read(_ text: String) throws(Failure) -> Policy { try PolicyReader.read(Array(text.utf8), file: "xp.toml") }

@Suite struct PolicyTextTests {
  @Test func thePrintedDefaultsReadBackToTheDefaults() throws {
    let text = PolicyText.of(Policy())
    #expect(try read(text) == Policy())
    #expect(text.contains("# Key patterns of seeds.\nkeys = [\"seeds.*\", \"*.seed\", \"seed\"]\n"))
  }

  @Test func anyPolicyReadsBackFromItsText() throws {
    var policy = Policy()
    policy.schemaVersion = "2 \"quoted\" \\ \u{7F} é"
    policy.updated = "2026-11-20"
    policy.experiment.root = "a b/c"
    policy.config.groups = (0..<80).map { "group\($0)" }
    policy.metrics.epochs = ["20"]
    policy.code.maximumFileSize = 1_234_567
    policy.code.maximumTotalSize = 0
    policy.data.inputs = [.init(path: "x"), .init(path: "y", mode: .stat), .init(path: "z", revision: "r")]
    policy.environment.set = [.init(name: "A", value: "1"), .init(name: "odd name", value: "a\nb")]
    policy.readme.literals = .python
    policy.readme.highlights = [.init(name: "training", value: "words")]
    policy.readme.tables = [.init(title: "T", keys: ["a", "b.*"], digest: .pythonMD5), .init(title: "U", keys: [])]
    policy.readme.figures = [.init(title: "F", metrics: ["*loss"])]
    policy.checklist.off = ["x"]
    policy.checklist.items = [
      .init(id: "f", title: "F", check: .file("*.png")), .init(id: "e", title: "E", check: .expression("a == 'b'")),
      .init(id: "c", title: "C", check: .command(["make", "test"])),
    ]
    #expect(try read(PolicyText.of(policy)) == policy)
  }
}

@Suite struct PolicyFileTests {
  @Test func theNearestPolicyAboveIsFound() throws {
    let scratch = Scratch()
    try scratch.write("xp.toml", "")
    try scratch.write("a/b/c/file", "")
    try scratch.write("a/b/xp.toml", "")
    try scratch.write("a/d/xp.toml/not-a-file", "")
    #expect(PolicyFile.find(from: scratch.path + "/a/b/c") == scratch.path + "/a/b/xp.toml")
    #expect(PolicyFile.find(from: scratch.path + "/a/b") == scratch.path + "/a/b/xp.toml")
    #expect(PolicyFile.find(from: scratch.path + "/a/d") == scratch.path + "/xp.toml")
    #expect(PolicyFile.find(from: "/") == nil)
  }
}

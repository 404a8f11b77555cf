import Foundation
import Provenance
import TestSupport
import Testing

@testable import Checklist
@testable import xp

/// The commands that a README prints must work as they are printed.
@Suite struct ReadmeCommandsTests {
  @Test(arguments: ["", "nested project/"])
  func theRestoreCommandsMakeTheCapturedTreeAndTouchNothing(_ prefix: String) throws {
    let scratch = Scratch()
    let folder = "experiments/20261104_142640_mlp_it's"
    try scratch.write(prefix + "train.py", "print(1)\n")
    try scratch.write("shared.py", "x = 1\n")
    try sh("git init -q . && git add -A && git -c user.name=a -c user.email=a@e.org commit -qm first", in: scratch.path)
    try scratch.write(prefix + "train.py", "print(2)\n")
    let tree = try sh(
      "GIT_INDEX_FILE=.git/other git add -A && GIT_INDEX_FILE=.git/other git write-tree && rm .git/other", in: scratch.path
    ).split(separator: "\n")[0]
    try scratch.write(prefix + "train.py", "print(3)\n")
    try scratch.write(prefix + folder + "/command.sh", "cat train.py > \"$(dirname \"$0\")/out\"\n")
    let before = try sh("git status --porcelain; git rev-parse HEAD; sha256sum .git/index", in: scratch.path)

    let blocks = shellBlocks(in: text(tree: String(tree), folder: folder)).dropFirst().prefix(2)
    let project = scratch.path + "/" + prefix
    let output = try sh(
      blocks.joined() + "cat \"$HERE/\"\(ShellWords.quoted(folder))/out; cat \"$NEW/shared.py\"; rm -r \"$NEW\"", in: project)
    #expect(output == "print(2)\nx = 1\n")
    #expect(try sh("git status --porcelain; git rev-parse HEAD; sha256sum .git/index", in: scratch.path) == before)
  }

  @Test func theChecksSayOkForTheRecordedBytesAndFailForOthers() throws {
    let scratch = Scratch()
    let folder = "experiments/it's x"
    try scratch.write(folder + "/config.jcs", "{}")
    try scratch.write(folder + "/environment.json", "{}")
    let check = try #require(shellBlocks(in: text(tree: nil, folder: folder)).last)
    let digest = Digest.sha256("{}").hex
    let good = check.replacing(SampleExperiment.digest("config").hex, with: digest)
      .replacing(SampleExperiment.digest("environment").hex, with: digest)
    #expect(try sh(good, in: scratch.path) == "\(folder)/config.jcs: OK\n\(folder)/environment.json: OK\n")
    #expect(throws: Failure.self) { try sh(check, in: scratch.path) }
  }

  @Test func aQuoteWithACombiningMarkIsStillAQuoteToTheShell() throws {
    for word in ["a'\u{301}; echo b", "'\u{301}'", "\\'\u{308}x"] {
      #expect(try sh("printf %s " + ShellWords.quoted(word), in: "/").isExactly(word))
    }
  }

  private func text(tree: String?, folder: String) -> String {
    let report = ReadmeReport(
      name: "x", model: "m", shortTitle: "t", title: "t", tags: [], rehearsal: false, imported: false,
      registered: SampleExperiment.time, registeredLocally: "", groups: [], overrides: [], tables: [],
      policy: ReadmeReport.PolicyFacts(ignored: [], schemaVersion: "1", updated: "", digest: SampleExperiment.digest("p")),
      metrics: .none("none"), environment: [], uses: [], usedBy: [], attempts: [],
      reproduction: ReadmeReport.Reproduction(
        folder: folder, argv: ["python3", "train.py"], directory: ".", secretVariables: [], tree: tree,
        treeUnknown: tree == nil ? "not captured" : nil, commit: nil, remotes: [], changes: [], data: []), notCaptured: [],
      findings: [],
      proofs: ReadmeReport.Proofs(
        config: SampleExperiment.digest("config"), semantic: SampleExperiment.digest("s"), seeds: SampleExperiment.digest("e"),
        seedPlaces: [], environment: SampleExperiment.digest("environment"), code: nil, data: [], journal: "j",
        entry: SampleExperiment.digest("j")))
    let proof = ReadmeProof(report: report)
    return proof.reproduction + proof.record
  }

  private func shellBlocks(in text: String) -> [String] {
    text.split(separator: "```sh\n").dropFirst().map { String($0.prefix { $0 != "`" }) }
  }

  @discardableResult
  private func sh(_ script: String, in folder: String) throws -> String {
    var environment = ProcessInfo.processInfo.environment
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    let outcome = try ChildProcess.run(
      ["sh", "-ec", script], in: folder, environment: environment.map { "\($0.key)=\($0.value)" })
    guard outcome.succeeded else { throw Failure(.environment, outcome.text + outcome.errorText) }
    return outcome.text
  }
}

import Foundation
import TestSupport
import Testing

@testable import Provenance

/// What is written into a rebuilt tree stays in it.
@Suite struct TreeWritingTests {
  private static let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
  let scratch = Scratch()

  private func git(_ words: String..., input: String = "") throws -> String {
    let outcome = try ChildProcess.run(
      ["git", "-c", "user.name=Someone", "-c", "user.email=someone@example.org"] + words, in: scratch.path + "/source",
      environment: Self.environment, input: Array(input.utf8))
    guard outcome.succeeded else { throw Failure(.environment, outcome.errorText) }
    return outcome.text.filter { !$0.isNewline }
  }

  private func writing() throws -> TreeWriting {
    try FileWriting.makeFolders(scratch.path + "/copy")
    return TreeWriting(
      source: try .locate(scratch.path + "/source", environment: Self.environment), folder: scratch.path + "/copy")
  }

  init() throws {
    try FileWriting.makeFolders(scratch.path + "/source")
    _ = try git("init", "-q", "-b", "main")
    try scratch.write("source/a.txt", "one\n")
    _ = try git("add", ".")
    _ = try git("commit", "-q", "-m", "first")
  }

  @Test func aTreeIsWrittenAndTheSourceIsAsItWas() throws {
    let before = try FolderPicture(scratch.path + "/source", ignoring: [])
    let (tree, commit) = (try git("rev-parse", "HEAD^{tree}"), try git("rev-parse", "HEAD"))
    try writing().write(Digest(.gitSHA1, hex: tree), commit: Digest(.gitSHA1, hex: commit))
    #expect(try scratch.read("copy/a.txt") == "one\n")
    #expect(try scratch.read("copy/.git/HEAD") == commit + "\n")
    #expect(try FolderPicture(scratch.path + "/source", ignoring: []).changes(since: before) == [])
  }

  @Test(arguments: ["..", ".git", ".GIT"]) func aTreeWithAHostileNameIsRefused(_ name: String) throws {
    let blob = try git("hash-object", "-w", "--stdin", input: "evil\n")
    let inner = try git("mktree", input: "100644 blob \(blob)\tevil.txt\n")
    // `mktree` refuses none of these names: whoever hands over a repository may have made one.
    let tree = try git("mktree", input: "040000 tree \(inner)\t\(name)\n")
    let before = try FolderPicture(scratch.path, ignoring: ["copy", "source/.git/objects"])
    #expect(throws: Failure.self) { try writing().write(Digest(.gitSHA1, hex: tree), commit: nil) }
    #expect(FileStatus.of(scratch.path + "/evil.txt") == nil && FileStatus.of(scratch.path + "/copy/.git/evil.txt") == nil)
    #expect(try FolderPicture(scratch.path, ignoring: ["copy", "source/.git/objects"]).changes(since: before) == [])
  }

  @Test(arguments: ["../x", "/x", "a/../../x", "", "a//b", ".git/x", "a/.GIT", "link/x", "a\u{0}b"])
  func aPathThatLeadsElsewhereIsRefused(_ path: String) throws {
    try FileWriting.makeFolders(scratch.path + "/copy/a")
    symlink("/tmp", scratch.path + "/copy/link")
    #expect(throws: Failure.self) { try TreeWriting.check(path, in: scratch.path + "/copy") }
  }

  @Test func nothingIsReplacedThroughALink() throws {
    let (own, away) = (try scratch.write("project/data/x", "mine\n"), try scratch.write("away/x", "theirs\n"))
    try FileWriting.makeFolders(scratch.path + "/copy")
    symlink(scratch.path + "/away", scratch.path + "/copy/data")
    let policy = PolicyRecord(digest: .sha256(""), schemaVersion: "1", updated: "")
    let project = Project(root: scratch.path + "/project", policy: Policy(), policyRecord: policy)
    let tree = RebuiltTree(top: scratch.path + "/copy", project: scratch.path + "/copy", code: .tree)
    let links = TreeLinks(project: project, tree: tree)
    #expect(try !links.replace("data/x"))
    #expect(try links.supply("data/x") == nil && links.supply("../project/data") == nil)
    #expect(try scratch.read("away/x") == "theirs\n" && scratch.read("project/data/x") == "mine\n")
    // The link itself is the rebuilt tree's own, and may give way.
    #expect(try links.replace("data"))
    #expect(realPath(scratch.path + "/copy/data") == parent(of: own))
    try tree.remove()
    #expect(FileStatus.of(own) != nil && FileStatus.of(away) != nil)
  }

  @Test func aPlaceThatIsTakenIsRefusedAndLeftAsItIs() throws {
    try scratch.write("taken/x", "mine\n")
    try scratch.write("source/xp.toml", "")
    let project = try Project.load(scratch.path + "/source")
    try project.prepare()
    let rebuild = Rebuild(project: project, environment: Self.environment)
    let folder = scratch.path + "/source/experiments/20261120_215603_m_t"
    try FileWriting.makeFolders(folder)
    let config = ConfigRecord(
      source: "none", file: "config.json", digest: .sha256(""), semantic: .sha256(""), groups: [], overrides: [])
    let state = CodeState(
      commit: .unknown("none"), tree: .known(Digest(.gitSHA1, hex: String(repeating: "0", count: 40))),
      codeDigest: .unknown("none"),
      clean: true)
    let registration = Registration(
      model: "m", title: "t", shortTitle: "t", config: config, policy: project.policyRecord, code: .known(state),
      environment: .unknown("none"), seeds: Seeds(primary: nil, places: [], digest: .sha256("")))
    let entry = Entry(
      .registered, experiment: "20261120_215603_m_t", ledger: try project.ledgerID(), time: Moment("2026-11-20T21:56:03.120Z")!,
      previous: nil, body: try ValueEncoder.encode(registration))
    try Journal(folder: folder, ledger: try project.ledgerID()).append(entry)
    let record = try ExperimentRecord.load(folder)
    #expect(throws: Failure.self) { try rebuild.make(record, from: .tree, at: scratch.path + "/taken") }
    #expect(try scratch.read("taken/x") == "mine\n")
    // What is not in the repository leaves nothing behind.
    #expect(throws: Failure.self) { try rebuild.make(record, from: .tree, at: scratch.path + "/new") }
    #expect(try FileReading.names(in: scratch.path).sorted() == ["source", "taken"])
    #expect(try FileReading.names(in: project.openFolder).isEmpty)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// Submodules, worktrees, folders inside a repository, and where there is none to speak of.
@Suite struct CodeCapturePlacesTests {
  /// A repository with a submodule `lib/inner`, cloned from one of its own.
  private func withSubmodule() throws -> CodeRepository {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.git("init", "-q", "-b", "main", repository.scratch.path + "/inner")
    try Data("1\n".utf8).write(to: URL(fileURLWithPath: repository.scratch.path + "/inner/x.py"))
    try repository.git("-C", repository.scratch.path + "/inner", "add", "-A")
    try repository.git("-C", repository.scratch.path + "/inner", "commit", "-q", "-m", "inner")
    try repository.git("submodule", "--quiet", "add", repository.scratch.path + "/inner", "lib/inner")
    try repository.git("commit", "-q", "-m", "with a submodule")
    return repository
  }

  @Test func aCleanSubmoduleIsItsCommit() throws {
    let repository = try withSubmodule()
    let state = try repository.capture()
    #expect(state.clean)
    let commit = try repository.git("rev-parse", "HEAD", at: "lib/inner").dropLast()
    #expect(state.submodules.map(\.path) == ["lib/inner"])
    #expect(state.submodules[0].commit.value?.hex == String(commit))
    #expect(state.submodules[0].tree == nil)
    #expect(try repository.look().refs.count == 1)
  }

  @Test func aChangedSubmoduleKeepsATreeOfItsOwn() throws {
    let repository = try withSubmodule()
    let clean = try repository.capture()
    try repository.write("lib/inner/x.py", "2\n")
    try repository.write("lib/inner/new.py", "2\n")
    try repository.git("config", "submodule.lib/inner.ignore", "all")
    let state = try repository.capture()
    #expect(!state.clean)
    #expect(state.tree == clean.tree && state.codeDigest != clean.codeDigest)
    #expect(
      state.changes == [.init(path: "lib/inner/new.py", kind: .untracked), .init(path: "lib/inner/x.py", kind: .modified)])
    let restored = try repository.restored(state.submodules[0].tree, at: "lib/inner")
    #expect(try restored == repository.files(at: "lib/inner"))
    // The same code, committed: another commit, the same code digest.
    try repository.git("add", "-A", at: "lib/inner")
    try repository.git("commit", "-q", "-m", "more", at: "lib/inner")
    let committed = try repository.capture()
    #expect(committed.codeDigest == state.codeDigest)
    #expect(committed.changes == [.init(path: "lib/inner", kind: .modified)])
    #expect(committed.submodules[0].tree == nil && committed.tree != state.tree)
    let listed = try repository.git("ls-tree", committed.tree.value!.hex, "lib/inner")
    #expect(listed.contains(committed.submodules[0].commit.value!.hex))
  }

  @Test func aSubmoduleThatIsNotCheckedOutIsSaidToBe() throws {
    let repository = try withSubmodule()
    try repository.git("submodule", "--quiet", "deinit", "-f", "lib/inner")
    let state = try repository.capture()
    #expect(state.submodules == [.init(path: "lib/inner", commit: .unknown("not checked out"))])
    #expect(try state.tree.value?.hex == repository.git("rev-parse", "HEAD^{tree}").dropLast().description)
  }

  @Test func aWorktreeIsCapturedAndItsRefIsShared() throws {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.git("worktree", "add", "-q", "-b", "side", repository.top + "/../side")
    try repository.write("../side/a.py", "side\n")
    try repository.write("../side/new.py", "side\n")
    let state = try repository.capture(at: "../side")
    #expect(state.branch == "side")
    #expect(try repository.restored(state.tree.value) == repository.files(at: "../side"))
    let asked = try GitRepository(folder: repository.top, environment: repository.variables)
    #expect(asked.refExists("refs/xp/trees/\(state.tree.value!.hex)") == .known(true))
  }

  @Test func aProjectInsideARepositoryCapturesAllOfIt() throws {
    let repository = try CodeRepository()
    try repository.commit(["shared/lib.py": "1\n", "project/train.py": "1\n", "project/configs/a.yaml": "1\n"])
    try repository.write("shared/lib.py", "2\n")
    let state = try repository.capture(at: "project")
    #expect(state.changes == [.init(path: "shared/lib.py", kind: .modified)])
    #expect(try repository.restored(state.tree.value) == repository.files())
    // Patterns are relative to the project.
    try repository.write("project/configs/a.yaml", "2\n")
    #expect(try repository.capture(at: "project").codeDigest == state.codeDigest)
    #expect(try repository.capture().codeDigest != state.codeDigest)
  }

  @Test func beforeTheFirstCommitTheTreeIsCapturedAndTheCommitIsUnknown() throws {
    let repository = try CodeRepository()
    let empty = try repository.capture()
    #expect(empty.commit == .unknown("no commits yet") && empty.branch == "main" && !empty.clean)
    try repository.write("a.py")
    try repository.write("b.py")
    try repository.git("add", "a.py")
    let state = try repository.capture()
    #expect(state.changes == [.init(path: "a.py", kind: .added), .init(path: "b.py", kind: .untracked)])
    #expect(try repository.restored(state.tree.value) == repository.files())
  }

  @Test func aRepositoryOfSHA256IsCaptured() throws {
    let repository = try CodeRepository(initialised: false)
    try repository.git("init", "-q", "-b", "main", "--object-format=sha256")
    try repository.commit()
    try repository.write("new.py")
    try repository.remove("a.py")
    let state = try repository.capture()
    #expect(state.commit.value?.algorithm == .gitSHA256 && state.tree.value?.algorithm == .gitSHA256)
    #expect(try repository.restored(state.tree.value) == repository.files())
  }

  @Test func whereThereIsNoRepositoryTheReasonIsRecorded() throws {
    let plain = try CodeRepository(initialised: false)
    #expect(try plain.look().state == .unknown("not a git repository"))
    try plain.git("init", "-q", "--bare")
    #expect(try plain.look().state == .unknown("a bare repository, without a working directory"))
    let repository = try CodeRepository()
    #expect(try repository.look(at: ".git").state == .unknown("inside a git folder, not in a working directory"))
    #expect(try repository.look(variables: ["PATH=/nowhere"]).state == .unknown("git was not found in PATH"))
    let foreign = try repository.look(variables: repository.variables + ["GIT_TEST_ASSUME_DIFFERENT_OWNER=1"]).state
    #expect(foreign.reason?.contains("dubious ownership") == true)
    try repository.commit()
    try repository.write(".git/index", "this is not an index")
    #expect(try repository.look().state.reason?.hasPrefix("git ") == true)
    try repository.write(".git/HEAD", "nonsense")
    #expect(try repository.look().state == .unknown("not a git repository"))
  }

  @Test func namesOfFoldersMayHoldSpacesAndColons() throws {
    let repository = try CodeRepository("a b:c \"d\"")
    try repository.commit()
    try repository.write("new.py")
    #expect(try repository.restored(repository.capture().tree.value) == repository.files())
  }

  @Test func aLineBreakInTheRepositorysPathIsUnknownNotAMistake() throws {
    let repository = try CodeRepository("a\nb")
    try repository.commit()
    #expect(try repository.look().state == .unknown("the path of the repository holds a line break"))
  }

  // The superuser may write everywhere.
  @Test(.enabled(if: geteuid() != 0, "skipped: the superuser can write to every folder"))
  func whereObjectsCannotBeStoredTheTreeIsUnknownAndTheDigestIsNot() throws {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.write("new.py")
    let stored = try #require(try repository.look(write: false).state.value)
    chmod(repository.top + "/.git/objects", 0o555)
    defer { chmod(repository.top + "/.git/objects", 0o755) }
    let outcome = try repository.look()
    #expect(outcome.state.value?.tree == .unknown("git's object folder is not writable") && outcome.refs.isEmpty)
    #expect(outcome.state.value?.codeDigest == stored.codeDigest)
    #expect(outcome.state.value?.changes == stored.changes)
  }

  @Test func theCodeDigestIsCheckedByHand() throws {
    let repository = try CodeRepository()
    try repository.commit(["a.py": "1\n", "a/b.py": "1\n", "a.b/c.py": "1\n", "README.md": "1\n"])
    try repository.write("new.py")
    let state = try repository.capture()
    let everything = try repository.git("ls-tree", "-r", "-z", state.tree.value!.hex)
    let lines = everything.split(separator: "\0").filter { !$0.hasSuffix("README.md") }
    #expect(state.codeDigest == .known(.sha256(lines.map { $0 + "\0" }.joined())))
    try repository.write("README.md", "2\n")
    let documented = try repository.capture(excludes: ["a/**"])
    #expect(documented.tree != state.tree)
    try repository.write("a/b.py", "2\n")
    #expect(try repository.capture(excludes: ["a/**"]).codeDigest == documented.codeDigest)
    #expect(try repository.capture().codeDigest != state.codeDigest)
  }

  @Test func aRepositoryAnswersWhatDiffAndVerifyAsk() throws {
    let repository = try CodeRepository()
    try repository.commit(["a.py": "1\n", "b.py": "1\n"])
    let first = try repository.capture()
    try repository.commit(["c\nd.py": "1\n", "a.py": "2\n"])
    try repository.remove("b.py")
    let second = try repository.capture()
    let asked = try GitRepository(folder: repository.top, environment: repository.variables)
    #expect(
      asked.changes(from: first.tree.value!, to: second.tree.value!)
        == .known([
          .init(path: "a.py", kind: .modified), .init(path: "b.py", kind: .deleted), .init(path: "c\nd.py", kind: .added),
        ]))
    let forward = asked.commits(from: first.commit.value!, to: second.commit.value!)
    #expect(forward.value?.added.map(\.subject) == ["a commit"] && forward.value?.removed == [])
    #expect(forward.value?.added.map(\.id) == [second.commit.value!])
    #expect(asked.commits(from: second.commit.value!, to: first.commit.value!).value?.removed.count == 1)
    let absent = Digest(.gitSHA1, hex: String(repeating: "1", count: 40))
    #expect(asked.contains([first.tree.value!, absent, second.commit.value!]) == .known([true, false, true]))
    #expect(asked.commits(from: absent, to: absent).reason != nil)
    #expect(asked.contains(.sha256("x")).reason != nil)
  }
}

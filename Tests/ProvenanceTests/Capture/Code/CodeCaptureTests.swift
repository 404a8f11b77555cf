import Foundation
import Provenance
import TestSupport
import Testing

/// The captured tree, checked out again, is the working directory, whatever state that is in.
@Suite struct CodeCaptureTests {
  @Test func aCleanRepositoryIsItsCommit() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let state = try repository.capture()
    #expect(state.clean && state.changes.isEmpty && state.notCaptured.isEmpty && state.remarks.isEmpty)
    #expect(state.branch == "main")
    #expect(try state.commit.value?.hex == repository.git("rev-parse", "HEAD").dropLast().description)
    #expect(try state.tree.value?.hex == repository.git("rev-parse", "HEAD^{tree}").dropLast().description)
    #expect(try repository.restored(state.tree.value) == repository.files())
  }

  @Test func everyKindOfChangeIsRestored() throws {
    let repository = try CodeRepository()
    try repository.commit([
      "kept.py": "1\n", "staged.py": "1\n", "both.py": "1\n", "edited.py": "1\n", "gone.py": "1\n", "dropped.py": "1\n",
      "old.py": "renamed, and long enough to be seen as that\n", "run.sh": "1\n", "becomes-link": "1\n", "becomes-folder": "1\n",
      "folder/becomes-file": "1\n",
    ])
    try repository.write("staged.py", "staged\n")
    try repository.write("both.py", "staged\n")
    try repository.write("added.py", "added\n")
    try repository.git("add", "staged.py", "both.py", "added.py")
    try repository.write("both.py", "later\n")
    try repository.write("edited.py", "edited\n")
    try repository.write("new.py", "new\n")
    try repository.write("deep/er/new.py", "new\n")
    try repository.remove("gone.py")
    try repository.git("rm", "-q", "dropped.py")
    try repository.git("mv", "old.py", "renamed.py")
    chmod(repository.top + "/run.sh", 0o755)
    try repository.remove("becomes-link")
    symlink("kept.py", repository.top + "/becomes-link")
    symlink("/nowhere/at all", repository.top + "/dangling")
    try repository.remove("becomes-folder")
    try repository.write("becomes-folder/inside", "1\n")
    try repository.remove("folder")
    try repository.write("folder", "1\n")
    try repository.write("wanted.py", "intent\n")
    try repository.git("add", "-N", "wanted.py")
    let state = try repository.capture()
    #expect(try repository.restored(state.tree.value) == repository.files())
    #expect(!state.clean)
    let kinds = Dictionary(uniqueKeysWithValues: state.changes.map { ($0.path, $0.kind) })
    #expect(kinds["staged.py"] == .modified && kinds["both.py"] == .modified && kinds["edited.py"] == .modified)
    #expect(kinds["added.py"] == .added && kinds["new.py"] == .untracked && kinds["gone.py"] == .deleted)
    #expect(kinds["dropped.py"] == .deleted && kinds["old.py"] == .deleted && kinds["renamed.py"] == .added)
    #expect(kinds["run.sh"] == .modified && kinds["becomes-link"] == .type && kinds["kept.py"] == nil)
    #expect(kinds["becomes-folder"] == .deleted && kinds["becomes-folder/inside"] == .untracked)
    #expect(kinds["wanted.py"] == .added)
    #expect(state.changes.map(\.path) == state.changes.map(\.path).sorted())
  }

  @Test func anEditOfTheSameSizeRightAfterACommitIsSeen() throws {
    for round in 0..<10 {
      let repository = try CodeRepository()
      try repository.commit(["a.py": "print(\(round))\n"])
      try repository.write("a.py", "print(x)\n")
      let state = try repository.capture()
      #expect(try repository.restored(state.tree.value) == repository.files())
      #expect(state.changes == [.init(path: "a.py", kind: .modified)])
    }
  }

  @Test func editsThatGitWasToldToOverlookAreSeen() throws {
    let repository = try CodeRepository()
    try repository.commit(["skipped.py": "1\n", "assumed.py": "1\n", "both.py": "1\n", "left.py": "1\n", "away.py": "1\n"])
    try repository.git("update-index", "--skip-worktree", "skipped.py", "both.py", "left.py")
    try repository.git("update-index", "--assume-unchanged", "assumed.py", "both.py", "away.py")
    for path in ["skipped.py", "assumed.py", "both.py"] { try repository.write(path, "2\n") }
    try repository.remove("away.py")
    let state = try repository.capture()
    #expect(try repository.restored(state.tree.value) == repository.files())
    #expect(
      state.changes == [
        .init(path: "assumed.py", kind: .modified), .init(path: "away.py", kind: .deleted),
        .init(path: "both.py", kind: .modified), .init(path: "skipped.py", kind: .modified),
      ])
  }

  @Test(arguments: [true, false])
  func whatASparseCheckoutLeavesOutStaysInTheTree(cone: Bool) throws {
    let repository = try CodeRepository()
    try repository.commit(["top.py": "1\n", "in/a.py": "1\n", "out/b.py": "1\n", "out/deep/c.py": "1\n"])
    let whole = try repository.files()
    try repository.git("sparse-checkout", "set", cone ? "--cone" : "--no-cone", cone ? "in" : "/in/")
    if cone { try repository.git("sparse-checkout", "reapply", "--sparse-index") }
    #expect(try repository.files()["out/b.py"] == nil)
    let untouched = try repository.capture()
    #expect(untouched.clean)
    #expect(try repository.restored(untouched.tree.value) == whole)
    try repository.write("in/a.py", "2\n")
    try repository.write("in/new.py", "2\n")
    try repository.write("out/b.py", "2\n")
    let state = try repository.capture()
    let restored = try repository.restored(state.tree.value)
    #expect(restored == whole.merging(try repository.files()) { $1 })
    #expect(state.changes.map(\.path) == ["in/a.py", "in/new.py", "out/b.py"])
  }

  @Test func conflictsAreCapturedAsTheyStand() throws {
    let repository = try CodeRepository()
    try repository.commit(["a.py": "1\n", "b.py": "1\n"])
    try repository.git("checkout", "-q", "-b", "other")
    try repository.commit(["a.py": "2\n"])
    try repository.git("checkout", "-q", "main")
    try repository.commit(["a.py": "3\n"])
    try repository.git("merge", "-q", "other", succeeds: false)
    let state = try repository.capture()
    #expect(try repository.restored(state.tree.value) == repository.files())
    #expect(state.changes == [.init(path: "a.py", kind: .modified)])
  }

  @Test func namesThatNeedQuotingAreRestored() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let names = [
      "new\nline.py", "\"quoted\".py", "\"quoted\nline\\\".py", "ünïcode.py", "u\u{308}.py", "ü.py", "-rf", "--help", "tab\t.py",
      "back\\slash.py", "end\r", " space ", "a:b.py", "*.py", "[x].py", "\u{1}control",
    ]
    for name in names { try repository.write(name, name) }
    let untracked = try repository.capture()
    #expect(try repository.restored(untracked.tree.value) == repository.files())
    #expect(untracked.changes.count == names.count)
    try repository.git("add", "-A")
    try repository.git("commit", "-q", "-m", "names")
    for name in names { try repository.write(name, name + "!") }
    #expect(try repository.restored(repository.capture().tree.value) == repository.files())
  }

  @Test func ignoredFilesAreLeftOutAndNestedRulesHold() throws {
    let repository = try CodeRepository()
    try repository.commit([".gitignore": "*.log\n/build/\n", "sub/.gitignore": "!kept.log\nlocal\n"])
    for path in ["a.log", "build/x.py", "sub/kept.log", "sub/b.log", "sub/local", "new.py"] { try repository.write(path) }
    let state = try repository.capture()
    let left = ["a.log", "build", "sub/b.log", "sub/local"]
    #expect(try repository.restored(state.tree.value) == repository.files(without: left))
    #expect(state.changes.map(\.path) == ["new.py", "sub/kept.log"])
  }

  @Test func theTreeSurvivesACollectionOfGarbage() throws {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.write("new.py", "only in the tree\n")
    let state = try repository.capture()
    let files = try repository.files()
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try repository.git("gc", "-q", "--prune=now")
    try repository.remove("new.py")
    #expect(try repository.restored(state.tree.value) == files)
    let tree = try #require(state.tree.value)
    let asked = try GitRepository(folder: repository.top, environment: repository.variables)
    #expect(asked.contains(tree) == .known(true))
    // The ref is packed now, and known all the same.
    try repository.write("new.py", "only in the tree\n")
    #expect(try repository.look().refs.map(\.isNew) == [false])
    try GitRepository.unpublish(TreeRef(folder: repository.top, tree: tree, isNew: true), environment: repository.variables)
    #expect(asked.refExists("refs/xp/trees/\(tree.hex)") == .known(false))
    try repository.git("gc", "-q", "--prune=now")
    #expect(asked.contains(tree) == .known(false))
  }
}

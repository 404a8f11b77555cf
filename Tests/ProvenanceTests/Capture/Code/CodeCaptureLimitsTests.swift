import Foundation
import Provenance
import TestSupport
import Testing

/// What does not enter the tree, and that it is said.
@Suite struct CodeCaptureLimitsTests {
  @Test func filesOverTheBudgetsAreListed() throws {
    let repository = try CodeRepository()
    try repository.commit(["grown.bin": "small\n", "a.py": "1\n"])
    try repository.write("grown.bin", String(repeating: "x", count: 2000))
    try repository.write("huge.bin", String(repeating: "y", count: 1001))
    try repository.write("new.py")
    var rules = Policy().code
    rules.maximumFileSize = 1000
    let state = try repository.capture(rules: rules)
    #expect(
      state.notCaptured == [
        .init(path: "grown.bin", reason: .tooLarge, detail: "2000 bytes"),
        .init(path: "huge.bin", reason: .tooLarge, detail: "1001 bytes"),
      ])
    #expect(try repository.restored(state.tree.value) == repository.files(without: ["grown.bin", "huge.bin"]))
    #expect(state.changes.map(\.path) == ["grown.bin", "huge.bin", "new.py"])
    rules = Policy().code
    rules.maximumFiles = 1
    #expect(try repository.capture(rules: rules).notCaptured.map(\.reason) == [.tooMany, .tooMany])
    rules = Policy().code
    rules.maximumTotalSize = 2500
    #expect(try repository.capture(rules: rules).notCaptured.map(\.path) == ["huge.bin"])
  }

  @Test func manyFilesOverTheCountAreListedByFolder() throws {
    let repository = try CodeRepository()
    try repository.commit()
    for number in 0..<120 { try repository.write("data/\(number)") }
    var rules = Policy().code
    rules.maximumFiles = 10
    let state = try repository.capture(rules: rules)
    #expect(state.notCaptured == [.init(path: "data/", reason: .tooMany, detail: "110 files")])
  }

  @Test func secretsAreKeptOutByNameAndByContent() throws {
    let repository = try CodeRepository()
    try repository.commit(["tracked.pem": "key\n", "edited.py": "1\n", "a.py": "1\n"])
    try repository.write("edited.py", "SECRET=1\n")
    try repository.write("staged.py", "SECRET=2\n")
    try repository.git("add", "staged.py")
    try repository.write("new.py", "SECRET=3\n")
    try repository.write("sub/new.pem", "key\n")
    let state = try repository.capture()
    let secret = ["edited.py", "new.py", "staged.py", "sub/new.pem", "tracked.pem"]
    #expect(state.notCaptured.map(\.path) == secret)
    #expect(state.notCaptured.allSatisfy { $0.reason == .secret && $0.detail != nil })
    #expect(try repository.restored(state.tree.value) == repository.files(without: secret))
  }

  @Test func foldersThatHoldAJournalAreNoCode() throws {
    let repository = try CodeRepository()
    try repository.commit([
      "a.py": "1\n", "runs/one/journal.abc.jsonl": "{}\n", "runs/one/deep/config.json": "{}\n", ".gitignore": "/hidden/*.jsonl\n",
    ])
    let before = try repository.capture()
    for path in [
      "runs/two/journal.x-1.jsonl", "runs/two/config.json", ".xp/ledger.sqlite", "runs/one/new", "hidden/journal.a.jsonl",
      "hidden/README.md",
    ] { try repository.write(path) }
    try repository.write("runs/one/journal.abc.jsonl", "{}\n{}\n")
    let after = try repository.capture()
    #expect(before.tree == after.tree && before.codeDigest == after.codeDigest)
    #expect(before.clean && after.clean && after.notCaptured.isEmpty)
    #expect(after.remarks == ["folders that hold a journal are not part of the tree: 3 in ., runs"])
    #expect(try repository.restored(after.tree.value) == repository.files(without: [".xp", "runs", "hidden"]))
    try repository.write("journal.jsonl", "not one\n")
    try repository.write("src/journal.jsonl.py", "nor this\n")
    #expect(try repository.capture().changes.map(\.path) == ["journal.jsonl", "src/journal.jsonl.py"])
  }

  @Test func embeddedRepositoriesAndThingsThatAreNoFilesAreListed() throws {
    let repository = try CodeRepository()
    try repository.commit(["a.py": "1\n", "was-a-file": "1\n", ".gitignore": "*.sock\n"])
    try repository.git("init", "-q", "-b", "main", "vendor/inner")
    try repository.write("vendor/inner/x.py")
    try repository.git("add", "-A", at: "vendor/inner")
    try repository.git("commit", "-q", "-m", "inner", at: "vendor/inner")
    mkfifo(repository.top + "/pipe", 0o600)
    mkfifo(repository.top + "/ignored.sock", 0o600)
    try repository.remove("was-a-file")
    mkfifo(repository.top + "/was-a-file", 0o600)
    let state = try repository.capture()
    #expect(
      state.notCaptured == [
        .init(path: "pipe", reason: .notAFile), .init(path: "vendor/inner", reason: .embeddedRepository),
        .init(path: "was-a-file", reason: .notAFile),
      ])
    #expect(try repository.restored(state.tree.value).keys.sorted() == [".gitignore", "a.py"])
  }

  // The superuser may read everything: there is no unreadable file then.
  @Test(.enabled(if: geteuid() != 0, "skipped: the superuser can read every file"))
  func unreadableFilesAreListed() throws {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.write("closed.py")
    try repository.write("closed/a.py")
    chmod(repository.top + "/closed.py", 0)
    chmod(repository.top + "/closed", 0)
    defer { chmod(repository.top + "/closed", 0o700) }
    let state = try #require(try repository.look().state.value)
    #expect(state.notCaptured.map(\.reason) == [.unreadable, .unreadable])
  }

  @Test func aNameThatIsNotUTF8IsListed() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let name: [CChar] = Array((repository.top + "/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
    close(open(name, O_CREAT | O_WRONLY, 0o644))
    let state = try #require(try repository.look().state.value)
    #expect(state.notCaptured.map(\.reason) == [.notAText])
    try repository.git("add", "-A")
    try repository.git("commit", "-q", "-m", "bytes")
    let committed = try #require(try repository.look().state.value)
    #expect(committed.clean && committed.notCaptured.isEmpty)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// What a user, a hook or a repository may have set does not change what is captured, and runs nothing.
@Suite struct CodeCaptureSettingsTests {
  @Test func aFailingFilterCostsOnlyItsOwnFile() throws {
    let repository = try CodeRepository()
    try repository.commit(["a.py": "1\n", "model.bin": "old\n", "b.py": "1\n"])
    try repository.write(".gitattributes", "*.bin filter=broken\n*.up filter=upper\n")
    try repository.git("config", "filter.broken.clean", "exit 1")
    try repository.git("config", "filter.broken.required", "true")
    try repository.git("config", "filter.upper.clean", "tr a-z A-Z")
    for path in ["a.py", "model.bin", "b.py", "more.bin", "zz.py"] { try repository.write(path, "new \(path)\n") }
    try repository.write("word.up", "word\n")
    let state = try repository.capture()
    var expected = try repository.files()
    let restored = try repository.restored(state.tree.value)
    // The working filter is applied, as `git add` would.
    #expect(restored["word.up"] == "false file \(Digest.sha256("WORD\n").hex)")
    expected["word.up"] = restored["word.up"]
    #expect(restored == expected)
    #expect(state.remarks.count == 2)
    #expect(state.remarks.contains { $0.hasPrefix("model.bin: ") && $0.contains("raw bytes") })
    #expect(state.remarks.contains { $0.hasPrefix("more.bin: ") })
  }

  @Test func manyFailingFiltersAreStillCaptured() throws {
    let repository = try CodeRepository()
    try repository.commit([".gitattributes": "*.bin filter=broken\n"])
    try repository.git("config", "filter.broken.clean", "exit 1")
    for number in 0..<40 { try repository.write("\(number).bin", "\(number)\n") }
    let state = try repository.capture()
    #expect(try repository.restored(state.tree.value) == repository.files())
    #expect(state.remarks.contains { $0.contains("many files") })
  }

  @Test func noCommandOfTheConfigurationRuns() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let trap = try repository.scratch.write("trap", "#!/bin/sh\ntouch '\(repository.scratch.path)/sprung'\n")
    chmod(trap, 0o755)
    for hook in ["post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout", "fsmonitor-watchman"] {
      try FileWriting.makeFolders(repository.top + "/.git/hooks")
      try FileManager.default.copyItem(atPath: trap, toPath: repository.top + "/.git/hooks/" + hook)
    }
    for key in ["core.fsmonitor", "core.pager", "core.editor", "diff.external", "core.sshCommand"] {
      try repository.git("config", key, trap)
    }
    try repository.write("new.py")
    _ = try repository.capture()
    #expect(FileStatus.of(repository.scratch.path + "/sprung") == nil)
  }

  @Test func settingsThatHideEditsOrChangeOutputDoNot() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let settings = [
      ("core.ignoreStat", "true"), ("core.trustctime", "false"), ("core.checkStat", "minimal"), ("core.quotePath", "true"),
      ("core.untrackedCache", "true"), ("status.showUntrackedFiles", "no"), ("status.renames", "copies"),
      ("status.branch", "false"), ("status.aheadBehind", "false"), ("diff.renames", "copies"), ("color.ui", "always"),
      ("core.safecrlf", "true"), ("core.logAllRefUpdates", "always"), ("diff.ignoreSubmodules", "all"),
      ("core.preloadIndex", "false"), ("diff.noprefix", "true"), ("log.showSignature", "true"), ("index.version", "4"),
    ]
    for (key, value) in settings { try repository.git("config", key, value) }
    try repository.write("a.py", "print(9)\n")
    try repository.write("new.py", "mixed\r\nends\n")
    let state = try repository.capture()
    #expect(try repository.restored(state.tree.value) == repository.files())
    #expect(state.changes == [.init(path: "a.py", kind: .modified), .init(path: "new.py", kind: .untracked)])
  }

  @Test func theVariablesOfAHookDoNotLeadElsewhere() throws {
    let other = try CodeRepository()
    try other.commit(["other.py": "1\n"])
    let repository = try CodeRepository()
    try repository.commit()
    try repository.write("new.py")
    let plain = try repository.look().state
    let hooked = try repository.look(
      variables: repository.variables + [
        "GIT_DIR=" + other.top + "/.git", "GIT_WORK_TREE=" + other.top, "GIT_INDEX_FILE=" + other.top + "/.git/index",
        "GIT_PREFIX=sub/", "GIT_OBJECT_DIRECTORY=" + other.top + "/.git/objects", "GIT_LITERAL_PATHSPECS=1",
      ]
    ).state
    #expect(plain == hooked && plain.value != nil)
  }

  @Test func aSplitIndexIsReadAndLeftAsItIs() throws {
    let repository = try CodeRepository()
    try repository.commit()
    try repository.git("config", "core.splitIndex", "true")
    try repository.git("update-index", "--split-index")
    try repository.write("lib/b.py", "staged\n")
    try repository.git("add", "lib/b.py")
    try repository.write("a.py", "print(7)\n")
    try repository.write("new.py")
    let state = try repository.capture()
    #expect(try FileReading.names(in: repository.top + "/.git").contains { $0.hasPrefix("sharedindex.") })
    #expect(try repository.restored(state.tree.value) == repository.files())
  }

  @Test func whereGitDoesNotTrustPermissionsNeitherDoWe() throws {
    let repository = try CodeRepository()
    try repository.commit(["run.sh": "1\n", "edited.sh": "1\n"])
    try repository.git("update-index", "--chmod=+x", "run.sh", "edited.sh")
    try repository.git("commit", "-q", "-m", "executable")
    try repository.git("config", "core.fileMode", "false")
    try repository.write("edited.sh", "2\n")
    try repository.write("new.sh")
    chmod(repository.top + "/new.sh", 0o755)
    let restored = try repository.restored(repository.capture().tree.value)
    #expect(restored["run.sh"]?.hasPrefix("true ") == true && restored["edited.sh"]?.hasPrefix("true ") == true)
    #expect(restored["new.sh"]?.hasPrefix("false ") == true)
  }

  @Test func remotesLoseUserPasswordAndQuery() throws {
    let repository = try CodeRepository()
    try repository.commit()
    let addresses = [
      "https://user:pass@example.org/a/b.git?token=x#y": "https://example.org/a/b.git",
      "ssh://git@example.org:22/a": "ssh://example.org:22/a", "git@example.org:a/b.git": "example.org:a/b.git",
      "https://u:pa/ss@example.org/x": "https://example.org/x", "/srv/git/a@b?c.git": "/srv/git/a@b?c.git",
      "https://example.org:8080/a@b": "https://example.org:8080/a@b", "ext::sh -c secret": "ext::…",
      "codecommit::https://u:p@h/x": "codecommit::https://h/x", "https://[::1]:80/a": "https://[::1]:80/a",
    ]
    for (number, address) in addresses.keys.sorted().enumerated() {
      try repository.git("remote", "add", "r\(number)", address)
    }
    let state = try repository.capture()
    #expect(state.remotes.map(\.url) == addresses.keys.sorted().map { addresses[$0]! })
  }

  @Test func upstreamAndUnpushedCommitsAreCounted() throws {
    let repository = try CodeRepository()
    try repository.commit()
    #expect(try repository.capture().upstream == nil)
    try repository.git("init", "-q", "--bare", repository.scratch.path + "/origin.git")
    try repository.git("remote", "add", "origin", repository.scratch.path + "/origin.git")
    try repository.git("push", "-q", "-u", "origin", "main")
    try repository.commit(["c.py": "3\n"])
    let state = try repository.capture()
    #expect(state.upstream == "origin/main" && state.unpushed == 1)
    try repository.git("checkout", "-q", "--detach")
    let detached = try repository.capture()
    #expect(detached.branch == nil && detached.upstream == nil && detached.commit == state.commit)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// A throw-away repository in which code is captured, with the proof that nothing else changed.
final class CodeRepository: Sendable {
  let scratch = Scratch()
  let top: String
  let variables: [String]

  init(_ name: String = "repository", initialised: Bool = true, variables: [String] = []) throws {
    top = scratch.path + "/" + name
    self.variables =
      [
        "PATH=" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"), "HOME=" + scratch.path,
        "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org",
        "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
      ] + variables
    try FileWriting.makeFolders(top)
    if initialised {
      try git("init", "-q", "-b", "main")
      try git("config", "protocol.file.allow", "always")
    }
  }

  /// Runs git at the top, or in a folder below; it must succeed.
  @discardableResult
  func git(_ words: String..., at folder: String = "", variables: [String] = [], succeeds: Bool = true) throws -> String {
    let outcome = try ChildProcess.run(
      ["git", "-c", "protocol.file.allow=always"] + words, in: top + "/" + folder,
      environment: self.variables + variables)
    if succeeds { #expect(outcome.succeeded, "git \(words): \(outcome.errorText)") }
    return outcome.text
  }

  func write(_ path: String, _ text: String = "text\n") throws {
    try FileWriting.makeFolders(parent(of: top + "/" + path))
    // In place, not by a rename: the inode stays, as with an editor.
    try Data(text.utf8).write(to: URL(fileURLWithPath: top + "/" + path))
  }

  func remove(_ path: String) throws { try FileWriting.remove(top + "/" + path) }

  func commit(_ files: [String: String] = ["a.py": "print(1)\n", "lib/b.py": "print(2)\n"]) throws {
    for (path, text) in files { try write(path, text) }
    try git("add", "-A")
    try git("commit", "-q", "-m", "a commit")
  }

  /// Captures without looking at what else changed.
  func look(
    write: Bool = true, at folder: String = "", rules: Policy.CodeRules = Policy().code, excludes: [String] = [],
    variables: [String]? = nil
  ) throws -> CodeCapture.Outcome {
    let inner = scratch.path + "/capture-\(UInt32.random(in: 0 ... .max))"
    try FileWriting.makeFolders(inner)
    defer { try? FileWriting.remove(inner) }
    return CodeCapture(
      folder: top + "/" + folder, scratch: inner, environment: variables ?? self.variables, rules: rules, excludes: excludes,
      secretIn: { $1.starts(with: "SECRET=".utf8) ? "a test secret" : nil },
      isSecretName: { $0.hasSuffix(".pem") ? "*.pem" : nil }
    ).capture(write: write)
  }

  /// Captures twice and publishes: same tree, same digest, and all else is bit for bit what it was.
  func capture(at folder: String = "", rules: Policy.CodeRules = Policy().code, excludes: [String] = []) throws -> CodeState {
    let before = try Fingerprint(top)
    let tried = try look(write: false, at: folder, rules: rules, excludes: excludes)
    #expect(try Fingerprint(top).objects == before.objects, "a try stores nothing")
    let first = try look(at: folder, rules: rules, excludes: excludes)
    let second = try look(at: folder, rules: rules, excludes: excludes)
    for ref in first.refs { try GitRepository.publish(ref, environment: variables) }
    let published = try look(at: folder, rules: rules, excludes: excludes)
    #expect(try Fingerprint(top).kept == before.kept)
    #expect(first.state == second.state)
    #expect(first.state == tried.state)
    #expect(first.refs == second.refs && first.refs == tried.refs)
    #expect(first.state == published.state)
    #expect(published.refs.allSatisfy { !$0.isNew })
    return try #require(first.state.value, "\(first.state)")
  }

  /// Checks a tree out into a new folder and returns its files.
  func restored(_ tree: Digest?, at folder: String = "") throws -> [String: String] {
    let tree = try #require(tree)
    let target = scratch.path + "/restored-\(UInt32.random(in: 0 ... .max))"
    try FileWriting.makeFolders(target)
    let index = ["GIT_INDEX_FILE=" + target + ".index"]
    try git("read-tree", tree.hex, at: folder, variables: index)
    try git(
      "-c", "core.sparseCheckout=false", "-c", "filter.broken.required=false", "checkout-index", "-a", "-f",
      "--ignore-skip-worktree-bits",
      "--prefix=" + target + "/", at: folder, variables: index)
    return try filesBelow(target)
  }

  /// The files of the working directory, but for these and what lies below them.
  func files(without left: [String] = [], at folder: String = "") throws -> [String: String] {
    try filesBelow(top + "/" + folder).filter { path, _ in
      !([".git"] + left).contains { path == $0 || path.hasPrefix($0 + "/") }
    }
  }
}

/// What must not change, read without git's help.
struct Fingerprint: Equatable {
  /// Everything but objects and `refs/xp`, with permissions, times and inodes.
  var kept: [String: String]
  /// The names of all objects.
  var objects: Set<String>

  init(_ top: String) throws {
    let files = try filesBelow(top, withTimes: true)
    // Reading a split index touches the time of its shared part: git itself does that in every command.
    kept = files.filter { !$0.key.contains("/objects/") && !$0.key.contains("refs/xp") && !$0.key.contains("sharedindex.") }
    objects = Set(files.keys.filter { $0.contains("/objects/") })
  }
}

/// Path → permissions (whether the owner may execute), kind and content of every file below a folder.
func filesBelow(_ folder: String, withTimes: Bool = false) throws -> [String: String] {
  var found: [String: String] = [:]
  func walk(_ path: String) throws {
    for name in try FileReading.names(in: folder + path) {
      let inner = path + "/" + name
      let status = try #require(FileStatus.of(folder + inner))
      var text = status.kind == .file ? "\(status.mode & 0o111 != 0) \(status.kind)" : "\(status.kind)"
      if withTimes, status.kind != .folder { text += " \(status.mode) \(status.inode) \(status.modified)" }
      switch status.kind {
      case .folder: try walk(inner)
      case .file:
        if status.mode & 0o400 != 0 { text += " " + (try FileReading.sha256(of: folder + inner)).hex }
      case .link: text += " " + (try FileManager.default.destinationOfSymbolicLink(atPath: folder + inner))
      case .other: break
      }
      if status.kind != .folder { found[String(inner.dropFirst())] = text }
    }
  }
  try walk("")
  return found
}

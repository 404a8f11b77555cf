/// A tree that a repository keeps by a ref named by content, so that no collection of garbage removes it.
public struct TreeRef: Codable, Sendable, Equatable {
  /// The repository's working directory, absolute.
  public var folder: String
  /// The tree's object id.
  public var tree: Digest
  /// Whether the ref was missing when the tree was captured: only then may it be taken back.
  public var isNew: Bool

  /// `refs/xp/trees/<oid>`
  public var name: String { "refs/xp/trees/\(tree.hex)" }

  public init(folder: String, tree: Digest, isNew: Bool) {
    (self.folder, self.tree, self.isNew) = (folder, tree, isNew)
  }
}

/// Questions to a repository, and the one thing that is written in it beside objects: refs under `refs/xp/`.
public struct GitRepository: Sendable {
  let git: Git

  /// - Parameters:
  ///   - folder: a folder in the working directory, absolute.
  ///   - environment: all variables, `NAME=value`; `PATH` tells where git is.
  /// - Throws: kind `missing` if there is no git program.
  public init(folder: String, environment: [String]) throws(Failure) {
    git = try Git(folder: folder, environment: environment)
  }

  init(_ git: Git) { self.git = git }

  /// Makes the tree's ref; once more changes nothing.
  ///
  /// - Throws: kind `missing` if there is no git program, kind `environment` if git refuses.
  public static func publish(_ ref: TreeRef, environment: [String]) throws(Failure) {
    let git = try Git(folder: ref.folder, environment: environment)
    // Another project of the same repository may be about the same ref.
    let settings = ["core.filesRefLockTimeout=10000", "core.fsync=reference"]
    _ = try git.output(["update-ref", ref.name, ref.tree.hex], settings: settings)
    // Git syncs the ref, not its name. A worktree's refs lie elsewhere: there the file system's own order has to do.
    let folder = parent(of: ref.folder + "/.git/" + ref.name)
    if FileStatus.of(folder)?.kind == .folder { try FileWriting.sync(folder) }
  }

  /// Removes the tree's ref; a ref that is not there is no error.
  ///
  /// - Throws: kind `missing` if there is no git program, kind `environment` if git refuses.
  public static func unpublish(_ ref: TreeRef, environment: [String]) throws(Failure) {
    let git = try Git(folder: ref.folder, environment: environment)
    guard case .known(true) = GitRepository(git).refExists(ref.name) else { return }
    _ = try git.output(["update-ref", "-d", ref.name, ref.tree.hex])
  }

  /// Whether there is such a ref, by its full name.
  public func refExists(_ name: String) -> Known<Bool> {
    .look { () throws(Failure) in
      let outcome = try git.run(["show-ref", "--verify", "--quiet", name])
      guard outcome.status <= 1 else { throw Failure(.environment, "git show-ref: \(outcome.gitReason)") }
      return outcome.succeeded
    }
  }

  /// Whether the repository holds these objects, in their order, asked in one process; nothing is fetched.
  public func contains(_ digests: [Digest]) -> Known<[Bool]> {
    .look { () throws(Failure) in
      for digest in digests where digest.algorithm != .gitSHA1 && digest.algorithm != .gitSHA256 {
        throw Failure(.input, "\(digest) does not name a git object")
      }
      let input = digests.map { $0.hex + "\n" }.joined()
      let output = try git.output(["cat-file", "--batch-check"], input: Array(input.utf8))
      let answers = output.split(separator: 0x0A).map { !$0.text.hasSuffix(" missing") }
      guard answers.count == digests.count else { throw Failure(.environment, "git cat-file answered in part") }
      return answers
    }
  }

  /// Whether the repository holds the object.
  public func contains(_ digest: Digest) -> Known<Bool> {
    switch contains([digest]) {
    case .known(let answers): .known(answers[0])
    case .unknown(let reason): .unknown(reason)
    }
  }
}

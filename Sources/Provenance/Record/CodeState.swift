/// The state of the code at one moment: a commit, and the whole working directory as a tree that git holds.
public struct CodeState: Codable, Sendable, Equatable {
  /// The checked-out commit; unknown before the first one.
  public var commit: Known<Digest>
  /// The branch; nil when detached.
  public var branch: String?
  public var remotes: [Remote]
  /// The branch's upstream, such as `origin/main`.
  public var upstream: String?
  /// Commits that the upstream does not have; nil without an upstream.
  public var unpushed: Int?
  /// The captured tree (`refs/xp/trees/<oid>`): everything that git does not ignore, less what ``notCaptured`` lists.
  public var tree: Known<Digest>
  /// Over mode, object and path of every captured file that the policy calls code.
  public var codeDigest: Known<Digest>
  /// Whether nothing differs from the commit, submodules included. Records of `xp`'s own, which are no part of the tree, do not count.
  public var clean: Bool
  /// What differs from the commit, sorted by path.
  public var changes: [Change]
  public var submodules: [Submodule]
  /// What the tree does not hold, with the reason.
  public var notCaptured: [NotCaptured]
  /// Remarks of the capture, such as a filter that failed and the raw bytes that were taken instead.
  public var remarks: [String]

  public struct Remote: Codable, Sendable, Equatable {
    public var name: String
    /// Without user, password and query.
    public var url: String
    public init(name: String, url: String) { (self.name, self.url) = (name, url) }
  }

  public struct Change: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case added, modified, deleted, type, untracked }
    public var path: String
    public var kind: Kind
    public init(path: String, kind: Kind) { (self.path, self.kind) = (path, kind) }
  }

  public struct Submodule: Codable, Sendable, Equatable {
    public var path: String
    /// The commit that is checked out there.
    public var commit: Known<Digest>
    /// The captured tree of its own working directory, kept by a ref in the submodule's repository, if it differs from the commit.
    public var tree: Digest?
    public init(path: String, commit: Known<Digest>, tree: Digest? = nil) {
      (self.path, self.commit, self.tree) = (path, commit, tree)
    }
  }

  public init(
    commit: Known<Digest>, branch: String? = nil, remotes: [Remote] = [], upstream: String? = nil, unpushed: Int? = nil,
    tree: Known<Digest>, codeDigest: Known<Digest>, clean: Bool, changes: [Change] = [],
    submodules: [Submodule] = [], notCaptured: [NotCaptured] = [], remarks: [String] = []
  ) {
    self.commit = commit
    self.branch = branch
    self.remotes = remotes
    self.upstream = upstream
    self.unpushed = unpushed
    self.tree = tree
    self.codeDigest = codeDigest
    self.clean = clean
    self.changes = changes
    self.submodules = submodules
    self.notCaptured = notCaptured
    self.remarks = remarks
  }
}

/// Something that a record does not hold, said aloud (promise 7).
public struct NotCaptured: Codable, Sendable, Equatable {
  public enum Reason: String, Codable, Sendable {
    case tooLarge = "too large"
    case tooMany = "over the file count budget"
    case secret = "holds a secret"
    case unreadable
    case embeddedRepository = "embedded repository"
    case notAFile = "not a regular file"
    case vanished = "vanished while it was read"
    case notAText = "name is not UTF-8"
  }
  public var path: String
  public var reason: Reason
  /// Which secret rule, how large, what the system said.
  public var detail: String?
  public init(path: String, reason: Reason, detail: String? = nil) {
    (self.path, self.reason, self.detail) = (path, reason, detail)
  }
}

/// The state of the code at one moment: a commit, and the whole working directory as a tree that git holds.
public struct CodeState: Codable, Sendable, Equatable {
  /// The checked-out commit; unknown before the first one.
  public var commit: Known<Digest>
  /// The branch; nil when detached.
  public var branch: String?
  /// Sorted by name; empty if there is none.
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
  /// Sorted by path; empty if there is none.
  public var submodules: [Submodule]
  /// What the tree does not hold, with the reason.
  public var notCaptured: [NotCaptured]
  /// Remarks of the capture, such as a filter that failed and the raw bytes that were taken instead.
  public var remarks: [String]

  /// Another repository that this one knows.
  public struct Remote: Codable, Sendable, Equatable {
    /// Such as `origin`.
    public var name: String
    /// Without user, password and query.
    public var url: String
    public init(name: String, url: String) { (self.name, self.url) = (name, url) }
  }

  /// A file that differs from the commit.
  public struct Change: Codable, Sendable, Equatable {
    /// How it differs; `type` is a file that became a link or a submodule, or the reverse, `untracked` one that git was never
    /// told of.
    public enum Kind: String, Codable, Sendable { case added, modified, deleted, type, untracked }
    /// Relative to the top of the repository's working directory.
    public var path: String
    /// How it differs.
    public var kind: Kind
    public init(path: String, kind: Kind) { (self.path, self.kind) = (path, kind) }
  }

  /// A repository inside the repository, which the outer one names by commit.
  public struct Submodule: Codable, Sendable, Equatable {
    /// Relative to the top of the outer repository's working directory.
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
  /// Why something is not in a record.
  public enum Reason: String, Codable, Sendable {
    /// Over `code.max_file_size`, or over what is left of `code.max_total_size`.
    case tooLarge = "too large"
    /// Over `code.max_files`; more than a few are told by folder.
    case tooMany = "over the file count budget"
    /// By its name or by what its bytes look like.
    case secret = "holds a secret"
    /// The system refused to open, list or read it.
    case unreadable
    /// A repository that is no submodule: git would keep a commit that nobody has.
    case embeddedRepository = "embedded repository"
    /// A socket, a pipe, a device, or a link that leads nowhere or outside.
    case notAFile = "not a regular file"
    /// It was listed, and gone when it was its turn.
    case vanished = "vanished while it was read"
    /// A record is text, so it cannot name it exactly.
    case notAText = "name is not UTF-8"
  }
  /// Relative to what was captured: the repository's top, or the data input. A folder ends in `/`.
  public var path: String
  /// Why it is not there.
  public var reason: Reason
  /// Which secret rule, how large, what the system said.
  public var detail: String?
  public init(path: String, reason: Reason, detail: String? = nil) {
    (self.path, self.reason, self.detail) = (path, reason, detail)
  }
}

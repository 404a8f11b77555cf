/// The commits that lie between two, as `git log A...B` lists them.
public struct CommitsBetween: Codable, Sendable, Equatable {
  /// A commit as a list shows it.
  public struct Commit: Codable, Sendable, Equatable {
    /// Its object id.
    public var id: Digest
    /// The first line of its message.
    public var subject: String
    public init(id: Digest, subject: String) { (self.id, self.subject) = (id, subject) }
  }
  /// Newest first; reached from the second commit only.
  public var added: [Commit]
  /// Newest first; reached from the first commit only.
  public var removed: [Commit]
  /// Whether there are more than were asked for.
  public var isCut: Bool
}

extension GitRepository {
  /// Lists the commits by which `new` differs from `old`.
  ///
  /// - Parameter limit: of both lists together.
  public func commits(from old: Digest, to new: Digest, limit: Int = 50) -> Known<CommitsBetween> {
    .look { () throws(Failure) in
      let output = try git.output([
        "log", "-z", "-s", "--left-right", "--no-show-signature", "--no-color", "--max-count=\(limit + 1)",
        "--format=%m%H %s", "\(old.hex)...\(new.hex)", "--",
      ])
      var found = CommitsBetween(added: [], removed: [], isCut: false)
      let lines = output.split(separator: 0)
      for line in lines.prefix(limit) {
        let parts = line.dropFirst().split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
        let commit = CommitsBetween.Commit(id: gitDigest(parts[0]), subject: parts.count > 1 ? parts[1].text : "")
        if line.first == UInt8(ascii: ">") { found.added.append(commit) } else { found.removed.append(commit) }
      }
      found.isCut = lines.count > limit
      return found
    }
  }

  /// Lists the files by which two trees (or commits) differ, sorted by path; a rename is a deletion and an addition.
  public func changes(from old: Digest, to new: Digest) -> Known<[CodeState.Change]> {
    .look { () throws(Failure) in
      let output = try git.output([
        "diff-tree", "-r", "-z", "--no-renames", "--ignore-submodules=none", "--name-status", old.hex, new.hex, "--",
      ])
      let items = output.split(separator: 0)
      return stride(from: 0, to: items.count - 1, by: 2).map { index in
        let kind: CodeState.Change.Kind =
          switch items[index].first {
          case UInt8(ascii: "A"): .added
          case UInt8(ascii: "D"): .deleted
          case UInt8(ascii: "T"): .type
          default: .modified
          }
        return CodeState.Change(path: items[index + 1].text, kind: kind)
      }
    }
  }
}

/// A git object's name with its algorithm, told from its length.
func gitDigest(_ oid: Bytes) -> Digest { Digest(oid.count == 64 ? .gitSHA256 : .gitSHA1, hex: oid.text) }

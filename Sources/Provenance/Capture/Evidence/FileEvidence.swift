/// The files of the attempt that counts: those that the record lists, and those that are there.
public struct FileEvidence: Sendable {
  /// Those that an item judges: checkpoints, metrics, logs, results. Empty without an attempt.
  public var recorded: [RecordedFile]
  /// All files in the attempt's folder now, sorted by path.
  public var present: [PresentFile]

  public init(recorded: [RecordedFile] = [], present: [PresentFile] = []) {
    (self.recorded, self.present) = (recorded, present)
  }
}

/// An artifact, and what became of it.
public struct RecordedFile: Sendable, Equatable {
  /// What the file is now.
  public struct Now: Sendable, Equatable {
    /// Bytes.
    public var size: Int64
    /// The time of its last change, as the file system has it.
    public var modified: Moment
    /// SHA-256 of the content, unknown if it could not be read.
    public var digest: Known<Digest>
    /// The digest was not computed now: size, time and inode are what they were at this moment.
    public var unchangedSince: Moment?

    public init(size: Int64, modified: Moment, digest: Known<Digest>, unchangedSince: Moment? = nil) {
      (self.size, self.modified, self.digest, self.unchangedSince) = (size, modified, digest, unchangedSince)
    }
  }
  /// As the attempt's entry states it.
  public var artifact: Artifact
  /// Nil if it is gone.
  public var now: Now?
  /// What was let go, and when; nil if it is there, or is gone without a word.
  public var released: Letting?

  /// The statement that a file's bytes were let go.
  public struct Letting: Sendable, Equatable {
    public var time: Moment
    /// The rule of the policy.
    public var because: String
    public init(time: Moment, because: String) { (self.time, self.because) = (time, because) }
  }

  public init(artifact: Artifact, now: Now?, released: Letting? = nil) {
    (self.artifact, self.now, self.released) = (artifact, now, released)
  }
}

/// A file that is there, recorded or not.
public struct PresentFile: Sendable, Equatable {
  /// Relative to the experiment's folder.
  public var path: String
  /// Bytes.
  public var size: Int64
  /// The time of its last change, as the file system has it.
  public var modified: Moment

  public init(path: String, size: Int64, modified: Moment) { (self.path, self.size, self.modified) = (path, size, modified) }
}

extension Attempt {
  /// Returns the path as the attempt's own folder has it, which is what patterns mean: `attempt_2/a.png` → `a.png`.
  public func ownPath(_ path: String) -> String {
    let prefix = "attempt_\(number)/"
    return number > 1 && path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

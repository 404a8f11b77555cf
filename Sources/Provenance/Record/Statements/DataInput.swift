/// Data that an experiment reads, and how much of it was looked at.
public struct DataInput: Codable, Sendable, Equatable {
  /// How much of an input was looked at.
  public enum Mode: String, Codable, Sendable {
    /// Every file's SHA-256.
    case full
    /// Names, sizes and times only: unknown for content.
    case stat
    /// A revision or URL that somebody declared: DVC, LFS, Hugging Face.
    case declared
  }
  /// As given; relative to the project where it lies inside.
  public var path: String
  /// How much of it was looked at.
  public var mode: Mode
  /// Why this mode, when nobody asked for it, such as `over the budget of 10 GB`.
  public var because: String?
  /// `full`: a file's SHA-256, or for a folder the SHA-256 of its `sha256sum` listing sorted by path. `stat`: over the listing of
  /// sizes, times and paths. Unknown where nothing could be read.
  public var digest: Known<Digest>
  /// Files that were read or, in `stat`, listed; 0 where nothing was.
  public var files: Int
  /// Bytes.
  public var size: Int64
  /// What is declared: `dvc md5:…`, `https://…`, `hf:owner/name@revision`.
  public var declared: String?
  /// What is in the input and was not read, with the reason; paths relative to the input.
  public var notCaptured: [NotCaptured]
  /// The digests of single files, for edges to artifacts of other experiments; at most the first 1,000.
  public var contents: [File]

  /// A file of an input whose content was read.
  public struct File: Codable, Sendable, Equatable {
    /// Relative to the input if that is a folder; the input's own path if it is a file.
    public var path: String
    /// Bytes.
    public var size: Int64
    /// SHA-256 of the content.
    public var sha256: Digest
    public init(path: String, size: Int64, sha256: Digest) {
      (self.path, self.size, self.sha256) = (path, size, sha256)
    }
  }

  public init(
    path: String, mode: Mode, because: String? = nil, digest: Known<Digest>, files: Int = 0, size: Int64 = 0,
    declared: String? = nil, notCaptured: [NotCaptured] = [], contents: [File] = []
  ) {
    self.path = path
    self.mode = mode
    self.because = because
    self.digest = digest
    self.files = files
    self.size = size
    self.declared = declared
    self.notCaptured = notCaptured
    self.contents = contents
  }
}

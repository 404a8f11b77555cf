/// An artifact whose bytes were let go, while its record stays: the body of a `released` entry.
public struct Release: Codable, Sendable, Equatable {
  /// The artifact's path, as the attempt's entry has it.
  public var path: String
  /// What its content was.
  public var sha256: Digest
  /// Bytes.
  public var size: Int64
  /// Which rule of the policy let it go.
  public var because: String
  public init(path: String, sha256: Digest, size: Int64, because: String) {
    (self.path, self.sha256, self.size, self.because) = (path, sha256, size, because)
  }
}

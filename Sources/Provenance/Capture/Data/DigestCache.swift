/// Digests of files that were read before, by what the file system says about them.
public protocol DigestCache: Sendable {
  /// The digest that was remembered for a file of exactly this identity, size and times.
  func digest(for status: FileStatus, path: String) -> Digest?
  /// Called only for files that did not change while they were read and whose times are old enough to be trusted.
  func remember(_ digest: Digest, for status: FileStatus, path: String)
}

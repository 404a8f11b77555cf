#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A copy of a repository's index on which the capture works.
enum IndexCopy {
  /// Copies with the time of the last change to the nanosecond: a newer one would make git believe that a file which was edited
  /// right after it was added is unchanged (git's racy check compares a file's time with the index's).
  ///
  /// A repository that has no index yet gets none: git takes a missing file for an empty index.
  static func make(of index: String, at copy: String) throws(Failure) {
    try FileWriting.remove(copy)
    guard let status = FileStatus.of(index, followingLinks: true) else { return }
    let bytes = try FileReading.bytes(of: index)
    // Git replaces its index by a rename: another one now means that these bytes and this time may not belong together.
    guard let after = FileStatus.of(index, followingLinks: true), after.inode == status.inode,
      after.modified == status.modified, after.size == Int64(bytes.count)
    else {
      return try make(of: index, at: copy)
    }
    try FileWriting.create(copy, with: bytes, durable: false, mode: 0o600)
    let time = timespec(
      tv_sec: time_t(status.modified / 1_000_000_000), tv_nsec: Int(status.modified % 1_000_000_000))
    guard utimensat(AT_FDCWD, copy, [time, time], 0) == 0 else { throw .system("set the time of", copy) }
  }
}

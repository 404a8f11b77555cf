#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `attempt.txt` as a holder writes it: the beginning when the command runs, the end when it is over.
///
/// Its room is taken from the file system at the beginning, so that the end can be written down on a full disk.
struct HeldRecord: ~Copyable {
  /// Bytes; blank lines fill what is not needed yet.
  private static let room = 4096

  private let descriptor: Int32
  private(set) var text = ""

  /// - Parameter path: the claimed `attempt.txt`.
  init?(path: String) {
    descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// Writes the beginning; whether it is on disk is told by nobody, for nothing depends on it.
  mutating func begin(_ lines: [String]) {
    text = lines.map { $0 + "\n" }.joined()
    var bytes = Array(text.utf8)
    bytes += repeatElement(UInt8(ascii: "\n"), count: max(0, Self.room - bytes.count))
    put(bytes, at: 0)
  }

  /// Writes the end behind it.
  ///
  /// - Returns: whether it is on disk.
  mutating func end(_ lines: [String]) -> Bool {
    let more = lines.map { $0 + "\n" }.joined()
    let start = text.utf8.count
    text += more
    let isWritten = put(Array(more.utf8), at: start)
    _ = ftruncate(descriptor, off_t(text.utf8.count))
    return isWritten && fsync(descriptor) == 0
  }

  @discardableResult
  private func put(_ bytes: [UInt8], at offset: Int) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(offset + written))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}

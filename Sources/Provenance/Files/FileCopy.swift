#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// A copy of a file's content that shares nothing with it: what becomes of the one does not touch the other. Holes stay holes; where the
/// file system can, the kernel copies by itself.
enum FileCopy {
  /// Makes a file that must not exist yet, with the original's permission bits and time of last change. It is not synced.
  ///
  /// - Throws: kind `missing` if there is no original, kind `environment` if the system refuses; then no copy stays.
  static func make(_ copy: String, of original: String) throws(Failure) {
    let source = open(original, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard source >= 0 else { throw .system("read", original) }
    defer { close(source) }
    var status = stat()
    guard fstat(source, &status) == 0 else { throw .system("read", original) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(.input, "is not a file", file: original) }
    let target = open(copy, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0o777 | S_IRUSR | S_IWUSR)
    guard target >= 0 else { throw .system("write", copy) }
    defer { close(target) }
    do throws(Failure) {
      try fill(target, from: source, size: status.st_size, original, copy)
      guard ftruncate(target, status.st_size) == 0 else { throw Failure.system("write", copy) }
    } catch {
      unlink(copy)
      throw error
    }
    #if canImport(Glibc)
      var times = [status.st_atim, status.st_mtim]
    #else
      var times = [status.st_atimespec, status.st_mtimespec]
    #endif
    futimens(target, &times)
  }

  #if canImport(Glibc)
    // glibc names them only under _GNU_SOURCE.
    private static let (seekData, seekHole) = (Int32(3), Int32(4))
  #else
    private static let (seekData, seekHole) = (SEEK_DATA, SEEK_HOLE)
  #endif

  /// Copies the parts that hold data.
  private static func fill(
    _ target: Int32, from source: Int32, size: off_t, _ original: String, _ copy: String
  ) throws(Failure) {
    var start: off_t = 0
    while start < size {
      var begin = lseek(source, start, seekData)
      if begin < 0 && errno == ENXIO { return }
      // A file system without holes has data everywhere.
      if begin < 0 { begin = start }
      var end = lseek(source, begin, seekHole)
      if end < 0 || end > size { end = size }
      guard end > begin else { return }
      try part(target, from: source, begin, end, original, copy)
      start = end
    }
  }

  private static func part(
    _ target: Int32, from source: Int32, _ begin: off_t, _ end: off_t, _ original: String, _ copy: String
  ) throws(Failure) {
    var offset = begin
    #if canImport(Glibc)
      while offset < end {
        var (from, to) = (offset, offset)
        let count = copy_file_range(source, &from, target, &to, Int(min(end - offset, 1 << 30)), 0)
        if count < 0 && errno == EINTR { continue }
        if count < 0 && [ENOSPC, EDQUOT, EIO].contains(errno) { throw .system("write", copy) }
        // Not between these file systems: it is read and written below. A file that shrinks has ended.
        guard count > 0 else { break }
        offset += off_t(count)
      }
    #endif
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: FileReading.pieceSize, alignment: 4096)
    defer { buffer.deallocate() }
    while offset < end {
      let count = pread(source, buffer.baseAddress, min(buffer.count, Int(end - offset)), offset)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", original) }
      if count == 0 { return }
      var written = 0
      while written < count {
        let done = pwrite(target, buffer.baseAddress! + written, count - written, offset + off_t(written))
        if done < 0 && errno == EINTR { continue }
        guard done > 0 else { throw .system("write", copy) }
        written += done
      }
      offset += off_t(count)
    }
  }
}

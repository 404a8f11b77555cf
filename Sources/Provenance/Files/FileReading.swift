#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the file system says about a path, without following a last link.
public struct FileStatus: Hashable, Sendable {
  /// A regular file, a folder, a symbolic link, or anything else: a pipe, a socket, a device.
  public enum Kind: Sendable { case file, folder, link, other }
  /// What there is at the path.
  public let kind: Kind
  /// Bytes.
  public let size: Int64
  /// The file system's number: a rename cannot leave it.
  public let device: UInt64
  /// The file's number on its device; with it, the file's identity.
  public let inode: UInt64
  /// Nanoseconds since 1970.
  public let modified: Int64
  /// Nanoseconds since 1970, of the last change of content or of the inode.
  public let changed: Int64
  /// The permission bits.
  public let mode: UInt32

  /// ``modified`` to the millisecond, in local time.
  public var modifiedMoment: Moment {
    Moment(seconds: Int(modified / 1_000_000_000), nanoseconds: Int(modified % 1_000_000_000))
  }

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int64(status.st_size)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    mode = UInt32(status.st_mode & 0o7777)
    #if canImport(Glibc)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    #else
      modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
      changed = Int64(status.st_ctimespec.tv_sec) * 1_000_000_000 + Int64(status.st_ctimespec.tv_nsec)
    #endif
  }

  /// The bytes that the file system keeps for a path: fewer than the size where a file has holes or is compressed. No part of a
  /// status, since it may change later without any change of content. Nil if it cannot be looked at.
  static func allocated(_ path: String) -> Int64? {
    var status = stat()
    return lstat(path, &status) == 0 ? Int64(status.st_blocks) * 512 : nil
  }

  /// - Returns: nil if there is nothing or it cannot be looked at.
  public static func of(_ path: String, followingLinks: Bool = false) -> FileStatus? {
    var status = stat()
    let result = followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? FileStatus(status) : nil
  }
}

/// Reads whole files, lists folders, hashes files. Every error names the path.
///
/// Everything here throws kind `missing` if there is nothing at the path, kind `environment` if the system refuses to read it (for a
/// folder where a file is meant, too), and kind `input` for a path with a NUL byte.
public enum FileReading {
  /// The size of the pieces in which files are read: larger ones gain nothing.
  static let pieceSize = 512 * 1024

  /// Returns a file's bytes.
  ///
  /// - Parameter limit: a larger file is refused before anything is read.
  /// - Throws: kind `input` if the file is over the limit; else as ``FileReading``.
  public static func bytes(of path: String, limit: Int64 = .max) throws(Failure) -> [UInt8] {
    let descriptor = try openFile(path)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("read", path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .system("read", path, code: EISDIR) }
    // Such as /dev/zero, which has no end; a terminal has one.
    guard status.st_mode & S_IFMT != S_IFCHR || isatty(descriptor) == 1 else {
      throw Failure(.input, "is a device, not a file", file: path, hint: "name a file")
    }
    guard Int64(status.st_size) <= limit else {
      throw Failure(.input, "is too large to read: \(status.st_size) bytes, at most \(limit)", file: path)
    }
    var content: [UInt8] = []
    if status.st_mode & S_IFMT == S_IFREG {
      let (whole, isAtEnd) = try wholeFile(of: descriptor, size: Int(status.st_size), path)
      if isAtEnd && Int64(whole.count) <= limit { return whole }
      content = whole
    }
    try pieces(of: descriptor, path) { piece in
      content.append(contentsOf: piece)
      return Int64(content.count) <= limit
    }
    guard Int64(content.count) <= limit else {
      throw Failure(.input, "is too large to read: over \(limit) bytes", file: path)
    }
    return content
  }

  /// Returns a regular file's bytes from an offset on, none if it ends before; not many more than asked for.
  static func bytes(of path: String, from offset: Int64, atMost limit: Int = .max) throws(Failure) -> [UInt8] {
    let descriptor = try openFile(path)
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw .system("read", path) }
    var content: [UInt8] = []
    try pieces(of: descriptor, path) { piece in
      content.append(contentsOf: piece)
      return content.count < limit
    }
    return content
  }

  /// Returns a file's first bytes; all of them, if it has fewer.
  static func beginning(of path: String, count: Int) throws(Failure) -> [UInt8] {
    let descriptor = try openFile(path)
    defer { close(descriptor) }
    var beginning: [UInt8] = []
    try pieces(of: descriptor, path) { piece in
      beginning += piece.prefix(count - beginning.count)
      return beginning.count < count
    }
    return beginning
  }

  /// Returns a file's text, which must be UTF-8.
  ///
  /// - Throws: kind `input` if the file is over the limit or not UTF-8; else as ``FileReading``.
  public static func text(of path: String, limit: Int64 = .max) throws(Failure) -> String {
    let content = try bytes(of: path, limit: limit)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Failure(.input, "is not UTF-8", file: path)
    }
    return text
  }

  /// Returns the SHA-256 of a file's content.
  ///
  /// - Parameter progress: is told the bytes of every piece that was read.
  public static func sha256(of path: String, progress: (Int) -> Void = { _ in }) throws(Failure) -> Digest {
    let descriptor = try openFile(path)
    defer { close(descriptor) }
    var hash = Hash(.sha256)
    try pieces(of: descriptor, path) { piece in
      hash.update(piece)
      progress(piece.count)
      return true
    }
    return Digest(.sha256, hex: hash.finish())
  }

  /// Returns the SHA-256 of the first bytes of an open file; of all of it, if it has fewer.
  static func sha256(of descriptor: Int32, first count: Int, named path: String) throws(Failure) -> Digest {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system("read", path) }
    var hash = Hash(.sha256)
    var rest = count
    try pieces(of: descriptor, path) { piece in
      hash.update(UnsafeRawBufferPointer(rebasing: piece.prefix(rest)))
      rest -= min(rest, piece.count)
      return rest > 0
    }
    return Digest(.sha256, hex: hash.finish())
  }

  /// Returns the names in a folder, sorted by bytes, without `.` and `..`.
  public static func names(in folder: String) throws(Failure) -> [String] {
    guard let stream = opendir(folder) else { throw .system("list", folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Hands on a file's bytes in pieces until the taker has enough.
  static func pieces(of path: String, _ take: (UnsafeRawBufferPointer) -> Bool) throws(Failure) {
    let descriptor = try openFile(path)
    defer { close(descriptor) }
    try pieces(of: descriptor, path, take)
  }

  private static func openFile(_ path: String) throws(Failure) -> Int32 {
    guard !path.utf8.contains(0) else { throw Failure(.input, "a path cannot hold a NUL byte", file: path) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("read", path) }
    return descriptor
  }

  /// Reads as many bytes as the file is said to have, or all if there are fewer, straight to where they stay.
  private static func wholeFile(
    of descriptor: Int32, size: Int, _ path: String
  ) throws(Failure) -> (content: [UInt8], isAtEnd: Bool) {
    var (code, isAtEnd) = (Int32(0), false)
    // One byte of room behind the size, so that the end is seen by the same reads; a file that grows meanwhile fills it.
    let content = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
      while filled <= size {
        let count = read(descriptor, buffer.baseAddress! + filled, size + 1 - filled)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { code = errno }
        isAtEnd = count == 0
        guard count > 0 else { return }
        filled += count
      }
    }
    guard code == 0 else { throw .system("read", path, code: code) }
    return (content, isAtEnd)
  }

  /// Returns what an open stream has to say next; nothing at its end.
  static func piece(of descriptor: Int32, named path: String) throws(Failure) -> [UInt8] {
    var next: [UInt8] = []
    try pieces(of: descriptor, path) { piece in
      next = Array(piece)
      return false
    }
    return next
  }

  private static func pieces(
    of descriptor: Int32, _ path: String, _ take: (UnsafeRawBufferPointer) -> Bool
  ) throws(Failure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        // A pipe whose writer has not said everything yet. One without a writer has ended already.
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, -1)
        continue
      }
      guard count > 0 else { throw .system("read", path) }
      guard take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes whole files or nothing: a temporary beside the target, fsync, rename (F18).
///
/// Everything here throws kind `missing` if the folder above is not there, and kind `environment` if the system refuses: permissions,
/// a full disk, a read-only file system.
public enum FileWriting {
  /// Returns a name beside a path that nobody else has.
  public static func temporary(beside path: String) -> String { path + ".xp-\(getpid())-\(UInt32.random(in: 0 ... .max))" }

  /// Replaces the file, or makes it.
  ///
  /// - Parameters:
  ///   - temporary: where it is written first, beside it; a name of its own by default. What a killed writer left there is replaced.
  ///   - durable: also survives a power cut: the file and its folder are synced.
  ///   - mode: the permission bits of a new file, before the umask.
  public static func replace(
    _ path: String, with bytes: [UInt8], durable: Bool = true, mode: mode_t = 0o644, temporary: String? = nil
  ) throws(Failure) {
    if let temporary { unlink(temporary) }
    let temporary = temporary ?? Self.temporary(beside: path)
    try put(bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode, durable: durable, about: path)
    guard rename(temporary, path) == 0 else {
      let failure = Failure.system("write", path)
      unlink(temporary)
      throw failure
    }
    if durable { try sync(parent(of: path)) }
  }

  /// Replaces a file by the text's UTF-8 bytes, or makes it.
  ///
  /// - Parameter durable: synced before it is renamed into place, so that a power cut leaves the old file or the new one.
  public static func replace(_ path: String, with text: String, durable: Bool = true) throws(Failure) {
    try replace(path, with: Array(text.utf8), durable: durable)
  }

  /// Makes a file that must not exist yet.
  ///
  /// - Throws: kind `environment` if there is something of that name; else as ``FileWriting``.
  public static func create(
    _ path: String, with bytes: [UInt8], durable: Bool = true, mode: mode_t = 0o644
  ) throws(Failure) {
    try put(bytes, to: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode, durable: durable, about: path)
  }

  /// Makes the folder and those above it that are missing.
  public static func makeFolders(_ path: String) throws(Failure) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST {
      guard FileStatus.of(path, followingLinks: true)?.kind == .folder else {
        throw .system("make the folder", path, code: ENOTDIR)
      }
      return
    }
    guard errno == ENOENT, parent(of: path) != path else { throw .system("make the folder", path) }
    try makeFolders(parent(of: path))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .system("make the folder", path) }
  }

  /// Makes a folder that must not exist yet.
  ///
  /// - Returns: false if there is something of that name.
  public static func claimFolder(_ path: String) throws(Failure) -> Bool {
    if mkdir(path, 0o755) == 0 { return true }
    guard errno == EEXIST else { throw .system("make the folder", path) }
    return false
  }

  /// Makes a file's content, or a folder's entries, survive a power cut.
  public static func sync(_ path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("sync", path) }
    defer { close(descriptor) }
    // Some file systems refuse fsync on a folder (EINVAL): they have no other way to offer.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .system("sync", path) }
  }

  /// Removes a file or a folder with all that is in it; what is not there is no error.
  public static func remove(_ path: String) throws(Failure) {
    guard let status = FileStatus.of(path) else { return }
    guard status.kind == .folder else {
      guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path) }
      return
    }
    // A child of a process that was killed may still be writing there, for as long as the folder is there.
    var patience = 200
    while true {
      for name in try FileReading.names(in: path) { try remove(path + "/" + name) }
      if rmdir(path) == 0 || errno == ENOENT { return }
      guard errno == ENOTEMPTY || errno == EEXIST, patience > 0 else { throw .system("remove", path) }
      patience -= 1
      usleep(5000)
    }
  }

  /// Writes all bytes to an open descriptor.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, about path: String) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system("write", path) }
      written += count
    }
  }

  private static func put(
    _ bytes: [UInt8], to path: String, flags: Int32, mode: mode_t, durable: Bool, about named: String
  ) throws(Failure) {
    let descriptor = open(path, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system("write", named) }
    defer { close(descriptor) }
    do throws(Failure) {
      try writeAll(bytes, to: descriptor, about: named)
      guard !durable || fsync(descriptor) == 0 else { throw Failure.system("write", named) }
    } catch {
      // It was made just now: a full disk leaves nothing half written.
      unlink(path)
      throw error
    }
  }
}

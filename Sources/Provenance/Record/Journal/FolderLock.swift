#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An exclusive lock on a file or folder, held by an open descriptor: it ends with the process, whatever ends that.
public struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock.
  ///
  /// - Throws: kind `missing` if there is nothing at the path, kind `environment` if the file system cannot lock.
  public static func wait(on path: String) throws(Failure) -> FolderLock {
    guard let lock = try FolderLock(path, LOCK_EX) else { throw .system("lock", path, code: EWOULDBLOCK) }
    return lock
  }

  /// Takes the lock if nobody holds it.
  ///
  /// - Throws: kind `missing` if there is nothing at the path, kind `environment` if the file system cannot lock.
  public static func attempt(on path: String) throws(Failure) -> FolderLock? { try FolderLock(path, LOCK_EX | LOCK_NB) }

  private init?(_ path: String, _ operation: Int32) throws(Failure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("lock", path) }
    while flock(descriptor, operation) != 0 {
      if errno == EINTR { continue }
      let code = errno
      close(descriptor)
      guard code == EWOULDBLOCK else { throw .system("lock", path, code: code) }
      return nil
    }
  }

  deinit { close(descriptor) }
}

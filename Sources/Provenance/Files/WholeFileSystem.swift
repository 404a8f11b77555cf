#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

extension FileWriting {
  /// Makes all that was written to a path's file system survive a power cut.
  static func syncAll(at path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("sync", path) }
    defer { close(descriptor) }
    #if canImport(Glibc)
      guard syncfs(descriptor) == 0 else { throw .system("sync", path) }
    #else
      sync()
    #endif
  }

  /// - Throws: kind `environment` if a path's file system has no room for so many bytes.
  static func requireRoom(_ size: Int64, at path: String) throws(Failure) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw .system("look at", path) }
    let (room, _) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    guard UInt64(max(0, size)) <= room else {
      throw Failure(
        .environment, "needs \(size) bytes, \(room) are free", file: path,
        hint: "free some space, then run the same command again")
    }
  }
}

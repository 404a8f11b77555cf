/// A lock on something of a project: of the system where the file system is local, else a file in `.xp/locks/`.
///
/// Whoever takes several takes them in this order: an experiment's folder, an open marker's gate and the marker, the ledger.
enum ProjectLock: ~Copyable {
  case system(FolderLock)
  case file(LockFile)

  /// Whether it is still ours, which a lock of the system always is.
  var isHeld: Bool {
    switch self {
    case .system: true
    case .file(let file): file.isHeld
    }
  }
}

extension Project {
  /// Waits for the lock on a file or folder.
  ///
  /// - Throws: kind `missing` if there is nothing at the path, kind `environment` if it cannot be locked.
  func lock(on path: String) throws(Failure) -> ProjectLock {
    guard network != nil else { return .system(try FolderLock.wait(on: path)) }
    return .file(try LockFile.wait(try lockFile(of: path)))
  }

  /// Takes the lock if nobody holds it.
  ///
  /// - Throws: as ``lock(on:)``.
  func tryLock(on path: String) throws(Failure) -> ProjectLock? {
    guard network != nil else {
      guard let lock = try FolderLock.attempt(on: path) else { return nil }
      return .system(lock)
    }
    guard let lock = try LockFile.attempt(try lockFile(of: path)) else { return nil }
    return .file(lock)
  }

  private func lockFile(of path: String) throws(Failure) -> String {
    guard FileStatus.of(path) != nil else { throw .system("lock", path, code: 2) }
    let folder = hidden + "/locks"
    try FileWriting.makeFolders(folder)
    return folder + "/" + Digest.sha256(relativePath(path, to: root) ?? path).hex.prefix(16) + ".lock"
  }
}

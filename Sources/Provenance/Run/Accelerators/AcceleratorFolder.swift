#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One file a GPU, shared by all users of the machine: whoever holds a lock on it has leased the GPU. Nothing is ever written into them.
struct AcceleratorFolder: Sendable {
  /// Where every `xp` of this machine looks.
  static let shared = "/tmp/xp-accelerators"

  private let descriptor: Descriptor
  private let path: String

  private final class Descriptor: Sendable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }
  }

  /// Opens the folder, or makes it: writable for all, each file removable by its owner only, as `/tmp` itself.
  ///
  /// - Throws: kind `environment` if there is something else of that name, such as a link, or one that others could exchange files in.
  init(_ path: String) throws(Failure) {
    self.path = path
    if mkdir(path, 0o700) == 0 {
      // The umask must not keep others out.
      guard chmod(path, 0o1777) == 0 else { throw .system("make the folder", path) }
    } else if errno != EEXIST {
      throw .system("make the folder", path)
    }
    let number = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw Self.unsafe(path) }
    descriptor = Descriptor(number)
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .system("look at", path) }
    let isShared = status.st_mode & 0o022 != 0
    guard !isShared || status.st_mode & S_ISVTX != 0 else { throw Self.unsafe(path) }
  }

  private static func unsafe(_ path: String) -> Failure {
    Failure(
      .environment, "is no folder in which GPUs can be leased safely", file: path,
      hint: "it must be a folder of mode 1777, not a link: look at it with ls -ld \(path)")
  }

  /// Takes the lease of one GPU; nil if somebody has it.
  ///
  /// - Returns: an open descriptor: the lease lasts as long as it, or a copy of it in another process, is open.
  func lease(_ key: String) throws(Failure) -> Int32? {
    let file = try openFile(key)
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let code = errno
      close(file)
      guard code == EWOULDBLOCK else { throw .system("lock", path + "/" + key, code: code) }
      return nil
    }
    return file
  }

  /// Another user's file is opened without `O_CREAT`: in a folder like this the kernel refuses that for files that are not one's own.
  private func openFile(_ key: String) throws(Failure) -> Int32 {
    for _ in 0..<8 {
      var file = openat(descriptor.number, key, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      if file < 0 && errno == ENOENT {
        file = openat(descriptor.number, key, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if file < 0 && errno == EEXIST { continue }
        if file >= 0 { fchmod(file, 0o644) }
      }
      guard file >= 0 else { throw .system("open", path + "/" + key) }
      var status = stat()
      if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return file }
      close(file)
      throw Failure(.environment, "is not a file", file: path + "/" + key, hint: "remove it: rm \(path)/\(key)")
    }
    throw .system("open", path + "/" + key, code: EEXIST)
  }

  /// The number of the process that took the lease; nil if the system does not tell.
  func holder(_ key: String) -> Int32? {
    var status = stat()
    guard fstatat(descriptor.number, key, &status, AT_SYMLINK_NOFOLLOW) == 0,
      let text = FileHead.text("/proc/locks", limit: 1 << 20)
    else { return nil }
    for line in text.split(separator: "\n") {
      // "1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF"
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", let process = Int32(words[4]) else { continue }
      if words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == UInt64(status.st_ino) { return process }
    }
    return nil
  }
}

import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An exclusive lock for file systems whose own locks may not reach other machines: a file that is there while it is held.
///
/// It appears whole by `link`, which every file system does once for all machines. Its holder touches it; one that was not touched for a
/// minute by the server's own clock, or whose process this machine knows to be gone, is taken over.
struct LockFile: ~Copyable {
  /// Seconds without a touch after which the lock of another machine counts as left.
  static let patience: Int64 = 60
  private let path: String
  /// What the file says while it is ours: a number of a file comes round again.
  private let line: [UInt8]
  private let touching: any DispatchSourceTimer

  /// Who holds it.
  private struct Holder: Codable {
    var boot: String?
    var host: String
    var namespace: String?
    var process: Int
    var ticks: Int?
    /// Tells every taking from every other.
    var token: String

    static var own: Holder {
      let process = Int(getpid())
      return Holder(
        boot: Liveness.boot, host: Liveness.host, namespace: Liveness.namespace, process: process,
        ticks: Liveness.ticks(of: process), token: String(UInt64.random(in: 0 ... .max), radix: 36))
    }

    /// Whether this machine knows that the process is no more.
    var isGone: Bool {
      boot != nil && boot == Liveness.boot && namespace == Liveness.namespace && ticks != nil
        && Liveness.ticks(of: process) != ticks
    }
  }

  /// Waits for the lock.
  ///
  /// - Throws: kind `environment` if the file cannot be made.
  static func wait(_ path: String) throws(Failure) -> LockFile {
    while true {
      if let lock = try attempt(path) { return lock }
      usleep(UInt32.random(in: 2_000...20_000))
    }
  }

  /// Takes the lock if nobody holds it.
  ///
  /// - Throws: as ``wait(_:)``.
  static func attempt(_ path: String) throws(Failure) -> LockFile? {
    let own = FileWriting.temporary(beside: path)
    let line: [UInt8]
    do { line = try ValueEncoder.encode(Holder.own).canonicalBytes } catch { throw Failure(.defect, "\(error)") }
    try FileWriting.create(own, with: line, durable: false)
    defer { unlink(own) }
    guard let fresh = FileStatus.of(own) else { throw .system("lock", path) }
    if try Self.link(own, path, line) { return LockFile(path, line) }
    guard let held = FileStatus.of(path), let left = content(path) else { return nil }
    let holder = (try? JSONReader.read(left)).flatMap { try? ValueDecoder.decode(Holder.self, from: $0) }
    // Both times are of the clock that the files' server has.
    let isStale = fresh.modified - held.modified > patience * 1_000_000_000
    if holder?.isGone == true || isStale { remove(path, left) }
    return nil
  }

  /// Makes the lock's file whole; false if there is one.
  private static func link(_ own: String, _ path: String, _ line: [UInt8]) throws(Failure) -> Bool {
    if hardLink(own, path) == 0 { return true }
    let code = errno
    // An answer that was lost on the way is asked again, and then says that the link is there: the link itself tells.
    if let ours = FileStatus.of(own), FileStatus.of(path)?.inode == ours.inode { return true }
    if code == EEXIST { return false }
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else { throw .system("lock", path, code: code) }
    // A file system without links: a file that must be new is the next best.
    do { try FileWriting.create(path, with: line, durable: false) } catch {
      guard FileStatus.of(path) != nil else { throw error }
      return false
    }
    return true
  }

  /// Removes a lock that was left; one that somebody has taken meanwhile is put back.
  private static func remove(_ path: String, _ left: [UInt8]) {
    let aside = FileWriting.temporary(beside: path)
    guard rename(path, aside) == 0 else { return }
    if content(aside) != left { _ = hardLink(aside, path) }
    unlink(aside)
  }

  private static func content(_ path: String) -> [UInt8]? { try? FileReading.bytes(of: path, limit: 1 << 16) }

  private init(_ path: String, _ line: [UInt8]) {
    (self.path, self.line) = (path, line)
    touching = DispatchSource.makeTimerSource(queue: .global())
    touching.schedule(deadline: .now() + 10, repeating: 10)
    touching.setEventHandler { if Self.content(path) == line { utimes(path, nil) } }
    touching.resume()
  }

  /// Whether it is still ours: a process that was stopped for a minute may have lost it.
  var isHeld: Bool { Self.content(path) == line }

  deinit {
    touching.cancel()
    if isHeld { unlink(path) }
  }
}

/// Inside the lock `link` means its own.
private func hardLink(_ from: String, _ to: String) -> Int32 { link(from, to) }

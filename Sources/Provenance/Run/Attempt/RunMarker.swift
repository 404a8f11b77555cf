import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `.xp/open/<experiment>.run`: says that an attempt is under way, and whose it is. Its recorder and its holder keep one lock on it:
/// found unlocked, both are gone.
public struct RunMarker: ~Copyable {
  /// What follows the experiment's name.
  public static let suffix = ".run"
  /// What follows the marker's name in the name of a request to stop.
  public static let stopSuffix = ".stop"
  /// What follows the marker's name in the name of the list of outputs that were there before.
  static let outputsSuffix = ".outputs"
  /// Seconds without a touch after which another machine's attempt counts as lost.
  public static let patience: Int64 = 60
  /// Seconds between two touches.
  public static let heartbeat = 10.0

  /// What the marker says.
  public struct Content: Codable, Sendable, Equatable {
    /// The experiment's folder name.
    public var experiment: String
    /// From 1.
    public var number: Int
    /// The attempt's folder relative to the experiment's: empty for the first.
    public var folder: String
    /// The machine's own name.
    public var host: String
    /// The machine's boot; nil where it is not told.
    public var boot: String?
    /// The space of process numbers that ``recorder`` belongs to; nil where there is only one.
    public var namespace: String?
    /// The recorder's process number.
    public var recorder: Int
    /// When the attempt began.
    public var since: Moment
  }

  /// Absolute.
  public let path: String
  let descriptor: Int32
  /// Whoever has it may wait for a GPU before, and read files for minutes after.
  private let touching: any DispatchSourceTimer

  static func path(of experiment: String, in project: Project) -> String { project.openFolder + "/" + experiment + suffix }

  /// Takes the marker of an experiment that nobody runs.
  ///
  /// - Parameter heartbeat: seconds between two touches.
  /// - Throws: kind `environment`, with who holds it, if somebody does, or if `.xp/open/` cannot be written.
  public static func claim(
    _ experiment: String, in project: Project, touchedEvery heartbeat: Double = RunMarker.heartbeat
  ) throws(Failure) -> RunMarker {
    try FileWriting.makeFolders(project.openFolder)
    let path = path(of: experiment, in: project)
    // Whoever looks after a run that was left holds the lock for some milliseconds.
    for _ in 0..<40 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw .system("write", path) }
      if isLocked(descriptor), isStill(path, descriptor) {
        if let content = content(of: descriptor) {
          close(descriptor)
          throw held(experiment, content, "its process lives on without a recorder")
        }
        // Whoever asked an attempt to stop that had just ended did not ask this one.
        unlink(path + stopSuffix)
        return RunMarker(path: path, descriptor: descriptor, touchedEvery: heartbeat)
      }
      close(descriptor)
      usleep(5000)
    }
    throw held(experiment, read(path), "another xp runs it")
  }

  private static func held(_ experiment: String, _ content: Content?, _ what: String) -> Failure {
    let who = content.map { ": attempt \($0.number), process \($0.recorder) on \($0.host), since \($0.since.local)" } ?? ""
    return Failure(
      .environment, "\(experiment) is under way\(who.isEmpty ? ": " + what : who)",
      hint: "follow it: xp watch \(experiment), or end it: xp stop \(experiment)")
  }

  /// Takes over a marker that nobody holds any more; nil while somebody does, or if it is gone.
  static func takeOver(_ path: String) -> RunMarker? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    guard isLocked(descriptor), isStill(path, descriptor), !isHeldElsewhere(path, descriptor) else {
      close(descriptor)
      return nil
    }
    return RunMarker(path: path, descriptor: descriptor)
  }

  private init(path: String, descriptor: Int32, touchedEvery heartbeat: Double = heartbeat) {
    (self.path, self.descriptor) = (path, descriptor)
    touching = DispatchSource.makeTimerSource(queue: .global())
    touching.schedule(deadline: .now() + heartbeat, repeating: heartbeat)
    touching.setEventHandler { utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW) }
    touching.resume()
  }

  deinit {
    touching.cancel()
    close(descriptor)
  }

  /// - Returns: whether the lock is ours now.
  private static func isLocked(_ descriptor: Int32, _ kind: Int32 = LOCK_EX) -> Bool {
    while flock(descriptor, kind | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      // Where nothing can be locked, only touches tell.
      return errno != EWOULDBLOCK
    }
    return true
  }

  private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
    var (here, there) = (stat(), stat())
    return fstat(descriptor, &here) == 0 && lstat(path, &there) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev
  }

  private static func isHeldElsewhere(_ path: String, _ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    let age = Int64(time(nil)) - Int64(FileStatus(status).modified / 1_000_000_000)
    return age < patience && isOfOthers(content(of: descriptor), isLocal: FileSystem.of(path).isLocal)
  }

  /// Whether the touches of an unlocked marker tell that another machine has it. Its lock may not be seen here, so it counts for as long as
  /// its recorder or its holder touches it. One that says nothing yet may be anybody's, unless every lock of its file system is seen here.
  static func isOfOthers(_ content: Content?, isLocal: Bool) -> Bool {
    guard let content else { return !isLocal }
    return content.boot != Liveness.boot && !content.host.isExactly(Liveness.host)
  }

  /// Says whose attempt it is.
  ///
  /// - Throws: kind `environment` if it cannot be written.
  func write(_ content: Content) throws(Failure) {
    let bytes = LinkLine.bytes(of: content)
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system("write", path) }
    try FileWriting.writeAll(bytes, to: descriptor, about: path)
    guard fsync(descriptor) == 0 else { throw .system("write", path) }
  }

  /// What it says; nil if nothing was said yet.
  func content() -> Content? { Self.content(of: descriptor) }

  private static func content(of descriptor: Int32) -> Content? {
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, let end = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return LinkLine.read(Content.self, from: bytes[..<end])
  }

  /// Keeps what was outside the folder before the attempt, for whoever looks after it.
  ///
  /// - Throws: kind `environment` if it cannot be written.
  func keep(_ before: OutputSnapshot) throws(Failure) {
    if before.count > 0 { try FileWriting.replace(path + Self.outputsSuffix, with: before.bytes, durable: false) }
  }

  /// What was there before the attempt; nil if what was kept cannot be read.
  func before() -> OutputSnapshot? {
    guard FileStatus.of(path + Self.outputsSuffix) != nil else { return .empty }
    guard let bytes = try? FileReading.bytes(of: path + Self.outputsSuffix) else { return nil }
    return try? OutputSnapshot(bytes: bytes)
  }

  /// Removes the marker: the attempt is over and recorded.
  public consuming func remove() {
    unlink(path + Self.stopSuffix)
    unlink(path + Self.outputsSuffix)
    unlink(path)
  }

  /// Removes requests to stop that came when the attempt was over: nobody is there to heed them.
  static func removeLateRequests(in project: Project, _ names: [String]) {
    for name in names where name.hasSuffix(suffix + stopSuffix) {
      let marker = project.openFolder + "/" + name.dropLast(stopSuffix.count)
      if FileStatus.of(marker) == nil { unlink(marker + stopSuffix) }
    }
  }

  // MARK: Others' markers

  /// Returns what a marker says, whoever holds it; nil if it says nothing.
  static func read(_ path: String) -> Content? {
    (try? FileReading.bytes(of: path, limit: 8192)).flatMap { bytes in
      bytes.firstIndex(of: UInt8(ascii: "\n")).flatMap { LinkLine.read(Content.self, from: bytes[..<$0]) }
    }
  }

  /// Whether somebody keeps the record of what a marker names, as far as can be told from here.
  static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Shared: two that look at the same time do not take each other for its holder.
    return !isLocked(descriptor, LOCK_SH) || isHeldElsewhere(path, descriptor)
  }

  /// Returns the attempts that are under way, by the experiments' names.
  ///
  /// - Throws: kind `environment` if `.xp/open/` cannot be listed.
  public static func all(in project: Project) throws(Failure) -> [Content] {
    guard FileStatus.of(project.openFolder) != nil else { return [] }
    return try FileReading.names(in: project.openFolder).filter { $0.hasSuffix(suffix) }.compactMap {
      read(project.openFolder + "/" + $0)
    }
  }
}

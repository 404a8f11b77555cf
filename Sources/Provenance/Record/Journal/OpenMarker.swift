#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file in `.xp/open/` that says what is being written, held locked by its writer. Found unlocked, it tells the next command where
/// something was left half done.
public struct OpenMarker: ~Copyable {
  /// What the writer is about to do.
  public struct Intent: Codable, Sendable, Equatable {
    /// The experiment's folder name; empty for the project itself.
    public var experiment: String
    /// Files and folders that end with the writer, relative to the project.
    public var staging: [String]
    /// Files that it makes in a folder that was there before, relative to that.
    public var made: [String]
    /// The refs that keep its captured trees.
    public var refs: [TreeRef]
    /// A folder with a bundle that is whole: it is to be put in place, whatever becomes of the writer. Relative to the project.
    public var publishes: String?
    /// The experiment that ``experiment`` does again: what is stated about the rerun is to be stated of it, too.
    public var original: String?

    public init(
      experiment: String, staging: [String] = [], made: [String] = [], refs: [TreeRef] = [], publishes: String? = nil,
      original: String? = nil
    ) {
      (self.experiment, self.staging, self.made, self.refs) = (experiment, staging, made, refs)
      self.publishes = publishes
      self.original = original
    }
  }

  /// The marker's file in `.xp/open/`.
  public let path: String
  private let lock: ProjectLock

  /// Makes and locks a marker.
  ///
  /// - Throws: kind `missing` without `.xp/open/`, kind `environment` if it cannot be written.
  public static func place(_ intent: Intent, in project: Project) throws(Failure) -> OpenMarker {
    try FileWriting.makeFolders(project.openFolder)
    let path = project.openFolder + "/" + String(getpid()) + "-" + String(UInt32.random(in: 0 ... .max), radix: 16)
    // Whoever takes a marker over holds this lock: nobody finds the new one before it is locked itself.
    let gate = try project.lock(on: project.openFolder)
    try FileWriting.create(path, with: [], durable: false)
    let marker = OpenMarker(path: path, lock: try project.lock(on: path))
    _ = consume gate
    do throws(Failure) {
      try marker.update(intent)
    } catch {
      unlink(path)
      throw error
    }
    return marker
  }

  /// Says something else about what is being done. What was said stays until the new line is whole.
  ///
  /// - Parameter durable: it outlives a power cut, as what is made from now on may.
  /// - Throws: kind `environment` if the marker cannot be written.
  public func update(_ intent: Intent, durable: Bool = false) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("write", path) }
    defer { close(descriptor) }
    try FileWriting.writeAll(try Self.line(intent), to: descriptor, about: path)
    guard !durable || fsync(descriptor) == 0 else { throw .system("write", path) }
  }

  /// Removes the marker: all is done.
  ///
  /// - Throws: kind `environment` if the marker cannot be removed.
  public consuming func remove() throws(Failure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path) }
  }

  /// Returns the paths of all markers, whether their writers live or not. What has a suffix in `.xp/open/` is no marker of this kind.
  static func paths(in project: Project) throws(Failure) -> [String] {
    try FileReading.names(in: project.openFolder).filter { !$0.contains(".") }.map { project.openFolder + "/" + $0 }
  }

  /// Takes over a marker whose writer is gone; nil while it lives, and if it has just ended.
  static func takeOver(_ path: String, in project: Project) throws(Failure) -> OpenMarker? {
    // A child of a writer that was killed holds the lock until its exec: some milliseconds.
    var patience = isWriterGone(path) ? 40 : 0
    while true {
      let gate = try project.lock(on: project.openFolder)
      guard FileStatus.of(path) != nil else { return nil }
      if let lock = try project.tryLock(on: path) { return OpenMarker(path: path, lock: lock) }
      _ = consume gate
      guard patience > 0 else { return nil }
      patience -= 1
      usleep(5000)
    }
  }

  /// Whether this machine has no process of the number in the marker's name; its writer may still live on another.
  private static func isWriterGone(_ path: String) -> Bool {
    guard let process = lastComponent(of: path).split(separator: "-").first.flatMap({ pid_t($0) }) else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private init(path: String, lock: consuming ProjectLock) {
    self.path = path
    self.lock = lock
  }

  /// What the marker says last; nil if a crash left it empty.
  func intent() -> Intent? { Self.intent(of: path) }

  /// What a marker says, its writer living or not.
  static func intent(of path: String) -> Intent? {
    guard let bytes = try? FileReading.bytes(of: path, limit: 1 << 20), let end = bytes.lastIndex(of: UInt8(ascii: "\n")),
      let line = bytes[..<end].split(separator: UInt8(ascii: "\n")).last, let value = try? JSONReader.read(Array(line))
    else { return nil }
    return try? ValueDecoder.decode(Intent.self, from: value)
  }

  private static func line(_ intent: Intent) throws(Failure) -> [UInt8] {
    do { return try ValueEncoder.encode(intent).canonicalBytes + [UInt8(ascii: "\n")] } catch {
      throw Failure(.defect, "\(error)")
    }
  }
}

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
    /// The folder in which a new experiment is put together, relative to the project.
    public var staging: String?
    /// The refs that are made for it and were not there before.
    public var refs: [TreeRef]

    public init(experiment: String, staging: String? = nil, refs: [TreeRef] = []) {
      (self.experiment, self.staging, self.refs) = (experiment, staging, refs)
    }
  }

  /// The marker's file in `.xp/open/`.
  public let path: String
  private let lock: FolderLock

  /// Makes and locks a marker.
  ///
  /// - Throws: kind `missing` without `.xp/open/`, kind `environment` if it cannot be written.
  public static func place(_ intent: Intent, in project: Project) throws(Failure) -> OpenMarker {
    let token = String(getpid()) + "-" + String(UInt32.random(in: 0 ... .max), radix: 16)
    let path = project.openFolder + "/" + token
    // Made under another name and locked before it gets its own: nobody can find it unlocked.
    let hidden = project.scratchFolder + "/open-" + token
    try FileWriting.create(hidden, with: try text(intent), durable: false)
    let lock = try FolderLock.wait(on: hidden)
    guard rename(hidden, path) == 0 else { throw .system("write", path) }
    return OpenMarker(path: path, lock: lock)
  }

  /// Says something else about what is being done. The lock stays on the same file.
  ///
  /// - Throws: kind `environment` if the marker cannot be written.
  public func update(_ intent: Intent) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("write", path) }
    defer { close(descriptor) }
    try FileWriting.writeAll(try Self.text(intent), to: descriptor, about: path)
  }

  /// Removes the marker: all is done.
  ///
  /// - Throws: kind `environment` if the marker cannot be removed.
  public consuming func remove() throws(Failure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path) }
  }

  /// Takes over a marker whose writer is gone; nil while it lives.
  static func takeOver(_ path: String) throws(Failure) -> OpenMarker? {
    guard let lock = try FolderLock.attempt(on: path) else { return nil }
    return OpenMarker(path: path, lock: lock)
  }

  private init(path: String, lock: consuming FolderLock) {
    self.path = path
    self.lock = lock
  }

  /// What the marker says; nil if a crash left it empty.
  func intent() -> Intent? {
    guard let bytes = try? FileReading.bytes(of: path, limit: 1 << 20), let value = try? JSONReader.read(bytes) else {
      return nil
    }
    return try? ValueDecoder.decode(Intent.self, from: value)
  }

  private static func text(_ intent: Intent) throws(Failure) -> [UInt8] {
    do { return try ValueEncoder.encode(intent).canonicalBytes } catch { throw Failure(.defect, "\(error)") }
  }
}

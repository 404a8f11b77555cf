#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a bundle, from front to back: a file, a pipe, or memory.
public final class BundleInput {
  private enum Source {
    case descriptor(Int32)
    case memory([UInt8])
  }

  private let source: Source
  private var offset = 0
  /// How messages name it.
  public let name: String
  /// Bytes in all; nil for a pipe.
  let size: Int64?

  /// Opens a file or a pipe.
  ///
  /// - Throws: kind `missing` if there is none, kind `input` for a folder or a device, kind `environment` if it cannot be read.
  public convenience init(path: String, named name: String) throws(Failure) {
    try self.init(opened: open(path, O_RDONLY | O_CLOEXEC), named: name)
  }

  /// Standard input, which may be a socket: such a one cannot be opened by a name.
  ///
  /// - Throws: as ``init(path:named:)``.
  public convenience init(standardInputNamed name: String) throws(Failure) {
    try self.init(opened: fcntl(0, F_DUPFD_CLOEXEC, 3), named: name)
  }

  /// - Parameter descriptor: is closed with the input; negative if it could not be opened, and `errno` says why.
  private init(opened descriptor: Int32, named name: String) throws(Failure) {
    guard descriptor >= 0 else { throw Failure.system("read", name) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .system("read", name)
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFIFO || kind == S_IFSOCK else {
      close(descriptor)
      throw Failure(.input, "is not a file", file: name, hint: "name a bundle: xp export --bundle EXPERIMENT -o FILE makes one")
    }
    source = .descriptor(descriptor)
    (self.name, size) = (name, kind == S_IFREG ? Int64(status.st_size) : nil)
  }

  /// Bytes in memory.
  public init(_ bytes: [UInt8], named name: String) { (source, self.name, size) = (.memory(bytes), name, Int64(bytes.count)) }

  deinit { if case .descriptor(let descriptor) = source { close(descriptor) } }

  /// Fills the buffer.
  ///
  /// - Returns: how many bytes there were; fewer only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    switch source {
    case .memory(let bytes):
      let count = min(buffer.count, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<(offset + count)])
      offset += count
      return count
    case .descriptor(let descriptor):
      var filled = 0
      while filled < buffer.count {
        let count = systemRead(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw .system("read", name) }
        if count == 0 { break }
        filled += count
      }
      return filled
    }
  }

  /// Returns exactly so many bytes.
  ///
  /// - Throws: kind `input` if there are fewer.
  func bytes(_ count: Int, of what: String) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var found = 0
    do {
      found = try bytes.withUnsafeMutableBytes { try read(into: $0) }
    } catch {
      throw error as? Failure ?? Failure(.defect, "\(error)")
    }
    guard found == count else { throw Failure(.input, "ends within \(what)", file: name, hint: "it was cut: copy it again") }
    return bytes
  }
}

/// Inside the input `read` means its own.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

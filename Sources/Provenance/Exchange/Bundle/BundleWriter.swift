#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a bundle from front to back: the manifest, then every file that it names, in its order.
struct BundleWriter {
  /// Where the bytes of a file are.
  enum Content: Sendable {
    case bytes([UInt8])
    /// Absolute.
    case file(String)
  }

  let descriptor: Int32
  /// How messages name the bundle.
  let path: String

  /// - Throws: kind `environment` if the bundle cannot be written, or a file is no longer what the manifest says.
  func write(_ manifest: BundleManifest, _ content: (BundleManifest.File) throws(Failure) -> Content) throws(Failure) {
    let head = try manifest.bytes()
    try put(TarHeader.bytes(path: BundleManifest.name, size: Int64(head.count)))
    try put(head + TarHeader.padding(Int64(head.count)))
    for file in manifest.files {
      try put(TarHeader.bytes(path: file.path, size: file.size))
      switch try content(file) {
      case .bytes(let bytes):
        guard Int64(bytes.count) == file.size, Digest.sha256(bytes) == file.sha256 else { throw changed(file) }
        try put(bytes)
      case .file(let path): try copy(path, file)
      }
      try put(TarHeader.padding(file.size))
    }
    try put(TarHeader.end)
  }

  private func put(_ bytes: [UInt8]) throws(Failure) { try FileWriting.writeAll(bytes, to: descriptor, about: path) }

  private func changed(_ file: BundleManifest.File) -> Failure {
    Failure(.environment, "changed while it was bundled", file: file.path, hint: "run the same command again")
  }

  private func copy(_ source: String, _ file: BundleManifest.File) throws(Failure) {
    var hash = Hash(.sha256)
    var count: Int64 = 0
    try FileReading.stream(source) { (piece) throws(Failure) in
      count += Int64(piece.count)
      guard count <= file.size else { throw changed(file) }
      hash.update(piece)
      try FileWriting.writeAll(Array(piece), to: descriptor, about: path)
    }
    guard count == file.size, Digest(.sha256, hex: hash.finish()) == file.sha256 else { throw changed(file) }
  }
}

extension FileReading {
  /// Hands on a file's bytes in pieces. A link in its place is refused, and what is no regular file.
  ///
  /// - Throws: what the taker throws; else as ``FileReading``.
  static func stream(
    _ path: String, _ take: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(.input, "is not a file", file: path) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system("read", path) }
      try take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

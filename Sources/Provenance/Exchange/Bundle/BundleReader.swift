#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a bundle from front to back and believes nothing of it: each header must be, byte for byte, the one that the manifest implies;
/// each file must have the declared size and SHA-256. So no header is ever interpreted, and nothing can be larger, elsewhere, or of
/// another kind than what the manifest says and ``BundlePath`` allows.
public struct BundleReader {
  private let input: BundleInput
  /// What the bundle says that it holds; checked.
  public let manifest: BundleManifest
  /// The canonical bytes of ``manifest``.
  let head: [UInt8]

  /// Reads the manifest.
  ///
  /// - Parameter limit: bytes; a bundle that declares more is refused before anything of it is written.
  /// - Throws: kind `input` for what is no bundle, kind `environment` if it cannot be read.
  public init(_ input: BundleInput, limit: Int64 = .max) throws(Failure) {
    let name = input.name
    let header = try input.bytes(TarHeader.blockSize, of: "its first header")
    guard let size = Self.size(inFirst: header) else {
      throw Failure(
        .input, "is not a bundle of xp", file: name, hint: "xp export --bundle EXPERIMENT -o FILE makes one")
    }
    guard size <= BundleManifest.maximumSize else {
      throw Failure(.input, "its manifest has \(size) bytes, at most \(BundleManifest.maximumSize) are read", file: name)
    }
    head = try input.bytes(Int(size), of: "its manifest")
    do throws(Failure) { manifest = try BundleManifest.read(head) } catch { throw error.inFile(name) }
    try Self.expect(TarHeader.padding(size), of: "its manifest", input)
    guard manifest.size <= limit else {
      throw Failure(
        .input, "declares \(manifest.size) bytes, at most \(limit) are taken", file: name, hint: "allow more: --max-size")
    }
    if let found = input.size, found != Self.length(manifest, head: size) {
      throw Failure(
        .input, "has \(found) bytes, its manifest says \(Self.length(manifest, head: size))", file: name,
        hint: "it was cut or altered: copy it again")
    }
    self.input = input
  }

  /// Reads all files to the end, and writes them below a folder if there is one.
  ///
  /// - Parameter folder: empty, and nobody else's; nil: everything is only checked.
  /// - Throws: kind `input` at the first byte that is not as the manifest says, kind `environment` if something cannot be written;
  ///   what was written until then stays.
  public func read(to folder: String?) throws(Failure) {
    for file in manifest.files {
      try Self.expect(TarHeader.bytes(path: file.path, size: file.size), of: "the header of \(file.path)", input)
      try Self.take(file, to: folder.map { $0 + "/" + file.path }, input)
      try Self.expect(TarHeader.padding(file.size), of: file.path, input)
    }
    try Self.expect(TarHeader.end, of: "its end", input)
    var behind: [UInt8] = [0]
    let count: Int
    do { count = try behind.withUnsafeMutableBytes { try input.read(into: $0) } } catch {
      throw error as? Failure ?? Failure(.defect, "\(error)")
    }
    guard count == 0 else { throw Failure(.input, "goes on behind its end", file: input.name) }
    if let folder { try FileWriting.create(folder + "/" + BundleManifest.name, with: head, durable: false) }
  }

  /// The size of the manifest that an archive's first header declares; nil if it is the header of anything else.
  private static func size(inFirst header: [UInt8]) -> Int64? {
    guard let size = Int64(String(decoding: header[124..<135], as: UTF8.self), radix: 8), size >= 0,
      TarHeader.bytes(path: BundleManifest.name, size: size) == header
    else { return nil }
    return size
  }

  private static func length(_ manifest: BundleManifest, head size: Int64) -> Int64 {
    manifest.files.reduce(TarHeader.length(path: BundleManifest.name, size: size) + Int64(TarHeader.end.count)) {
      $0 + TarHeader.length(path: $1.path, size: $1.size)
    }
  }

  private static func expect(_ bytes: [UInt8], of what: String, _ input: BundleInput) throws(Failure) {
    guard try input.bytes(bytes.count, of: what) == bytes else {
      throw Failure(.input, "\(what) is not as the manifest says", file: input.name, hint: "it was altered: get another copy")
    }
  }

  private static func take(
    _ file: BundleManifest.File, to path: String?, _ input: BundleInput
  ) throws(Failure) {
    var descriptor: Int32 = -1
    if let path {
      try FileWriting.makeFolders(parent(of: path))
      descriptor = open(
        path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file.path.hasSuffix("/command.sh") ? 0o755 : 0o644)
      guard descriptor >= 0 else { throw .system("write", path) }
    }
    defer { if descriptor >= 0 { close(descriptor) } }
    var hash = Hash(.sha256)
    var left = file.size
    while left > 0 {
      let piece = try input.bytes(Int(min(left, Int64(FileReading.pieceSize))), of: file.path)
      piece.withUnsafeBytes { hash.update($0) }
      if let path { try FileWriting.writeAll(piece, to: descriptor, about: path) }
      left -= Int64(piece.count)
    }
    guard Digest(.sha256, hex: hash.finish()) == file.sha256 else {
      throw Failure(.input, "\(file.path) has another SHA-256 than the manifest says", file: input.name, hint: "get another copy")
    }
  }
}

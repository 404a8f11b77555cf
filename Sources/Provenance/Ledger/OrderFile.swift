import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `.xp/order/<ledger-id>`: the ledger's order, one entry digest a line (64 hexadecimal digits and a newline), append only.
///
/// With the journals it is enough to make the ledger anew in the same order.
struct OrderFile: Sendable {
  let path: String
  static let lineLength = 65

  /// Returns how many whole lines there are. A line that a crash cut does not count.
  func count() -> Int { Int(FileStatus.of(path)?.size ?? 0) / Self.lineLength }

  /// Returns the hexadecimal digests, from a line on (0 is the first).
  func digests(from first: Int = 0) throws(Failure) -> [String] {
    guard FileStatus.of(path) != nil else { return [] }
    let bytes = try FileReading.bytes(of: path, from: Int64(first * Self.lineLength))
    return (0..<bytes.count / Self.lineLength).map { line in
      let start = line * Self.lineLength
      return String(decoding: bytes[start..<(start + Self.lineLength - 1)], as: UTF8.self)
    }
  }

  /// Keeps the file as it is beside itself, as `*.old`.
  func keepCopy() throws(Failure) { try FileWriting.replace(path + ".old", with: FileReading.bytes(of: path)) }

  /// Appends lines behind the given number of lines, and syncs. What a crash left behind these is overwritten by being cut first.
  func append(_ digests: [String], after count: Int) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("write", path) }
    defer { close(descriptor) }
    let end = off_t(count * Self.lineLength)
    guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else { throw .system("write", path) }
    do throws(Failure) {
      try FileWriting.writeAll(digests.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }, to: descriptor, about: path)
      guard fsync(descriptor) == 0 else { throw .system("write", path) }
      if count == 0 { try FileWriting.sync(parent(of: path)) }
    } catch {
      _ = ftruncate(descriptor, end)
      throw error
    }
  }
}

/// The lines of an order file by their index, read in pieces.
final class OrderLines {
  private let handle: FileHandle?
  private var piece: [UInt8] = []
  private var first = 0
  private static let pieceLines = 4096

  init(_ order: OrderFile) { handle = FileHandle(forReadingAtPath: order.path) }

  /// The digest in a line, from 0; nil if there is no such line or it is no digest with its newline.
  func digest(_ line: Int) -> MerkleHash? {
    let length = OrderFile.lineLength
    if line < first || (line - first + 1) * length > piece.count {
      first = line
      try? handle?.seek(toOffset: UInt64(line * length))
      piece = (try? handle?.read(upToCount: Self.pieceLines * length)).map { Array($0) } ?? []
    }
    let start = (line - first) * length
    guard start + length <= piece.count, piece[start + length - 1] == UInt8(ascii: "\n") else { return nil }
    return piece.withUnsafeBytes { MerkleHash(hex: UnsafeRawBufferPointer(rebasing: $0[start..<(start + length - 1)])) }
  }
}

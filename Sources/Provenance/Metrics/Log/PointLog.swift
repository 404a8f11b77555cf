#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of logged points, a JSON record a line, to which any number of processes append at once.
public struct PointLog: Sendable {
  /// The variable that names the file to a run's command.
  public static let variable = "XP_METRICS"

  private let path: String

  public init(path: String) { self.path = path }

  /// Appends whole lines, so that they survive a power cut when this returns. What others append at the same time stands before or behind.
  ///
  /// - Throws: kind `missing` if the folder is not there, kind `environment` if the system refuses. A line that a full disk cut is ended
  ///   by whoever appends next.
  public func append(_ lines: [UInt8]) throws(Failure) {
    guard !lines.isEmpty else { return }
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("log to", path) }
    defer { close(descriptor) }
    // One write: the system keeps other writers out of it.
    try FileWriting.writeAll(endsInLine(descriptor) ? lines : [UInt8(ascii: "\n")] + lines, to: descriptor, about: path)
    guard sync(descriptor) == 0 else { throw .system("log to", path) }
  }

  /// Appends the records of a stream as they come.
  ///
  /// - Parameters:
  ///   - descriptor: where JSON lines are read from.
  ///   - source: how it is named in errors.
  /// - Returns: how many there were.
  /// - Throws: kind `input` with the line that is no JSON object; those before it are logged.
  public func append(from descriptor: Int32, named source: String) throws(Failure) -> Int {
    var (rest, line, count) = ([UInt8](), 0, 0)
    var isAtEnd = false
    while !isAtEnd {
      let piece = try FileReading.piece(of: descriptor, named: source)
      isAtEnd = piece.isEmpty
      rest += isAtEnd && !rest.isEmpty ? [UInt8(ascii: "\n")] : piece
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
      var (good, failure) = ([UInt8](), Failure?.none)
      for record in rest[...end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
        line += 1
        guard record.contains(where: { $0 > 0x20 }) else { continue }
        do throws(Failure) { try Self.check(record, line: line) } catch {
          failure = error.inFile(source)
          break
        }
        good += record + [UInt8(ascii: "\n")]
        count += 1
      }
      try append(good)
      if let failure { throw failure }
      rest.removeSubrange(...end)
    }
    return count
  }

  private static func check(_ record: ArraySlice<UInt8>, line: Int) throws(Failure) {
    do throws(Failure) {
      guard try JSONReader.read(Array(record)).object != nil else {
        throw Failure(.input, "an object was expected", at: Position(line: 1, column: 1))
      }
    } catch {
      throw Failure(
        .input, error.message, at: Position(line: line, column: error.position?.column ?? 1),
        hint: #"write a record a line: {"step": 3, "loss": 0.25}"#)
    }
  }

  /// Whether the file is empty or ends in a whole line.
  private func endsInLine(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return true }
    var last: UInt8 = 0
    return pread(descriptor, &last, 1, status.st_size - 1) != 1 || last == UInt8(ascii: "\n")
  }

  private func sync(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      fdatasync(descriptor)
    #else
      fsync(descriptor)
    #endif
  }
}

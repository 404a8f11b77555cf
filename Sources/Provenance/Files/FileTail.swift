#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// Hands on what is appended to a file, byte for byte, to an open descriptor, never waiting for its reader.
public final class FileTail {
  /// Bytes that are moved at a time.
  private static let piece = 1 << 18

  private let source: Int32
  private let target: Int32
  private let targetIsPipe: Bool
  private var offset: off_t = 0
  /// Whether the target's reader has gone, or the target refuses: nothing is handed on any more.
  public private(set) var isBroken = false
  /// Whether there is more that the target would not take at once: it is to be polled for room.
  public private(set) var isWaiting = false

  /// - Parameter start: bytes of the file that are passed over.
  /// - Throws: kind `missing` or `environment` if the file cannot be opened.
  public init(_ path: String, to target: Int32, from start: Int64 = 0) throws(Failure) {
    source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw .system("read", path) }
    var status = stat()
    targetIsPipe = fstat(target, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    self.target = target
    offset = off_t(start)
  }

  deinit { close(source) }

  /// The descriptor that is written to.
  public var descriptor: Int32 { target }

  /// Whether what was handed on last was no newline.
  public var endsInsideLine: Bool {
    var byte: UInt8 = 0
    return offset > 0 && pread(source, &byte, 1, offset - 1) == 1 && byte != UInt8(ascii: "\n")
  }

  /// Moves what is there and what the target takes.
  public func pump() {
    isWaiting = false
    while !isBroken {
      var status = stat()
      guard fstat(source, &status) == 0, status.st_size > offset else { return }
      let moved = targetIsPipe ? splicePiece() : sendPiece()
      if moved > 0 { continue }
      if moved < 0 && errno == EINTR { continue }
      if moved < 0 && errno == EAGAIN {
        isWaiting = true
        return
      }
      isBroken = moved < 0
      return
    }
  }

  /// Into a pipe the pages go as they are, and only as many as there is room for.
  private func splicePiece() -> Int { splice(source, &offset, target, nil, Self.piece, 2) }

  private func sendPiece() -> Int {
    // A terminal that is held (Ctrl-S) takes nothing: what would wait is not written.
    var ready = pollfd(fd: target, events: Int16(POLLOUT), revents: 0)
    guard poll(&ready, 1, 0) > 0, ready.revents & Int16(POLLOUT) != 0 else {
      errno = ready.revents & Int16(POLLERR) != 0 ? EPIPE : EAGAIN
      return -1
    }
    #if os(Linux)
      let moved = sendfile(target, source, &offset, Self.piece)
      // A terminal, or a file that is opened to be appended to.
      if moved >= 0 || errno != EINVAL { return moved }
    #endif
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { buffer in
      let count = pread(source, buffer.baseAddress, buffer.count, offset)
      guard count > 0 else { return count }
      let written = write(target, buffer.baseAddress, count)
      if written > 0 { offset += off_t(written) }
      return written
    }
  }
}

/// Wakes a loop when files change, where the system can tell; elsewhere the loop looks again by itself.
public struct FileWatch: ~Copyable {
  /// Readable when one of the files has changed; -1 where the system does not tell.
  public let descriptor: Int32

  /// Files that are not there are not watched.
  public init(_ paths: [String]) {
    #if os(Linux)
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      for path in paths { inotify_add_watch(descriptor, path, UInt32(IN_MODIFY)) }
    #else
      descriptor = -1
    #endif
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Takes what has been told, so that the next wait is for something new.
  public func clear() {
    guard descriptor >= 0 else { return }
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { buffer in
      while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
  }
}

#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// The recorder's end of its link to a holder.
public struct HolderLink: ~Copyable {
  /// Readable when the holder has said something, or is gone.
  public let descriptor: Int32
  private let process: pid_t
  private var pending: [UInt8] = []
  /// Whether the holder is gone.
  public private(set) var isClosed = false

  /// Starts a holder and gives it its order.
  ///
  /// - Parameters:
  ///   - terminal: this side of the command's terminal, if it gets one.
  ///   - leases: descriptors whose locks last as long as the command; the holder keeps them.
  /// - Throws: kind `environment` if no process can be started.
  public static func start(
    _ order: HolderOrder, marker: borrowing RunMarker, terminal: PseudoTerminal? = nil, leases: [Int32] = []
  ) throws(Failure) -> HolderLink {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .system("open", "a socket") }
    defer { close(ends[1]) }
    let needsNoInput = order.terminal != nil && order.inputFromTerminal
    let kept = [ends[1], marker.descriptor, terminal?.descriptor ?? -1] + leases
    let process = try spawn(kept, withoutInput: needsNoInput)
    let link = HolderLink(descriptor: ends[0], process: process)
    try FileWriting.writeAll(LinkLine.bytes(of: order), to: ends[0], about: "the holder")
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return link
  }

  private static func spawn(_ descriptors: [Int32], withoutInput: Bool) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Copies far above the numbers that the holder expects them at, so that none is overwritten before its turn.
    var copies: [Int32] = []
    defer { copies.forEach { _ = close($0) } }
    for (offset, descriptor) in descriptors.enumerated() where descriptor >= 0 {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 100)
      copies.append(copy)
      posix_spawn_file_actions_adddup2(&actions, copy, Holder.Descriptor.link + Int32(offset))
    }
    if withoutInput { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
    for output: Int32 in 1...2 { posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own: what ends the recorder's terminal does not end it. POSIX_SPAWN_SETSID is 0x80.
    posix_spawnattr_setflags(&attributes, 0x80)
    let words = ["xp", Holder.word]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { (word: String) in strdup(word) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw .system("start", "a holder for the command", code: code) }
    return process
  }

  private init(descriptor: Int32, process: pid_t) { (self.descriptor, self.process) = (descriptor, process) }

  deinit {
    close(descriptor)
    var status: Int32 = 0
    waitpid(process, &status, WNOHANG)
  }

  /// Asks the holder for something; one that is gone hears nothing.
  public func ask(_ request: HolderRequest) {
    let bytes = LinkLine.bytes(of: request)
    _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  /// Returns what the holder has said since the last call.
  public mutating func events() -> [HolderEvent] {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while !isClosed {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { pending += buffer[..<count] }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN { break }
      if count <= 0 { isClosed = true }
    }
    var events: [HolderEvent] = []
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      if let event = LinkLine.read(HolderEvent.self, from: pending[..<end]) { events.append(event) }
      pending.removeSubrange(...end)
    }
    return events
  }
}

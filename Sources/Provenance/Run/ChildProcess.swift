#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// A helper process (git, an interpreter) that was started to be asked something: no terminal, its output is kept.
///
/// Several may be started before the first is waited for. Reading happens in ``wait()``; what a child prints beyond a pipe's
/// size waits there until then.
public struct ChildProcess: ~Copyable {
  /// What a child said and how it ended.
  public struct Outcome: Sendable {
    /// All of standard output.
    public let output: [UInt8]
    /// All of standard error.
    public let errors: [UInt8]
    /// The exit status; 128 + signal for a child that a signal ended.
    public let status: Int32

    /// Standard output as text; invalid UTF-8 is replaced.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text; invalid UTF-8 is replaced.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
    /// Whether it ended with status 0.
    public var succeeded: Bool { status == 0 }
  }

  private let process: pid_t
  /// Its number, for whoever must tell it something while it is waited for.
  public var pid: Int32 { process }
  private let output: Int32
  private let errors: Int32
  private let input: Int32
  private let pending: [UInt8]

  /// Starts `words[0]`, which is looked for in `PATH`.
  ///
  /// - Parameters:
  ///   - environment: all of the child's variables, `NAME=value`.
  ///   - input: what the child reads on standard input; nothing by default.
  ///   - descriptor: an open file that the child reads on standard input instead.
  /// - Throws: kind `missing` if there is no such program.
  public static func start(
    _ words: [String], in folder: String, environment: [String], input: [UInt8] = [], reading descriptor: Int32? = nil
  ) throws(Failure) -> ChildProcess {
    try ChildProcess(words, folder, environment, input, descriptor)
  }

  /// Starts and waits.
  ///
  /// - Throws: as ``start(_:in:environment:input:)``. An exit status that is not 0 is no failure.
  public static func run(
    _ words: [String], in folder: String, environment: [String], input: [UInt8] = []
  ) throws(Failure) -> Outcome {
    try start(words, in: folder, environment: environment, input: input).wait()
  }

  private init(
    _ words: [String], _ folder: String, _ environment: [String], _ bytes: [UInt8], _ descriptor: Int32?
  ) throws(Failure) {
    let stdin = try Pipe()
    let stdout = try Pipe()
    let stderr = try Pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, descriptor ?? stdin.read, 0)
    posix_spawn_file_actions_adddup2(&actions, stdout.write, 1)
    posix_spawn_file_actions_adddup2(&actions, stderr.write, 2)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // A thread of a pool has every signal blocked; a shell that inherits that never hears that its own children have ended.
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    posix_spawnattr_setsigmask(&attributes, &unblocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let result = posix_spawnp(&process, words[0], &actions, &attributes, &arguments, &variables)
    close(stdin.read)
    close(stdout.write)
    close(stderr.write)
    guard result == 0 else {
      [stdin.write, stdout.read, stderr.read].forEach { _ = close($0) }
      throw .system("start", words[0], code: result)
    }
    if bytes.isEmpty { close(stdin.write) } else { _ = fcntl(stdin.write, F_SETFL, O_NONBLOCK) }
    (self.process, self.input, self.pending) = (process, bytes.isEmpty ? -1 : stdin.write, bytes)
    (self.output, self.errors) = (stdout.read, stderr.read)
  }

  /// Feeds standard input, reads both outputs to their end, and reaps the child.
  public consuming func wait() -> Outcome {
    var collected: [Int32: [UInt8]] = [output: [], errors: []]
    var open: Set<Int32> = [output, errors]
    var (feeding, written) = (input, 0)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)
    defer { buffer.deallocate() }
    while !open.isEmpty || feeding >= 0 {
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if feeding >= 0 { polled.append(pollfd(fd: feeding, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&polled, nfds_t(polled.count), -1) >= 0 || errno == EINTR else { break }
      for ready in polled where ready.revents != 0 {
        if ready.fd == feeding {
          let count = pending.withUnsafeBytes { Self.feed(ready.fd, $0, from: written) }
          written += max(0, count)
          if written == pending.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
            close(feeding)
            feeding = -1
          }
          continue
        }
        let count = read(ready.fd, buffer.baseAddress, buffer.count)
        if count > 0 { collected[ready.fd]!.append(contentsOf: buffer[..<count]) }
        if count == 0 || (count < 0 && errno != EINTR) {
          close(ready.fd)
          open.remove(ready.fd)
        }
      }
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(
      output: collected[output]!, errors: collected[errors]!,
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  /// Writes without dying of a reader that has gone: SIGPIPE is blocked in this thread and taken back.
  private static func feed(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
    var (blocked, previous) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &blocked, &previous)
    let count = write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
    let code = errno
    if count < 0 && code == EPIPE {
      var none = timespec()
      _ = sigtimedwait(&blocked, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &previous, nil)
    errno = code
    return count
  }

  private struct Pipe {
    let read: Int32
    let write: Int32

    init() throws(Failure) {
      var ends: [Int32] = [-1, -1]
      guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .system("open", "a pipe") }
      (read, write) = (ends[0], ends[1])
    }
  }
}

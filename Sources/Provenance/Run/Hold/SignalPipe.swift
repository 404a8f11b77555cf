#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// Signals as bytes in a pipe, so that a loop can wait for them beside other things. One a process.
public struct SignalPipe: Sendable {
  /// Readable when a signal has come.
  public let descriptor: Int32

  /// Catches signals from now on; one that the caller of this process had set to be ignored stays ignored.
  ///
  /// - Throws: kind `environment` if no pipe can be made.
  public static func catching(_ signals: [Int32]) throws(Failure) -> SignalPipe {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw .system("open", "a pipe for signals") }
    signalEntrance = ends[1]
    for number in signals where !isIgnored(number) { signal(number, noteSignal) }
    return SignalPipe(descriptor: ends[0])
  }

  /// Returns the signals that have come since the last call, in their order.
  public func take() -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? bytes[..<count].map(Int32.init) : []
  }

  /// Whether a signal is ignored, as `nohup` and shells leave it for what they start.
  public static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return withUnsafeBytes(of: &action) { $0.load(as: UInt.self) } == unsafeBitCast(SIG_IGN, to: UInt.self)
  }

  /// `SIGTERM` of 15; a number that has no name is told as `SIG64`.
  public static func name(of number: Int32) -> String {
    names.first { $0.number == number }.map { "SIG" + $0.name } ?? "SIG\(number)"
  }

  /// 15 of `TERM` and `SIGTERM`; nil for what is no signal.
  public static func number(of name: String) -> Int32? {
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    return names.first { $0.name == short }?.number ?? Int32(short).flatMap { (1...64).contains($0) ? $0 : nil }
  }

  private static let names: [(name: String, number: Int32)] = [
    ("HUP", SIGHUP), ("INT", SIGINT), ("QUIT", SIGQUIT), ("ILL", SIGILL), ("TRAP", SIGTRAP), ("ABRT", SIGABRT), ("BUS", SIGBUS),
    ("FPE", SIGFPE), ("KILL", SIGKILL), ("USR1", SIGUSR1), ("SEGV", SIGSEGV), ("USR2", SIGUSR2), ("PIPE", SIGPIPE),
    ("ALRM", SIGALRM), ("TERM", SIGTERM), ("CHLD", SIGCHLD), ("CONT", SIGCONT), ("STOP", SIGSTOP), ("TSTP", SIGTSTP),
    ("TTIN", SIGTTIN), ("TTOU", SIGTTOU), ("XCPU", SIGXCPU), ("XFSZ", SIGXFSZ), ("SYS", SIGSYS),
  ]
}

/// Where a signal's handler, which may touch nothing else, writes its number.
nonisolated(unsafe) private var signalEntrance: Int32 = -1

private func noteSignal(_ number: Int32) {
  let code = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(signalEntrance, &byte, 1)
  errno = code
}

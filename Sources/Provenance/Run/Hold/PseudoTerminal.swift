#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// A terminal for a command, whose output can be kept: what is written to the other side comes out here byte for byte.
public struct PseudoTerminal: Sendable {
  /// This side: its holder reads from it, its recorder writes what is typed into it.
  public let descriptor: Int32
  /// The other side's path, which the command opens.
  public let path: String

  /// Opens a terminal of the size and with the settings of another one.
  ///
  /// No carriage returns are added to what the command writes: the terminal in front of the person adds them.
  /// - Throws: kind `environment` if the system has none left.
  public static func like(_ other: Int32) throws(Failure) -> PseudoTerminal {
    let descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0, grantpt(descriptor) == 0, unlockpt(descriptor) == 0 else { throw .system("open", "a terminal") }
    var name = [CChar](repeating: 0, count: 128)
    guard ptsname_r(descriptor, &name, name.count) == 0 else { throw .system("open", "a terminal") }
    let terminal = PseudoTerminal(
      descriptor: descriptor, path: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    var settings = termios()
    if tcgetattr(other, &settings) == 0 {
      settings.c_oflag &= ~tcflag_t(ONLCR)
      tcsetattr(descriptor, TCSANOW, &settings)
    }
    terminal.resize(like: other)
    return terminal
  }

  /// Takes on the size of the other one; the command is told (SIGWINCH).
  public func resize(like other: Int32) {
    var size = winsize()
    if ioctl(other, UInt(TIOCGWINSZ), &size) == 0 { _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size) }
  }

  /// Whether typed control characters are signals now: a full-screen program turns that off.
  public var makesSignals: Bool {
    var settings = termios()
    return tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ISIG) != 0
  }

  /// Whether the command lets its output be processed: a full-screen program wants every byte as it is.
  public var processesOutput: Bool {
    var settings = termios()
    return tcgetattr(descriptor, &settings) == 0 && settings.c_oflag & tcflag_t(OPOST) != 0
  }
}

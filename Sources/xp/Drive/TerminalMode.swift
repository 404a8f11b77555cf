#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The person's terminal while a command has one of its own behind it: every key goes on as it is typed.
///
/// It is given back as it was, and never taken while another job has it.
struct TerminalMode: ~Copyable {
  private let descriptor: Int32
  private var saved = termios()
  private(set) var isRaw = false
  private var processesOutput = true

  /// - Parameter descriptor: the terminal that is typed into.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Whether this job is the one that the terminal listens to.
  var isInForeground: Bool { tcgetpgrp(descriptor) == getpgrp() }

  /// Takes the terminal, if it is this job's.
  mutating func take() {
    guard !isRaw, isInForeground, tcgetattr(descriptor, &saved) == 0 else { return }
    var raw = saved
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
    withUnsafeMutableBytes(of: &raw.c_cc) {
      $0[Int(VMIN)] = 1
      $0[Int(VTIME)] = 0
    }
    isRaw = tcsetattr(descriptor, TCSADRAIN, &raw) == 0
    processesOutput = true
  }

  /// Follows what the command wants of its own terminal: a full-screen program moves the cursor itself.
  mutating func followOutput(_ wanted: Bool) {
    guard isRaw, wanted != processesOutput else { return }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return }
    if wanted { settings.c_oflag |= tcflag_t(OPOST) } else { settings.c_oflag &= ~tcflag_t(OPOST) }
    if tcsetattr(descriptor, TCSADRAIN, &settings) == 0 { processesOutput = wanted }
  }

  /// Gives the terminal back.
  mutating func giveBack() {
    guard isRaw else { return }
    tcsetattr(descriptor, TCSADRAIN, &saved)
    isRaw = false
  }

  deinit { if isRaw { var saved = saved; tcsetattr(descriptor, TCSADRAIN, &saved) } }
}

#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// A command that a holder has started: the leader of a process group of its own.
struct HeldCommand {
  let pid: pid_t

  /// What the system refused, as an errno.
  struct Refusal: Error { let code: Int32 }

  /// Starts a command.
  ///
  /// Without a terminal its output goes straight into the logs: it needs nobody to read it. With one its group is what the terminal
  /// listens to, in the holder's own session: a group without a parent there could not be suspended.
  /// - Parameters:
  ///   - output: the log that it writes; unused where its output goes to the terminal.
  ///   - errors: likewise.
  static func start(_ order: HolderOrder, output: Int32, errors: Int32) throws(Refusal) -> HeldCommand {
    guard let word = order.argv.first else { throw Refusal(code: ENOENT) }
    let path = try CommandPath.find(word, environment: order.environment, folder: order.directory)
    do throws(Refusal) { return try spawn(path, order.argv, order, output, errors) } catch {
      // A script without a first line that names its interpreter is a shell's, as shells have it.
      guard error.code == ENOEXEC else { throw error }
      return try spawn("/bin/sh", ["sh", path] + order.argv.dropFirst(), order, output, errors)
    }
  }

  private static func spawn(
    _ path: String, _ words: [String], _ order: HolderOrder, _ output: Int32, _ errors: Int32
  ) throws(Refusal) -> HeldCommand {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal = order.terminal {
      posix_spawn_file_actions_addopen(&actions, 1, terminal, O_RDWR | O_NOCTTY, 0)
      posix_spawn_file_actions_addtcsetpgrp_np(&actions, 1)
      if order.inputFromTerminal { posix_spawn_file_actions_adddup2(&actions, 1, 0) }
      posix_spawn_file_actions_adddup2(&actions, order.errorsToTerminal ? 1 : errors, 2)
    } else {
      posix_spawn_file_actions_adddup2(&actions, output, 1)
      posix_spawn_file_actions_adddup2(&actions, errors, 2)
    }
    posix_spawn_file_actions_addchdir_np(&actions, order.directory)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (every, none) = (sigset_t(), sigset_t())
    sigfillset(&every)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = order.environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Refusal(code: code) }
    return HeldCommand(pid: pid)
  }

  /// Sends a signal to the command and all of its group.
  func tell(_ signal: Int32) { kill(-pid, signal) }

  /// What has become of it.
  enum Change {
    case none, stopped
    case ended(End)
  }

  /// How it ended.
  struct End {
    /// As `wait` tells it.
    let status: Int32
    let usage: rusage
    /// Bytes from and to storage; nil where the system does not count them.
    let read: Int64?
    let written: Int64?

    /// The signal that ended it; nil if it exited.
    var signal: Int32? { status & 0x7F == 0 ? nil : status & 0x7F }
    /// The exit status, 128 + signal for a signal.
    var exit: Int { signal.map { 128 + Int($0) } ?? Int(status >> 8 & 0xFF) }
  }

  /// Looks, without waiting. An end is told once.
  func change() -> Change {
    var info = siginfo_t()
    guard waitid(P_PID, id_t(pid), &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD else {
      return .none
    }
    if info.si_code == CLD_STOPPED || info.si_code == CLD_TRAPPED {
      _ = waitid(P_PID, id_t(pid), &info, WSTOPPED | WNOHANG)
      return .stopped
    }
    // Nobody has waited yet: the system still knows what it read and wrote.
    let io = FileHead.text("/proc/\(pid)/io", limit: 4096)
    func field(_ name: String) -> Int64? {
      io?.split(separator: "\n").first { $0.hasPrefix(name + ":") }.flatMap { Int64(trimmed($0.dropFirst(name.utf8.count + 1))) }
    }
    var (status, usage) = (Int32(0), rusage())
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    return .ended(End(status: status, usage: usage, read: field("read_bytes"), written: field("write_bytes")))
  }
}

/// Finds the file of a command as a shell does.
enum CommandPath {
  /// - Throws: ENOENT if there is none (a shell says 127), EACCES for one that may not be executed (126).
  static func find(_ word: String, environment: [String], folder: String) throws(HeldCommand.Refusal) -> String {
    if word.utf8.contains(UInt8(ascii: "/")) { return absolutePath(word, from: folder) }
    let path = environment.last { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? "/usr/local/bin:/usr/bin:/bin"
    var refused = false
    for place in path.split(separator: ":", omittingEmptySubsequences: false) where !word.isEmpty {
      let candidate = absolutePath(String(place) + "/" + word, from: folder)
      guard FileStatus.of(candidate, followingLinks: true)?.kind == .file else { continue }
      if access(candidate, X_OK) == 0 { return candidate }
      refused = true
    }
    throw HeldCommand.Refusal(code: refused ? EACCES : ENOENT)
  }
}

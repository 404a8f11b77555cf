#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The small process between `xp run` and its command: it starts the command, owns its terminal, hands signals on, ends it when its time
/// is over, waits for it, and writes down how it ended. It needs nobody: if `xp` dies, the command goes on and its end is kept.
public final class Holder {
  /// The word that makes the program a holder.
  public static let word = "__hold"
  /// The link to the recorder, the marker whose lock says that somebody lives, and this side of the terminal if there is one. What is
  /// leased to the command follows.
  enum Descriptor { static let link: Int32 = 3, lock: Int32 = 4, terminal: Int32 = 5 }

  /// Milliseconds between two looks at the world when nothing happens.
  private static let tick = 2000

  private let order: HolderOrder
  private let signals: SignalPipe
  private var link: Int32 = Descriptor.link
  private var pending: [UInt8] = []
  private var record: HeldRecord
  private let output: Int32
  private let errors: Int32
  private var lost: Int64 = 0
  private let began: Double
  private var deadline: Double
  private var killAt = Double.infinity
  private var touched: Double
  private var reason: EndReason?
  private var told: Int32?

  /// Takes the order from the link and holds its command to the end.
  public static func serve() -> Never {
    for descriptor in Descriptor.link..<64 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    guard let order = readOrder(), let holder = Holder(order) else { exit(125) }
    holder.hold()
  }

  private static func readOrder() -> HolderOrder? {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while line.last != UInt8(ascii: "\n") {
      let count = read(Descriptor.link, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return nil }
      line += buffer[..<count]
    }
    return LinkLine.read(HolderOrder.self, from: line.dropLast())
  }

  private init?(_ order: HolderOrder) {
    for number in [SIGPIPE, SIGTTOU, SIGTTIN, SIGTSTP] { signal(number, SIG_IGN) }
    guard let signals = try? SignalPipe.catching([SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCONT]),
      let record = HeldRecord(path: order.folder + "/" + ExperimentFiles.attempt)
    else { return nil }
    func log(_ name: String) -> Int32 { open(order.folder + "/" + name, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW) }
    (self.order, self.signals) = (order, signals)
    self.record = record
    (output, errors) = (log(ExperimentFiles.stdout), log(ExperimentFiles.stderr))
    guard output >= 0, errors >= 0 else { return nil }
    _ = fcntl(Descriptor.link, F_SETFL, O_NONBLOCK)
    if order.terminal != nil { _ = fcntl(Descriptor.terminal, F_SETFL, O_NONBLOCK) }
    let now = SteadyClock.seconds()
    (began, touched) = (now, now)
    deadline = order.timeout.map { now + $0 } ?? .infinity
  }

  private func hold() -> Never {
    let started = Moment.now()
    record.begin(beginning(started))
    // The first terminal that the leader of a session opens is the session's.
    let otherSide = order.terminal.map { open($0, O_RDWR | O_CLOEXEC) } ?? -1
    let command: HeldCommand
    do throws(HeldCommand.Refusal) { command = try HeldCommand.start(order, output: output, errors: errors) } catch {
      refuse(error.code, started)
    }
    if otherSide >= 0 { close(otherSide) }
    record.begin(beginning(started) + ["child \(command.pid)", "ticks \(Liveness.ticks(of: Int(command.pid)) ?? 0)"])
    tell(HolderEvent(.started, pid: Int(command.pid)))
    while true {
      wait()
      for number in signals.take() where number != SIGCHLD { heed(number, command) }
      heedLink(command)
      keepTime(command)
      if order.terminal != nil { drain() }
      switch command.change() {
      case .none: continue
      case .stopped: tell(HolderEvent(.stopped))
      case .ended(let end): finish(command, end)
      }
    }
  }

  // MARK: What happens

  private func wait() {
    var polled = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
    if link >= 0 { polled.append(pollfd(fd: link, events: Int16(POLLIN), revents: 0)) }
    if order.terminal != nil { polled.append(pollfd(fd: Descriptor.terminal, events: Int16(POLLIN), revents: 0)) }
    let next = min(deadline, killAt) - SteadyClock.seconds()
    _ = poll(&polled, nfds_t(polled.count), Int32(max(0, min(Double(Self.tick), next * 1000 + 1))))
    // A terminal whose other side nobody has open yet, or any more, is always ready.
    if polled.count > 2 || link < 0, let terminal = polled.last, terminal.fd == Descriptor.terminal,
      terminal.revents & Int16(POLLIN) == 0, terminal.revents & Int16(POLLHUP) != 0
    {
      usleep(5000)
    }
  }

  private func heed(_ number: Int32, _ command: HeldCommand) {
    // SIGCONT only says: look at what is asked.
    guard number != SIGCONT else { return heedStopFile(command) }
    told = number
    command.tell(number)
  }

  private func heedLink(_ command: HeldCommand) {
    guard link >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(link, &buffer, buffer.count)
    if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR {
      // The recorder has gone; the command stays.
      close(link)
      link = -1
      return
    }
    if count > 0 { pending += buffer[..<count] }
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      let request = LinkLine.read(HolderRequest.self, from: pending[..<end])
      pending.removeSubrange(...end)
      guard let request else { continue }
      if let reason = request.reason { self.reason = reason }
      if let heard = request.heard { told = heard }
      guard request.signal > 0 else { continue }
      if ![SIGCONT, SIGTSTP, SIGKILL].contains(request.signal) { told = request.signal }
      command.tell(request.signal)
    }
  }

  private func keepTime(_ command: HeldCommand) {
    let now = SteadyClock.seconds()
    if now >= deadline {
      deadline = .infinity
      end(command, because: .timeout, with: order.timeoutSignal)
    }
    if now >= killAt {
      killAt = .infinity
      command.tell(SIGKILL)
    }
    guard now - touched >= RunMarker.heartbeat else { return }
    touched = now
    utimensat(AT_FDCWD, order.marker, nil, 0)
    heedStopFile(command)
  }

  private func heedStopFile(_ command: HeldCommand) {
    guard unlink(order.marker + RunMarker.stopSuffix) == 0 else { return }
    end(command, because: .stop, with: SIGTERM)
  }

  private func end(_ command: HeldCommand, because reason: EndReason, with signal: Int32) {
    self.reason = reason
    command.tell(signal)
    // One that is suspended hears nothing but SIGKILL until it goes on.
    command.tell(SIGCONT)
    killAt = SteadyClock.seconds() + order.grace
  }

  /// Keeps what the command has written to its terminal.
  ///
  /// - Returns: whether somebody may write more.
  @discardableResult
  private func drain() -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(Descriptor.terminal, buffer.baseAddress, buffer.count)
      guard count > 0 else { return count < 0 && errno == EAGAIN }
      var written = 0
      while written < count {
        let more = write(output, buffer.baseAddress! + written, count - written)
        if more < 0 && errno == EINTR { continue }
        guard more > 0 else { break }
        written += more
      }
      lost += Int64(count - written)
    }
  }

  // MARK: The end

  private func refuse(_ code: Int32, _ started: Moment) -> Never {
    _ = record.end(["ended \(Moment.now())", "exit \(code == ENOENT ? 127 : 126)"])
    tell(HolderEvent(.refused, code: code, record: record.text))
    exit(0)
  }

  private func finish(_ command: HeldCommand, _ end: HeldCommand.End) -> Never {
    let duration = SteadyClock.seconds() - began
    if order.terminal != nil {
      // What was written last may still be on its way through the terminal; others may hold it open for ever.
      for _ in 0..<20 where drain() { usleep(5000) }
    }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    var lines = told.map { ["signal \(SignalPipe.name(of: $0).dropFirst(3))"] } ?? []
    if let reason { lines.append("reason \(reason.rawValue)") }
    if let because { lines.append("because \(because)") }
    lines += ["ended \(Moment.now())", "exit \(end.exit)"]
    if let signal = end.signal { lines.append("killed \(SignalPipe.name(of: signal))") }
    #if os(Linux)
      let memory = Int64(end.usage.ru_maxrss) * 1024
    #else
      let memory = Int64(end.usage.ru_maxrss)
    #endif
    lines += [
      "duration \(duration)", "user \(seconds(end.usage.ru_utime))", "system \(seconds(end.usage.ru_stime))", "memory \(memory)",
    ]
    if let read = end.read { lines.append("read \(read)") }
    if let written = end.written { lines.append("written \(written)") }
    _ = record.end(lines)
    tell(HolderEvent(.ended, record: record.text, lost: lost > 0 ? lost : nil))
    exit(0)
  }

  private var because: String? {
    switch reason {
    case .timeout: "its time of \(order.timeout ?? 0) s was over"
    case .stop: "xp stop"
    case .interrupt: "interrupted for the second time"
    case nil: nil
    }
  }

  private func beginning(_ started: Moment) -> [String] {
    ["number \(order.number)", "started \(started)", "host \(order.host)", "pid \(getpid())"]
  }

  private func tell(_ event: HolderEvent) {
    guard link >= 0 else { return }
    let bytes = LinkLine.bytes(of: event)
    // A few lines in all: they fit into the socket's buffer, whether anybody reads them or not.
    _ = bytes.withUnsafeBytes { write(link, $0.baseAddress, $0.count) }
  }
}

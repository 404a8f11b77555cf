import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Goes with a command from its start to its end: shows what it writes, hands on what is typed and every signal, and calls once a second.
struct RunFollowing: ~Copyable {
  /// How it went.
  struct Outcome {
    /// What the holder wrote down; nil if it was killed before it could.
    var record: SelfRecord?
    /// What the system said when it would not start the command.
    var refusal: Int32?
    var findings: [Finding] = []
  }

  private let folder: AttemptFolder
  private var link: HolderLink
  private let signals: SignalPipe
  private let watch: FileWatch
  private var output: FileTail?
  private var errors: FileTail?
  private let terminal: PseudoTerminal?
  private let typesIntoTerminal: Bool
  private var mode = TerminalMode(0)
  private var interrupts = 0
  private var child: Int?
  private var outcome = Outcome()
  private var isOver = false

  /// - Parameters:
  ///   - shows: whether what the command writes is shown.
  ///   - terminal: the command's, if it has one.
  ///   - typesIntoTerminal: whether what is typed goes there.
  init(
    _ folder: AttemptFolder, link: consuming HolderLink, signals: SignalPipe, shows: Bool, terminal: PseudoTerminal?,
    typesIntoTerminal: Bool
  ) throws(Failure) {
    self.folder = folder
    self.link = link
    self.signals = signals
    self.terminal = terminal
    self.typesIntoTerminal = typesIntoTerminal
    let logs = [ExperimentFiles.stdout, ExperimentFiles.stderr].map { folder.path + "/" + $0 }
    watch = FileWatch(shows ? logs : [])
    output = shows ? try FileTail(logs[0], to: 1) : nil
    errors = shows ? try FileTail(logs[1], to: 2) : nil
    // A reader that has gone is an error of the write, not the end of the recorder.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Follows to the end.
  ///
  /// - Parameter everySecond: called about once a second while the command runs.
  consuming func follow(everySecond: () -> Void) -> Outcome {
    if typesIntoTerminal { mode.take() }
    var next = SteadyClock.seconds() + 1
    while !isOver {
      wait(until: next)
      watch.clear()
      for number in signals.take() { heed(number) }
      for event in link.events() { heed(event) }
      if link.isClosed && !isOver { watchAlone() }
      if typesIntoTerminal { type() }
      show()
      if SteadyClock.seconds() >= next {
        everySecond()
        next = SteadyClock.seconds() + 1
      }
    }
    drain()
    mode.giveBack()
    if terminal != nil, output?.endsInsideLine == true { _ = write(1, "\n", 1) }
    return outcome
  }

  // MARK: Waiting

  private func wait(until next: Double) {
    var polled = [
      pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    if !link.isClosed { polled.append(pollfd(fd: link.descriptor, events: Int16(POLLIN), revents: 0)) }
    if typesIntoTerminal, mode.isRaw { polled.append(pollfd(fd: 0, events: Int16(POLLIN), revents: 0)) }
    if output?.isWaiting == true { polled.append(pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)) }
    if errors?.isWaiting == true { polled.append(pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)) }
    var timeout = max(0, next - SteadyClock.seconds()) * 1000
    // Where nothing tells of a change, the loop looks by itself.
    if watch.descriptor < 0 || link.isClosed { timeout = min(timeout, 100) }
    _ = poll(&polled, nfds_t(polled.count), Int32(timeout) + 1)
  }

  // MARK: What the command writes and reads

  private mutating func show() {
    if let terminal { mode.followOutput(terminal.processesOutput) }
    output?.pump()
    errors?.pump()
  }

  /// Shows the rest, for as long as somebody takes it.
  private mutating func drain() {
    show()
    while output?.isWaiting == true || errors?.isWaiting == true {
      wait(until: SteadyClock.seconds() + 1)
      // What stays to be read would end every wait at once.
      watch.clear()
      _ = link.events()
      for number in signals.take() where number == SIGINT || number == SIGTERM || number == SIGHUP { return }
      if mode.isRaw, typesIntoTerminal { type() }
      show()
    }
  }

  private mutating func type() {
    guard let terminal, mode.isRaw else { return }
    var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 0) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(0, &bytes, bytes.count)
    guard count > 0 else {
      if count == 0 || errno != EINTR && errno != EAGAIN { mode.giveBack() }
      return
    }
    if terminal.makesSignals, bytes[..<count].contains(3) { interrupt(byTerminal: true) }
    var written = 0
    while written < count {
      let more = bytes[written..<count].withUnsafeBytes { write(terminal.descriptor, $0.baseAddress, $0.count) }
      if more < 0 && errno == EINTR { continue }
      guard more > 0 else { return }
      written += more
    }
  }

  // MARK: Signals

  private mutating func heed(_ number: Int32) {
    switch number {
    case SIGINT: interrupt(byTerminal: false)
    case SIGWINCH: terminal?.resize(like: 1)
    case SIGTSTP: suspend(tellingCommand: true)
    case SIGCONT: resume()
    default: tell(number)
    }
  }

  /// The first asks, the second kills.
  private mutating func interrupt(byTerminal: Bool) {
    interrupts += 1
    if interrupts > 1 { return ask(HolderRequest(signal: SIGKILL, reason: .interrupt)) }
    ask(byTerminal ? HolderRequest(signal: 0, heard: SIGINT) : HolderRequest(signal: SIGINT))
  }

  private func tell(_ number: Int32) { ask(HolderRequest(signal: number)) }

  /// Through the holder, or straight to the command's group if that is gone.
  private func ask(_ request: HolderRequest) {
    if !link.isClosed { return link.ask(request) }
    if let child, request.signal > 0 { kill(-pid_t(child), request.signal) }
  }

  /// Stops this job too, so that the shell takes the terminal back.
  private mutating func suspend(tellingCommand: Bool) {
    if tellingCommand { tell(SIGTSTP) }
    show()
    mode.giveBack()
    kill(tellingCommand ? getpid() : 0, SIGSTOP)
    resume()
  }

  private mutating func resume() {
    if typesIntoTerminal { mode.take() }
    terminal?.resize(like: 1)
    tell(SIGCONT)
  }

  // MARK: The holder

  private mutating func heed(_ event: HolderEvent) {
    switch event.kind {
    case .started: child = event.pid
    case .stopped: if terminal != nil { suspend(tellingCommand: false) }
    case .refused, .ended:
      outcome.refusal = event.code
      outcome.record = event.record.map { SelfRecord.read(held: $0, number: folder.number, folder: folder.name) }
      if let lost = event.lost {
        outcome.findings.append(
          Finding(
            subject: ExperimentFiles.stdout, message: "\(lost) bytes of output could not be kept: the file system refused them"))
      }
      isOver = true
    }
  }

  /// The holder was killed: the command may live on, and nobody can wait for it. It is watched until it is gone.
  private mutating func watchAlone() {
    let finding = Finding(
      subject: "holder", message: "the process that held the command was killed: its end was not written down")
    if !outcome.findings.contains(finding) { outcome.findings.append(finding) }
    if let child, Liveness.ticks(of: child) != nil { return }
    isOver = true
  }
}

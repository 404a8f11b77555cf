/// An attempt as it began: the body of a `started` entry. One without a later `finished` entry is under way, or nobody saw its end.
public struct Start: Codable, Sendable, Equatable {
  /// From 1.
  public var number: Int
  /// The words as the process was given them, where it ran, and the variables that were set for it; secrets replaced.
  public var command: Command
  /// The machine's own name.
  public var host: String
  /// The machine's boot: the same process number after another boot is another process. Nil where the system does not tell it.
  public var boot: String?
  /// The process that records, by its number on ``host``.
  public var recorder: Int
  /// Whether the command has a terminal.
  public var terminal: Bool
  /// GPUs that were leased to it, by their driver's numbers; empty if none was asked for.
  public var accelerators: [Int]
  /// What a scheduler said of the job, sorted by name; empty outside one.
  public var scheduler: [EnvironmentState.Variable]
  /// How often the scheduler had begun the job again before (`SLURM_RESTART_COUNT`); nil outside one, or if it does not say.
  public var requeue: Int?

  public init(
    number: Int, command: Command, host: String, boot: String? = nil, recorder: Int, terminal: Bool = false,
    accelerators: [Int] = [], scheduler: [EnvironmentState.Variable] = [], requeue: Int? = nil
  ) {
    self.number = number
    self.command = command
    self.host = host
    self.boot = boot
    self.recorder = recorder
    self.terminal = terminal
    self.accelerators = accelerators
    self.scheduler = scheduler
    self.requeue = requeue
  }
}

/// What only whoever waited for a process can know: part of a `finished` entry.
public struct ProcessFacts: Codable, Sendable, Equatable {
  /// The command's process number on the attempt's host.
  public var pid: Int
  /// By a clock that never steps back. Seconds.
  public var duration: Double
  /// Processor time in user mode, of the command and the children it waited for. Seconds.
  public var user: Double
  /// Processor time in the kernel, likewise. Seconds.
  public var system: Double
  /// The largest resident size that one of its processes had. Bytes.
  public var peakMemory: Int64
  /// What it read from and wrote to storage. Bytes; unknown where the system does not count.
  public var read: Known<Int64>
  public var written: Known<Int64>
  /// The signal that ended it, such as `SIGKILL`; nil if it exited.
  public var signal: String?
  /// Why it was ended from outside, in words; nil if nobody did.
  public var because: String?
  /// What its GPUs were used for, by their numbers; empty without any.
  public var accelerators: [AcceleratorUse]

  /// How much of a GPU was used, by samples taken while the command ran: whoever used it.
  public struct AcceleratorUse: Codable, Sendable, Equatable {
    /// The driver's number.
    public var index: Int
    /// Mebibytes; nil if the driver does not tell it.
    public var peakMemory: Int?
    /// Percent; nil if the driver does not tell it.
    public var peakUtilisation: Int?
    public init(index: Int, peakMemory: Int?, peakUtilisation: Int?) {
      (self.index, self.peakMemory, self.peakUtilisation) = (index, peakMemory, peakUtilisation)
    }
  }

  public init(
    pid: Int, duration: Double, user: Double, system: Double, peakMemory: Int64, read: Known<Int64>, written: Known<Int64>,
    signal: String? = nil, because: String? = nil, accelerators: [AcceleratorUse] = []
  ) {
    self.pid = pid
    self.duration = duration
    self.user = user
    self.system = system
    self.peakMemory = peakMemory
    self.read = read
    self.written = written
    self.signal = signal
    self.because = because
    self.accelerators = accelerators
  }
}

/// What a holder is told to hold: the first line on its link.
public struct HolderOrder: Codable, Sendable {
  /// The words as the process is given them, secrets in place.
  public var argv: [String]
  /// Absolute.
  public var directory: String
  /// All of the command's variables, `NAME=value`.
  public var environment: [String]
  /// The attempt's folder, absolute.
  public var folder: String
  /// From 1.
  public var number: Int
  /// The machine's own name.
  public var host: String
  /// Touched now and then, so that other machines can tell that somebody is there; absolute.
  public var marker: String
  /// The other side of the terminal that the command is given; nil: it has none, and its output goes straight into the logs.
  public var terminal: String?
  /// Standard input is the terminal too, not what the holder was given.
  public var inputFromTerminal: Bool
  /// Standard error goes to the terminal too, not into a log of its own.
  public var errorsToTerminal: Bool
  /// Seconds; nil: as long as it takes.
  public var timeout: Double?
  /// Sent when the time is over.
  public var timeoutSignal: Int32
  /// Seconds between that signal and SIGKILL.
  public var grace: Double

  public init(
    argv: [String], directory: String, environment: [String], folder: String, number: Int, host: String, marker: String,
    terminal: String? = nil, inputFromTerminal: Bool = true, errorsToTerminal: Bool = true, timeout: Double? = nil,
    timeoutSignal: Int32 = 15, grace: Double = 30
  ) {
    self.argv = argv
    self.directory = directory
    self.environment = environment
    self.folder = folder
    self.number = number
    self.host = host
    self.marker = marker
    self.terminal = terminal
    self.inputFromTerminal = inputFromTerminal
    self.errorsToTerminal = errorsToTerminal
    self.timeout = timeout
    self.timeoutSignal = timeoutSignal
    self.grace = grace
  }
}

/// Why a command was ended from outside.
public enum EndReason: String, Codable, Sendable {
  /// Its time was over.
  case timeout
  /// `xp stop`.
  case stop
  /// Ctrl-C for the second time.
  case interrupt
}

/// What is asked of a holder while its command runs: a line on its link.
public struct HolderRequest: Codable, Sendable {
  /// Sent to the command's process group; 0: none.
  public var signal: Int32
  /// Why it is to end; nil for a signal that is only handed on.
  public var reason: EndReason?
  /// A signal that its terminal has sent it already.
  public var heard: Int32?
  public init(signal: Int32, reason: EndReason? = nil, heard: Int32? = nil) {
    (self.signal, self.reason, self.heard) = (signal, reason, heard)
  }
}

/// What a holder tells: a line on its link.
public struct HolderEvent: Codable, Sendable {
  /// Started: the command runs. Refused: the system would not start it. Stopped: it was suspended. Ended: it is over.
  public enum Kind: String, Codable, Sendable { case started, refused, stopped, ended }
  public var kind: Kind
  /// Of a command that was started.
  public var pid: Int?
  /// Of one that was refused: what the system said.
  public var code: Int32?
  /// Of one that was refused or has ended: what stands in `attempt.txt`.
  public var record: String?
  /// Bytes of output that could not be kept.
  public var lost: Int64?

  init(_ kind: Kind, pid: Int? = nil, code: Int32? = nil, record: String? = nil, lost: Int64? = nil) {
    (self.kind, self.pid, self.code, self.record, self.lost) = (kind, pid, code, record, lost)
  }
}

/// A record as one line of JSON, as the two sides of a link exchange it.
enum LinkLine {
  static func bytes(of record: some Encodable) -> [UInt8] {
    ((try? ValueEncoder.encode(record).canonicalBytes) ?? []) + [UInt8(ascii: "\n")]
  }

  static func read<Record: Decodable>(_ type: Record.Type, from line: some Collection<UInt8>) -> Record? {
    (try? JSONReader.read(Array(line)).untagged).flatMap { try? ValueDecoder.decode(type, from: $0) }
  }
}

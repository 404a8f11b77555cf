/// How an attempt ended, from everything that is evidence of it.
public struct AttemptEnd: Sendable {
  /// What its holder, or `command.sh`, wrote down.
  public var record: SelfRecord
  /// Whether the system ended a process for want of memory while it ran.
  public var wasOutOfMemory = false
  /// Whether a scheduler had begun it.
  public var isScheduled = false

  public init(record: SelfRecord, wasOutOfMemory: Bool = false, isScheduled: Bool = false) {
    (self.record, self.wasOutOfMemory, self.isScheduled) = (record, wasOutOfMemory, isScheduled)
  }

  /// The state that the evidence is for.
  ///
  /// A signal that was told is no end by itself: a command that went on and exited with 0 has completed. Exit 130 and 143 are what a shell
  /// says of SIGINT and SIGTERM.
  public var state: Attempt.State {
    switch (record.exit, record.reason, record.signal) {
    case (nil, _, _): .lost
    case (_, .timeout, _): .timedOut
    case (0, _, _): .completed
    case (_, .stop, _), (_, .interrupt, _), (130, _, _), (_, _, "INT"): .interrupted
    case (137, _, nil) where wasOutOfMemory: .outOfMemory
    case (_, _, "TERM") where isScheduled, (_, _, "USR1") where isScheduled, (_, _, "USR2") where isScheduled: .preempted
    case (_, _, "TERM"), (_, _, "HUP"), (129, _, _), (137, _, _), (143, _, _): .killed
    default: record.process?.signal == nil ? .failed : .killed
    }
  }
}

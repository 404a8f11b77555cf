/// One execution of an experiment's command, as it was when it ended: the body of a `finished` entry.
public struct Attempt: Codable, Sendable, Equatable {
  public enum Recorder: String, Codable, Sendable {
    /// `command.sh` wrote it down; `xp` was not there.
    case selfRecorded = "self-recorded"
    /// Found in a folder that was made without `xp`; times are those of the files.
    case imported
    case xp
  }
  public enum State: String, Codable, Sendable {
    case completed, failed, killed, interrupted, preempted, lost
    case timedOut = "timed out"
    case outOfMemory = "out of memory"
    /// An imported experiment tells no end.
    case unknown
  }
  /// From 1.
  public var number: Int
  public var recorder: Recorder
  public var state: State
  public var started: Known<Moment>
  public var ended: Known<Moment>
  public var exitStatus: Known<Int>
  public var host: Known<String>
  /// Files that belong to the attempt, by path relative to the experiment's folder.
  public var artifacts: [Artifact]
  public var metrics: [MetricSummary]
  public var findings: [Finding]

  public init(
    number: Int, recorder: Recorder, state: State, started: Known<Moment>, ended: Known<Moment>, exitStatus: Known<Int>,
    host: Known<String>, artifacts: [Artifact], metrics: [MetricSummary], findings: [Finding] = []
  ) {
    self.number = number
    self.recorder = recorder
    self.state = state
    self.started = started
    self.ended = ended
    self.exitStatus = exitStatus
    self.host = host
    self.artifacts = artifacts
    self.metrics = metrics
    self.findings = findings
  }
}

/// A file of an experiment.
public struct Artifact: Codable, Sendable, Equatable {
  public enum Role: String, Codable, Sendable {
    case bestCheckpoint = "best checkpoint"
    case lastCheckpoint = "last checkpoint"
    case checkpoint, metrics, log, result, config, other
  }
  /// Relative to the experiment's folder, with `/`.
  public var path: String
  public var role: Role
  /// Bytes.
  public var size: Int64
  public var sha256: Known<Digest>
  public var modified: Moment
  public init(path: String, role: Role, size: Int64, sha256: Known<Digest>, modified: Moment) {
    (self.path, self.role, self.size, self.sha256, self.modified) = (path, role, size, sha256, modified)
  }
}

/// One metric of one attempt, sealed when it ended; outlives the file it came from.
public struct MetricSummary: Codable, Sendable, Equatable {
  public struct Point: Codable, Sendable, Equatable {
    /// The epoch or step; nil where the source has none.
    public var step: Double?
    /// NaN and infinities included.
    public var value: Double
    public init(step: Double?, value: Double) { (self.step, self.value) = (step, value) }

    public static func == (left: Point, right: Point) -> Bool {
      left.step == right.step && (left.value == right.value || left.value.isNaN && right.value.isNaN)
    }
  }
  public var name: String
  /// Relative to the experiment's folder.
  public var source: String
  public var count: Int
  /// Points that are NaN or infinite.
  public var nonFinite: Int
  /// Over finite points; nil if there is none. The first of equal ones.
  public var minimum: Point?
  public var maximum: Point?
  public var last: Point?
  public init(
    name: String, source: String, count: Int, nonFinite: Int, minimum: Point?, maximum: Point?, last: Point?
  ) {
    self.name = name
    self.source = source
    self.count = count
    self.nonFinite = nonFinite
    self.minimum = minimum
    self.maximum = maximum
    self.last = last
  }
}

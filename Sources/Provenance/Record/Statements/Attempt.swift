/// One execution of an experiment's command, as it was when it ended: the body of a `finished` entry.
public struct Attempt: Codable, Sendable, Equatable {
  /// Who wrote an attempt down, and so how much of it can be known.
  public enum Recorder: String, Codable, Sendable {
    /// `command.sh` wrote it down; `xp` was not there.
    case selfRecorded = "self-recorded"
    /// Found in a folder that was made without `xp`: nobody wrote down when it ran and how it ended.
    case imported
    /// `xp` ran the command and saw its end.
    case xp
    /// One of several jobs of a launch that `xp` ran: it saw the launch's end, not each job's.
    case launch
  }
  /// How an attempt ended, by what is there as evidence. It is no judgment.
  public enum State: String, Codable, Sendable {
    /// Completed: exit status 0. Failed: another one. Killed: by a signal. Interrupted: by Ctrl-C. Preempted: by a scheduler.
    /// Lost: nobody wrote an end.
    case completed, failed, killed, interrupted, preempted, lost
    /// Ended because its time was over.
    case timedOut = "timed out"
    /// Ended by the system for want of memory.
    case outOfMemory = "out of memory"
    /// An imported experiment tells no end; nor does a job of a launch that did not end well.
    case unknown
  }
  /// From 1.
  public var number: Int
  /// Who wrote it down.
  public var recorder: Recorder
  /// How it ended.
  public var state: State
  /// When the command began; unknown if nobody wrote it down. File times are no witness.
  public var started: Known<Moment>
  /// When the command had ended.
  public var ended: Known<Moment>
  /// The command's exit status, 128 + signal for one that a signal ended; unknown if nobody wrote it down.
  public var exitStatus: Known<Int>
  /// The machine it ran on, by its own name.
  public var host: Known<String>
  /// What it used and what ended it; nil where nobody waited for the process.
  public var process: ProcessFacts?
  /// Files that belong to the attempt: those in its folder, and those that it made or changed elsewhere.
  public var artifacts: [Artifact]
  /// One a metric and file; empty if there is no metric file that can be read.
  public var metrics: [MetricSummary]
  /// What was noticed when it was sealed: links, unreadable folders, oddities of metric files.
  public var findings: [Finding]

  public init(
    number: Int, recorder: Recorder, state: State, started: Known<Moment>, ended: Known<Moment>, exitStatus: Known<Int>,
    host: Known<String>, process: ProcessFacts? = nil, artifacts: [Artifact], metrics: [MetricSummary], findings: [Finding] = []
  ) {
    self.number = number
    self.recorder = recorder
    self.state = state
    self.started = started
    self.ended = ended
    self.exitStatus = exitStatus
    self.host = host
    self.process = process
    self.artifacts = artifacts
    self.metrics = metrics
    self.findings = findings
  }

  /// What its metric files hold: an earlier content of one that was begun again is no result.
  public var results: [MetricSummary] { metrics.filter { $0.generation == nil } }

  /// Seconds by the clock that never steps back where there was one, else from start to end; nil if that is unknown, or the clock was
  /// set back meanwhile.
  public var duration: Double? {
    if let process { return process.duration }
    guard let started = started.value, let ended = ended.value, started.milliseconds <= ended.milliseconds else { return nil }
    return Double(ended.milliseconds - started.milliseconds) / 1000
  }
}

/// A file of an experiment.
public struct Artifact: Codable, Sendable, Equatable {
  /// What a file is for, by the policy's patterns first, then by what frameworks usually write.
  public enum Role: String, Codable, Sendable {
    /// Fits `artifacts.best`.
    case bestCheckpoint = "best checkpoint"
    /// Fits `artifacts.last`.
    case lastCheckpoint = "last checkpoint"
    /// By their patterns: another checkpoint, metrics of a run over time, a log, a file of single results, a config that the
    /// script wrote, anything else.
    case checkpoint, metrics, log, result, config, other
  }
  /// From where a path leads.
  public enum Base: String, Codable, Sendable {
    /// The project's folder: the script put the file there.
    case project
  }
  /// With `/`; relative to what ``base`` says. ``Project/path(of:inFolder:)`` alone turns it into a place.
  public var path: String
  /// Nil: ``path`` is relative to the experiment's folder.
  public var base: Base?
  /// True for a file elsewhere that was there before the run, which changed it; nil if the run made it.
  public var changed: Bool?
  /// What the file is for.
  public var role: Role
  /// Bytes.
  public var size: Int64
  /// SHA-256 of the content; unknown if it could not be read.
  public var sha256: Known<Digest>
  /// The time of its last change, as the file system has it.
  public var modified: Moment
  public init(
    path: String, base: Base? = nil, changed: Bool? = nil, role: Role, size: Int64, sha256: Known<Digest>, modified: Moment
  ) {
    (self.path, self.base, self.changed) = (path, base, changed)
    (self.role, self.size, self.sha256, self.modified) = (role, size, sha256, modified)
  }
}

/// One metric of one attempt, sealed when it ended; outlives the file it came from.
public struct MetricSummary: Codable, Sendable, Equatable {
  /// A value of a metric, and where in the training it stands.
  public struct Point: Codable, Sendable, Equatable {
    /// The epoch or step; nil where the source has none.
    public var step: Double?
    /// NaN and infinities included.
    public var value: Double
    public init(step: Double?, value: Double) { (self.step, self.value) = (step, value) }

    /// Two NaN are the same value here, so that a sealed summary equals itself.
    public static func == (left: Point, right: Point) -> Bool {
      left.step == right.step && (left.value == right.value || left.value.isNaN && right.value.isNaN)
    }
  }
  /// The column's or key's name, byte for byte.
  public var name: String
  /// The path of the artifact that it was read from.
  public var source: String
  /// Points that are there, finite or not; empty cells do not count.
  public var count: Int
  /// Points that are NaN or infinite.
  public var nonFinite: Int
  /// Over finite points; nil if there is none. The first of equal ones.
  public var minimum: Point?
  /// Over finite points; nil if there is none. The first of equal ones.
  public var maximum: Point?
  /// The last point that is there, finite or not; nil if there is none.
  public var last: Point?
  /// Nil for what the file holds; 1, 2 … for an earlier content that was gone before the file was begun again.
  public var generation: Int?
  public init(
    name: String, source: String, count: Int, nonFinite: Int, minimum: Point?, maximum: Point?, last: Point?,
    generation: Int? = nil
  ) {
    self.name = name
    self.source = source
    self.generation = generation
    self.count = count
    self.nonFinite = nonFinite
    self.minimum = minimum
    self.maximum = maximum
    self.last = last
  }
}

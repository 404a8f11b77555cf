public import Provenance

/// All that is recorded of one experiment, on a page, before anything decides how it looks.
public struct ExperimentReport: Sendable, Encodable {
  /// The format in which this report is written as JSON.
  public static let format = "show.v1"

  public var format = ExperimentReport.format
  /// The folder's name.
  public var name: String
  /// Relative to the project.
  public var folder: String
  /// `registered`, or the state of the attempt that counts.
  public var status: String
  /// As they were registered.
  public var model, title: String
  /// Why it is done, in its author's words.
  public var purpose: String?
  /// UTC.
  public var registered: Moment
  /// In the local time where it was registered.
  public var registeredLocally: String
  public var rehearsal, imported, archived: Bool
  /// The campaign's folder name.
  public var campaign: String?
  /// Those that it has now.
  public var tags: [String]
  public var config: ConfigFacts
  /// The state of the code, or why it is unknown.
  public var code: Known<CodeState>
  /// Host, system, processor, GPU, interpreter.
  public var environment: [ReadmeReport.Line]
  public var seeds: [Seeds.Place]
  public var data: [DataFacts]
  /// The recorded words; empty if no command was given.
  public var command: [String]
  /// By number; also those of which no end is known.
  public var attempts: [AttemptFacts]
  /// Of the attempt that counts.
  public var metrics: [MetricFacts]
  /// Of the attempt that counts.
  public var artifacts: ArtifactFacts
  /// In the order of time.
  public var notes: [NoteFacts]
  /// Artifacts of other experiments that it reads, and experiments that read one of its.
  public var uses: [Use]
  public var usedBy: [String]
  /// The last recorded judgment; nil if it was never judged.
  public var judgment: JudgmentFacts?
  /// What doing it again came to, in the order of time; nil: nobody did.
  public var reproduced: [ReadmeReport.ReproducedLine]?
  /// What was noticed by registration, attempts and journals.
  public var findings: [Finding]
  /// What code and data the record does not hold.
  public var notCaptured: [NotCaptured]

  /// The config in a few lines.
  public struct ConfigFacts: Sendable, Encodable {
    public var source: String
    public var digest, semantic: Digest
    /// How many leaves it has.
    public var keys: Int
    /// What was set beside the file.
    public var overrides: [Override]
    /// Its groups in canonical order, each with its first keys and their values.
    public var groups: [Group]
    /// Why its values cannot be shown.
    public var problem: String?

    /// A group with its first keys.
    public struct Group: Sendable, Encodable {
      /// Empty for keys outside any group.
      public var name: String
      public var keys: Int
      /// Key below the group, and its value as its author wrote it.
      public var first: [ReadmeReport.Line]
    }
  }

  /// An input, and how much of it was looked at.
  public struct DataFacts: Sendable, Encodable {
    public var path: String
    public var mode: String
    /// A digest, what is declared, or why it is unknown.
    public var identity: String
    public var files: Int
    /// Bytes.
    public var size: Int64
  }

  /// An attempt, and what it used.
  public struct AttemptFacts: Sendable, Encodable {
    public var number: Int
    public var state: String
    /// Whether it is the one whose metrics and state count.
    public var counts: Bool
    /// Who wrote it down; nil as long as it runs.
    public var recorder: String?
    public var started, ended: Moment?
    /// Seconds.
    public var duration: Double?
    public var exitStatus: Int?
    public var host: String?
    /// What only whoever waited for it knows.
    public var process: ProcessFacts?
  }

  /// A metric of one file.
  public struct MetricFacts: Sendable, Encodable {
    public var name: String
    public var source: String
    public var count: Int
    /// Of the primary metric only.
    public var best: MetricSummary.Point?
    public var last, minimum, maximum: MetricSummary.Point?
  }

  /// The files of an attempt.
  public struct ArtifactFacts: Sendable, Encodable {
    public var count: Int
    /// Bytes.
    public var size: Int64
    /// Checkpoints first, then by role.
    public var roles: [Role]

    /// The files of one role.
    public struct Role: Sendable, Encodable {
      public var role: String
      public var count: Int
      /// Bytes.
      public var size: Int64
      /// The first of them.
      public var paths: [String]
    }
  }

  /// What somebody wrote.
  public struct NoteFacts: Sendable, Encodable, Equatable {
    /// UTC.
    public var time: Moment
    /// In the local time where it was written, to the minute.
    public var timeLocally: String
    public var text: String
    /// Nil if nobody said.
    public var by: String?

    public init(_ note: ExperimentRecord.DatedNote) {
      (time, timeLocally, text, by) = (note.time, note.time.local, note.text, note.by)
    }
  }

  /// The last judgment.
  public struct JudgmentFacts: Sendable, Encodable {
    public var time: Moment
    public var outcome: Verdict
    /// `12 pass, 1 fail, 1 unknown, 1 not applicable`.
    public var summary: String
    /// What did not pass, with its reason.
    public var open: [Line]

    /// An item that did not pass.
    public struct Line: Sendable, Encodable {
      public var title: String
      public var verdict: Verdict
      public var reason: String
    }
  }
}

import Provenance

/// What an experiment's README says, before anything decides how it looks. Every number in it has its source in it.
public struct ReadmeReport: Sendable, Encodable {
  /// Of this shape and of what is made of it: another version makes every README stale.
  public static let format = "readme.v1"

  /// The format in which this report is written as JSON.
  public var format = ReadmeReport.format
  /// The experiment's folder name.
  public var name: String
  /// As it was registered.
  public var model: String
  /// The part of the folder's name.
  public var shortTitle: String
  /// As it was registered.
  public var title: String
  /// In its author's words.
  public var purpose: String?
  /// In the order in which they were given; empty: none.
  public var tags: [String]
  /// The script only pretended to train.
  public var rehearsal: Bool
  /// Made without `xp` and taken in.
  public var imported: Bool
  /// UTC.
  public var registered: Moment
  /// In the local time where it was registered.
  public var registeredLocally: String
  /// Nil if it was never judged.
  public var judgment: Judgment?
  /// The config's groups in canonical order.
  public var groups: [Group]
  /// What was set beside the config file.
  public var overrides: [Override]
  /// Tables of config values: the policy's, or the flags of every group with booleans.
  public var tables: [Table]
  /// The policy that held when it was registered, and what is ignored.
  public var policy: PolicyFacts
  /// The best row and the last one, or why there are none.
  public var metrics: MetricState
  /// Pictures beside the README, by its curves.
  public var figures: [FigureFile] = []
  /// Host, system, processor, GPU, interpreter: what a reader looks for first.
  public var environment: [Line]
  /// Artifacts of other experiments that this one read.
  public var uses: [Use]
  /// Experiments that use an artifact of this one.
  public var usedBy: [String]
  /// What people recorded about it, in the order of time; the README's own notes are not among them.
  public var notes: [ExperimentReport.NoteFacts] = []
  /// By number; empty if it was not run.
  public var attempts: [AttemptLine]
  /// Of the attempts that `xp` ran; empty: none.
  public var resources: [ResourceLine] = []
  /// What doing it again came to, in the order of time; nil: nobody did.
  public var reproduced: [ReproducedLine]?
  /// What somebody needs who does it again.
  public var reproduction: Reproduction
  /// What code and data the record does not hold, with the reason.
  public var notCaptured: [NotCaptured]
  /// What was noticed by registration, attempts and journals.
  public var findings: [Finding]
  /// The record's digests.
  public var proofs: Proofs

  /// A name and what stands beside it, ready to be shown.
  public struct Line: Sendable, Encodable, Equatable {
    /// The left column.
    public var name: String
    /// The right column.
    public var text: String
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  /// The last recorded judgment.
  public struct Judgment: Sendable, Encodable {
    /// When it was judged.
    public var time: Moment
    /// In the checklist's order.
    public var rows: [ChecklistRow]
    public init(time: Moment, rows: [ChecklistRow]) { (self.time, self.rows) = (time, rows) }
  }

  /// One item and its answer.
  public struct ChecklistRow: Sendable, Encodable {
    /// The question.
    public var title: String
    /// The answer.
    public var verdict: Verdict
    /// Why, in one line.
    public var reason: String
    /// Who answered for it, in words; nil if nobody did.
    public var attested: String?
    public init(title: String, verdict: Verdict, reason: String, attested: String? = nil) {
      (self.title, self.verdict, self.reason, self.attested) = (title, verdict, reason, attested)
    }
  }

  /// A group of the config in a few words.
  public struct Group: Sendable, Encodable {
    /// Empty for keys outside any group.
    public var name: String
    /// The policy's words for it (`readme.highlights`), else its first keys.
    public var highlights: String
    /// How many leaves it has.
    public var keys: Int
    /// As it was recorded; nil for a group that the record does not have.
    public var digest: Digest?
  }

  /// A table of config values.
  public struct Table: Sendable, Encodable {
    /// The heading above it.
    public var title: String
    /// `Flag` or `Key`.
    public var heading: String
    /// Key and value, the value as a literal.
    public var rows: [Line]
    /// The digests of the groups that the rows come from: group → digest.
    public var digests: [GroupDigest]
  }

  /// The digest of one group, by the algorithm that the policy's table asks for.
  public struct GroupDigest: Sendable, Encodable {
    /// The group's name.
    public var group: String
    /// Over the group alone.
    public var digest: Digest
  }

  /// Which policy made the record, and what the policy of now ignores.
  public struct PolicyFacts: Sendable, Encodable {
    /// Group → what the policy ignores in it.
    public var ignored: [Line]
    /// `schema_version` when it was registered.
    public var schemaVersion: String
    /// `updated` when it was registered; empty: none given.
    public var updated: String
    /// SHA-256 over the canonical bytes of `xp.toml` when it was registered.
    public var digest: Digest
  }

  /// An attempt in words; what is not known reads `unknown: reason`.
  public struct AttemptLine: Sendable, Encodable {
    /// From 1.
    public var number: Int
    /// How it ended.
    public var state: String
    /// Who wrote it down.
    public var recorder: String
    /// RFC 3339, UTC.
    public var started: String
    /// RFC 3339, UTC.
    public var ended: String
    /// How long it took.
    public var duration: String
    /// The exit status.
    public var exit: String
    /// The machine it ran on.
    public var host: String
  }

  /// What an attempt used, in words; only whoever waited for the process knows it.
  public struct ResourceLine: Sendable, Encodable {
    /// The attempt's number.
    public var attempt: Int
    /// Processor time in user mode and in the kernel.
    public var processor: String
    /// The largest resident size.
    public var memory: String
    /// From storage.
    public var read: String
    /// To storage.
    public var written: String
    /// Memory and utilisation of each GPU at their peak; empty: none was used.
    public var accelerators: String
  }

  /// What one rerun came to, in words.
  public struct ReproducedLine: Sendable, Encodable {
    /// When it was stated.
    public var time: Moment
    /// The other experiment: the rerun, or for a rerun the original; nil: nothing was run.
    public var experiment: String?
    /// Whether this experiment is the rerun.
    public var isRerun: Bool
    /// The verdict, with the seed that took the original's place.
    public var verdict: String
    /// The machine it was run on.
    public var host: String
    /// The metric that lies furthest apart, and how far.
    public var worst: String
    /// Why it is no better, and what was passed over; empty if there is nothing to say.
    public var remarks: [String]
  }

  /// A picture in a file beside the README.
  public struct FigureFile: Sendable, Encodable {
    /// Relative to the README.
    public var path: String
    /// What somebody reads who does not see it.
    public var alternative: String
    /// The files that its points come from.
    public var sources: [String]
    /// SHA-256 of the file.
    public var digest: Digest
    public init(path: String, alternative: String, sources: [String], digest: Digest) {
      (self.path, self.alternative, self.sources, self.digest) = (path, alternative, sources, digest)
    }
  }

  /// What somebody needs who does it again: code, command, data.
  public struct Reproduction: Sendable, Encodable {
    /// The experiment's folder relative to the project.
    public var folder: String
    /// The recorded words; empty if no command was given.
    public var argv: [String]
    /// Where the command ran, relative to the project.
    public var directory: String
    /// Variables that `command.sh` must be given because the words held secrets.
    public var secretVariables: [String]
    /// The captured tree's object id.
    public var tree: String?
    /// Why there is no tree.
    public var treeUnknown: String?
    /// The commit's object id; nil if there is none.
    public var commit: String?
    /// Nil when detached.
    public var branch: String?
    /// Where the commit may be had; without credentials.
    public var remotes: [CodeState.Remote]
    /// Commits that the upstream did not have; nil without an upstream.
    public var unpushed: Int?
    /// What the tree has that the commit does not.
    public var changes: [CodeState.Change]
    /// Paths of the data that the run reads.
    public var data: [String]
  }

  /// Digests, and the files whose bytes they are.
  public struct Proofs: Sendable, Encodable {
    /// The whole config: SHA-256 of `config.jcs`.
    public var config: Digest
    /// The config without what cannot change a result.
    public var semantic: Digest
    /// The seeds: SHA-256 over the canonical form of ``seedPlaces``.
    public var seeds: Digest
    /// Every place that names a seed, and its value.
    public var seedPlaces: [Line]
    /// SHA-256 of `environment.json`; nil if there is none.
    public var environment: Digest?
    /// The files that the policy calls code; nil if there is none.
    public var code: Digest?
    /// Every data input, with mode and digest or what it declares.
    public var data: [Line]
    /// The file's name in the experiment's folder.
    public var journal: String
    /// The digest of the `registered` entry, a line of ``journal`` without its newline.
    public var entry: Digest
  }

  /// The digest of everything that the README says but for what people wrote into it.
  ///
  /// - Throws: kind `defect` if the report has no canonical form, which no report should come to.
  public func inputs() throws(Failure) -> Digest {
    do { return .sha256(try ValueEncoder.encode(self).canonicalBytes) } catch {
      throw Failure(.defect, "the report has no canonical form: \(error)")
    }
  }
}

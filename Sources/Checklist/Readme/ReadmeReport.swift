import Provenance

/// What an experiment's README says, before anything decides how it looks. Every number in it has its source in it.
public struct ReadmeReport: Sendable, Encodable {
  /// Of this shape and of what is made of it: another version makes every README stale.
  public static let format = "readme.v1"

  public var format = ReadmeReport.format
  public var name: String
  public var model: String
  public var shortTitle: String
  public var title: String
  /// In its author's words.
  public var purpose: String?
  public var tags: [String]
  public var rehearsal: Bool
  public var imported: Bool
  /// UTC.
  public var registered: Moment
  /// In the local time where it was registered.
  public var registeredLocally: String
  public var judgment: Judgment?
  public var groups: [Group]
  public var overrides: [Override]
  public var tables: [Table]
  public var policy: PolicyFacts
  public var metrics: MetricState
  public var environment: [Line]
  public var uses: [Use]
  /// Experiments that use an artifact of this one.
  public var usedBy: [String]
  public var attempts: [AttemptLine]
  public var reproduction: Reproduction
  public var notCaptured: [NotCaptured]
  public var findings: [Finding]
  public var proofs: Proofs

  /// A name and what stands beside it, ready to be shown.
  public struct Line: Sendable, Encodable, Equatable {
    public var name: String
    public var text: String
    public init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  /// The last recorded judgment.
  public struct Judgment: Sendable, Encodable {
    public var time: Moment
    public var rows: [ChecklistRow]
    public init(time: Moment, rows: [ChecklistRow]) { (self.time, self.rows) = (time, rows) }
  }

  public struct ChecklistRow: Sendable, Encodable {
    public var title: String
    public var verdict: Verdict
    public var reason: String
    public init(title: String, verdict: Verdict, reason: String) {
      (self.title, self.verdict, self.reason) = (title, verdict, reason)
    }
  }

  public struct Group: Sendable, Encodable {
    /// Empty for keys outside any group.
    public var name: String
    public var highlights: String
    public var keys: Int
    /// As it was recorded; nil for a group that the record does not have.
    public var digest: Digest?
  }

  public struct Table: Sendable, Encodable {
    public var title: String
    /// `Flag` or `Key`.
    public var heading: String
    public var rows: [Line]
    /// The digests of the groups that the rows come from: group → digest.
    public var digests: [GroupDigest]
  }

  public struct GroupDigest: Sendable, Encodable {
    public var group: String
    public var digest: Digest
  }

  public struct PolicyFacts: Sendable, Encodable {
    /// Group → what the policy ignores in it.
    public var ignored: [Line]
    public var schemaVersion: String
    public var updated: String
    public var digest: Digest
  }

  public struct AttemptLine: Sendable, Encodable {
    public var number: Int
    public var state: String
    public var recorder: String
    public var started: String
    public var ended: String
    public var exit: String
    public var host: String
  }

  public struct Reproduction: Sendable, Encodable {
    /// The experiment's folder relative to the project.
    public var folder: String
    public var argv: [String]
    public var directory: String
    /// Variables that `command.sh` must be given because the words held secrets.
    public var secretVariables: [String]
    /// The captured tree's object id.
    public var tree: String?
    /// Why there is no tree.
    public var treeUnknown: String?
    public var commit: String?
    public var branch: String?
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
    public var config: Digest
    public var semantic: Digest
    public var seeds: Digest
    public var seedPlaces: [Line]
    public var environment: Digest?
    public var code: Digest?
    public var data: [Line]
    public var journal: String
    public var entry: Digest
  }

  /// The digest of everything that the README says but for what people wrote into it.
  public func inputs() throws(Failure) -> Digest {
    do { return .sha256(try ValueEncoder.encode(self).canonicalBytes) } catch {
      throw Failure(.defect, "the report has no canonical form: \(error)")
    }
  }
}

public import Provenance

/// Where a judgment's evidence stands: a line of a file, or an entry.
public struct EvidencePlace: Codable, Sendable, Equatable, CustomStringConvertible {
  /// Relative to the experiment's folder, or to the project where it begins with its name.
  public var file: String?
  /// From 1.
  public var line: Int?
  /// The digest of an entry in the experiment's journal; then there is neither file nor line.
  public var entry: Digest?

  /// A file as a whole, or one of its lines.
  public static func file(_ file: String, line: Int? = nil) -> EvidencePlace {
    EvidencePlace(file: file, line: line, entry: nil)
  }

  /// An entry, by its digest.
  public static func entry(_ digest: Digest) -> EvidencePlace { EvidencePlace(file: nil, line: nil, entry: digest) }

  /// `metrics.csv:12`, or an entry's digest.
  public var description: String {
    if let entry { return "entry \(entry)" }
    return (file ?? "") + (line.map { ":\($0)" } ?? "")
  }
}

/// The answer to one item of the checklist.
public struct Judgment: Codable, Sendable, Equatable {
  /// The item's stable name, such as `folder-name`.
  public var id: String
  /// The question as people know it.
  public var title: String
  /// The answer; ``reason`` belongs to it.
  public var verdict: Verdict
  /// Why, in one line.
  public var reason: String
  /// Where it can be seen; empty where nothing was there to look at.
  public var evidence: [EvidencePlace]
  /// What to do about it; nil if there is nothing to do.
  public var remedy: String?
  /// How it was looked at, such as "digest unchanged since …": no part of what is recorded.
  public var note: String?
  /// Who answered for it, where somebody did: no part of the verdict, and an entry of its own.
  public var attested: AttestedItem?

  public init(
    id: String, title: String, verdict: Verdict, reason: String, evidence: [EvidencePlace] = [], remedy: String? = nil,
    note: String? = nil
  ) {
    self.id = id
    self.title = title
    self.verdict = verdict
    self.reason = reason
    self.evidence = evidence
    self.remedy = remedy
    self.note = note
  }
}

/// What was wrong with a ledger, its journals, or what they speak of.
public struct LedgerFinding: Sendable, Equatable {
  /// What happened to it, as far as the other copies tell.
  public enum Kind: String, Sendable, CaseIterable {
    /// Other bytes than were recorded; not there; there without a record; there twice; in another place; shorter than it was.
    case altered, missing, added, duplicated, reordered, cut
    /// It could not be told.
    case unknown
  }
  /// What it is about.
  public enum Part: String, Sendable, CaseIterable {
    /// The rows of the ledger; its order file; a journal; a kept checkpoint; a file that the record holds a digest of.
    case ledger, order, journal, checkpoint, file, artifact
    /// The stored nodes of the Merkle tree.
    case tree
    /// The git tree of a registration.
    case capturedTree = "captured tree"
  }
  /// What happened.
  public var kind: Kind
  /// To what.
  public var part: Part
  /// In one line without a full stop.
  public var message: String
  /// The file, relative to the project where it lies inside.
  public var place: String
  /// The entries that it casts doubt on, by their numbers from 1; nil if the entries themselves are well.
  public var entries: ClosedRange<Int>?

  public init(_ kind: Kind, _ part: Part, _ message: String, place: String, entries: ClosedRange<Int>? = nil) {
    (self.kind, self.part, self.message, self.place, self.entries) = (kind, part, message, place, entries)
  }
}

/// What a verification looked at, and what it found.
public struct LedgerReport: Sendable, Equatable {
  /// How many of each were looked at.
  public struct Counts: Sendable, Equatable {
    public var entries = 0
    public var journals = 0
    /// Files that a registration holds a digest of.
    public var files = 0
    /// Nil: not asked for.
    public var artifacts: Int?
    /// Artifacts that the policy let go: their record says so.
    public var released = 0
    public var capturedTrees = 0
    public var checkpoints = 0
  }
  /// The ledger's id.
  public var ledger: String
  /// The root over all entries, recomputed from their bytes.
  public var root: MerkleHash
  /// What was looked at.
  public var counts: Counts
  /// Those in the ledger first, by the entry; at most ``findingLimit`` of one part.
  public var findings: [LedgerFinding]
  /// Findings beyond the limit.
  public var untold: Int
  /// The entries that nothing speaks against, by their numbers from 1.
  public var well: [ClosedRange<Int>]

  /// Nobody reads more of one sort.
  public static let findingLimit = 100
  /// The format of this report as JSON.
  public static let format = "ledger-verify.v1"

  /// Nil: something could not be told, and nothing is wrong.
  public var holds: Bool? {
    if findings.contains(where: { $0.kind != .unknown }) { return false }
    return findings.isEmpty ? true : nil
  }

  /// `1–57, 59–200`; `none`.
  public var wellText: String {
    well.isEmpty
      ? "none" : well.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
  }
}

/// Findings while they are gathered: however many there are, only the first of each part are kept.
struct FindingList {
  private(set) var findings: [LedgerFinding] = []
  private(set) var untold = 0
  private var counts: [LedgerFinding.Part: Int] = [:]
  private var damaged: [ClosedRange<Int>] = []

  mutating func add(_ finding: LedgerFinding) {
    if let entries = finding.entries { damaged.append(entries) }
    counts[finding.part, default: 0] += 1
    if counts[finding.part, default: 0] <= LedgerReport.findingLimit { findings.append(finding) } else { untold += 1 }
  }

  mutating func add(_ more: [LedgerFinding]) { for finding in more { add(finding) } }

  /// Takes over another list, with what it kept of those that it does not tell.
  mutating func take(_ other: FindingList) {
    findings += other.findings
    untold += other.untold
    damaged += other.damaged
    counts.merge(other.counts) { $0 + $1 }
  }

  /// The first entry that is known not to be well.
  var firstDamaged: Int? { damaged.map(\.lowerBound).min() }

  /// What is left of 1…count without the damaged entries.
  func well(of count: Int) -> [ClosedRange<Int>] {
    var (ranges, next) = ([ClosedRange<Int>](), 1)
    for range in damaged.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { ranges.append(next...min(count, range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
      guard next <= count else { return ranges.filter { !$0.isEmpty } }
    }
    if next <= count { ranges.append(next...count) }
    return ranges
  }

  /// By part, in the order in which they are declared, then by entry.
  var sorted: [LedgerFinding] {
    let parts = LedgerFinding.Part.allCases
    func key(_ place: Int) -> (Int, Int, Int) {
      (parts.firstIndex(of: findings[place].part) ?? 0, findings[place].entries?.lowerBound ?? .max, place)
    }
    return findings.indices.sorted { key($0) < key($1) }.map { findings[$0] }
  }
}

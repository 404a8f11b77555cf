/// What an item's check says; the item adds its name.
public struct Ruling: Sendable, Equatable {
  /// What it comes to.
  public var verdict: Verdict
  /// Why, in one line without a full stop.
  public var reason: String
  /// Where it can be seen; empty where nothing was there to look at.
  public var evidence: [EvidencePlace]
  /// What to do about it; nil if there is nothing to do.
  public var remedy: String?
  /// How it was looked at, such as "digest unchanged since …": no part of what is recorded.
  public var note: String?

  /// It was looked at and is as it should be.
  public static func pass(_ reason: String, _ evidence: [EvidencePlace] = [], note: String? = nil) -> Ruling {
    Ruling(verdict: .pass, reason: reason, evidence: evidence, remedy: nil, note: note)
  }

  /// It was looked at and is not as it should be.
  public static func fail(_ reason: String, _ evidence: [EvidencePlace] = [], remedy: String?) -> Ruling {
    Ruling(verdict: .fail, reason: reason, evidence: evidence, remedy: remedy, note: nil)
  }

  /// It could not be told; a remedy may make it known.
  public static func unknown(_ reason: String, _ evidence: [EvidencePlace] = [], remedy: String? = nil) -> Ruling {
    Ruling(verdict: .unknown, reason: reason, evidence: evidence, remedy: remedy, note: nil)
  }

  /// The question does not arise: not declared, and not there.
  public static func notApplicable(_ reason: String) -> Ruling {
    Ruling(verdict: .notApplicable, reason: reason, evidence: [], remedy: nil, note: nil)
  }
}

/// What speaks against a pass, gathered before it is ruled: a failure outweighs a doubt, a doubt outweighs what is fine.
struct Weighing {
  private(set) var failures: [String] = []
  private(set) var doubts: [String] = []
  private var failureEvidence: [EvidencePlace] = []
  private var doubtEvidence: [EvidencePlace] = []
  var evidence: [EvidencePlace] = []
  var notes: [String] = []
  /// Files that were let go: they speak neither for a pass nor against it.
  var released: [String] = []
  /// How many files were looked at.
  var looked = 0

  mutating func fail(_ reason: String, _ place: EvidencePlace? = nil) {
    failures.append(reason)
    if let place { failureEvidence.append(place) }
  }

  mutating func doubt(_ reason: String, _ place: EvidencePlace? = nil) {
    doubts.append(reason)
    if let place { doubtEvidence.append(place) }
  }

  /// - Parameter remedy: what to do unless it passes.
  func ruling(pass: @autoclosure () -> String, remedy: String?) -> Ruling {
    if !failures.isEmpty {
      return .fail(Self.joined(failures), unique(failureEvidence, or: evidence), remedy: remedy)
    }
    if !doubts.isEmpty { return .unknown(Self.joined(doubts), unique(doubtEvidence, or: evidence), remedy: remedy) }
    guard released.isEmpty || looked > 0 else { return .notApplicable(Self.joined(released)) }
    return .pass(
      Self.joined([pass()] + released), unique(evidence, or: []), note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }

  private func unique(_ places: [EvidencePlace], or others: [EvidencePlace]) -> [EvidencePlace] {
    var seen: [EvidencePlace] = []
    for place in places.prefix(Self.shown) where !seen.contains(place) { seen.append(place) }
    return seen.isEmpty ? others : seen
  }

  /// More would bury the first.
  static let shown = 8

  private static func joined(_ reasons: [String]) -> String {
    let rest = reasons.count - shown
    return reasons.prefix(shown).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }
}

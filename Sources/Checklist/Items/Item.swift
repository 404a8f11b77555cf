public import Provenance

/// A question with a check: a pure function of the evidence and the policy.
public struct Item: Sendable {
  /// Stable; `[checklist] off` in the policy names it.
  public let id: String
  /// The question, as it stands in a checklist.
  public let title: String
  private let check: @Sendable (Evidence, Policy) -> Ruling

  /// The check must look at nothing but its two arguments.
  public init(id: String, title: String, check: @escaping @Sendable (Evidence, Policy) -> Ruling) {
    (self.id, self.title, self.check) = (id, title, check)
  }

  /// Returns the check's ruling under the item's name. A remedy is dropped where nothing has to be done.
  public func judge(_ evidence: Evidence, _ policy: Policy) -> Judgment {
    let ruling = check(evidence, policy)
    return Judgment(
      id: id, title: title, verdict: ruling.verdict, reason: ruling.reason, evidence: ruling.evidence,
      remedy: ruling.verdict == .pass || ruling.verdict == .notApplicable ? nil : ruling.remedy, note: ruling.note)
  }
}

public import Provenance

/// Judges an experiment: pure, from evidence that was read before.
public enum Checklist {
  /// Returns the answers to all items that the policy has not turned off: the standard ten, ours, then the policy's own.
  public static func judge(_ evidence: Evidence, policy: Policy) -> ChecklistReport {
    ChecklistReport(
      experiment: evidence.name, policy: evidence.registration.policy,
      judgments: items(policy).map { $0.judge(evidence, policy) })
  }

  /// The items that a policy asks, in order.
  public static func items(_ policy: Policy) -> [Item] {
    let off = Set(policy.checklist.off.map { ExactString($0) })
    return (Items.all + policy.checklist.items.map { Item($0) }).filter { !off.contains(ExactString($0.id)) }
  }
}

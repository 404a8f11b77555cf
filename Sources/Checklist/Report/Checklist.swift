public import Provenance

/// Judges an experiment: pure, from evidence that was read before.
public enum Checklist {
  /// Returns the answers to all items that the policy has not turned off: the standard ten, ours, then the policy's own.
  public static func judge(_ evidence: Evidence, policy: Policy) -> ChecklistReport {
    ChecklistReport(
      experiment: evidence.name, policy: evidence.registration.policy,
      judgments: items(policy).map { item in
        var judgment = item.judge(evidence, policy)
        judgment.attested = evidence.attestations.last(on: item.id)
        return judgment
      })
  }

  /// Refuses a policy that turns off an item that there is not: it would be asked all the same, without a word.
  ///
  /// - Throws: kind `input` with the nearest ids.
  public static func check(_ policy: Policy) throws(Failure) {
    let ids = (Items.all + policy.checklist.items.map { Item($0) }).map(\.id)
    guard let unknown = policy.checklist.off.first(where: { off in !ids.contains { $0.isExactly(off) } }) else { return }
    throw Failure(
      .input, "checklist.off names no item: \"\(unknown)\"", file: PolicyFile.name, hint: suggestion(for: unknown, among: ids))
  }

  /// Refuses a word that is no item's id.
  ///
  /// - Throws: kind `missing` with the nearest ids.
  public static func find(_ id: String, in policy: Policy) throws(Failure) {
    let ids = items(policy).map(\.id)
    guard !ids.contains(where: { $0.isExactly(id) }) else { return }
    throw Failure(.missing, "there is no item \"\(id)\"", hint: suggestion(for: id, among: ids))
  }

  private static func suggestion(for id: String, among ids: [String]) -> String {
    let near = nearNames(to: id, in: ids)
    return near.isEmpty ? "the items: \(ids.joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?"
  }

  /// The items that a policy asks, in order.
  public static func items(_ policy: Policy) -> [Item] {
    let off = Set(policy.checklist.off.map { ExactString($0) })
    return (Items.all + policy.checklist.items.map { Item($0) }).filter { !off.contains(ExactString($0.id)) }
  }
}

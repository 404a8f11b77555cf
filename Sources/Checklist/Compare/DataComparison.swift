import Provenance

/// Inputs by path: the same when every file's content was read on both sides and their digests agree.
struct DataComparison {
  let left: [DataInput]
  let right: [DataInput]

  var aspect: InputDifference.Aspect {
    if left.isEmpty && right.isEmpty { return InputDifference.Aspect(.notCompared("neither declares data")) }
    let facts = FactList.compare(left.map { ($0.path, text($0)) }, right.map { ($0.path, text($0)) })
    let reasons = Dictionary(
      left.compactMap { input in doubt(about: input).map { (ExactString(input.path), $0) } },
      uniquingKeysWith: { first, _ in first })
    if facts.contains(where: { reasons[ExactString($0.subject)] == nil }) {
      return InputDifference.Aspect(.different, facts: facts, remarks: reasons.values.sorted())
    }
    guard let reason = reasons.values.min() else { return InputDifference.Aspect(.same, facts: facts) }
    return InputDifference.Aspect(.unknown(reason), facts: facts, remarks: Array(reasons.values.sorted().dropFirst()))
  }

  /// Why an input of both sides cannot be told the same or different; nil if it can.
  private func doubt(about old: DataInput) -> String? {
    guard let new = right.first(where: { $0.path.isExactly(old.path) }) else { return nil }
    if old.mode == .declared && new.mode == .declared { return nil }
    if old.mode != new.mode {
      return "\(old.path): \(old.mode.rawValue) on one side, \(new.mode.rawValue) on the other"
    }
    if let reason = old.digest.reason ?? new.digest.reason { return "\(old.path): \(reason)" }
    // Another size is another content; another time is not.
    if old.mode == .stat && (old.size, old.files) == (new.size, new.files) {
      return "\(old.path): names, sizes and times were recorded, not the content"
    }
    return nil
  }

  private func text(_ input: DataInput) -> String {
    if input.mode == .declared { return "declared " + (input.declared ?? "without a revision") }
    let digest = input.digest.value?.description ?? "unknown: \(input.digest.reason ?? "")"
    return "\(input.mode.rawValue) \(digest)"
  }
}

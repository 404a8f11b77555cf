import Provenance

/// Two states of the code are the same when their code digests are: documents and configs beside the code do not count.
struct CodeComparison {
  let left: Known<CodeState>
  let right: Known<CodeState>
  let sameConfig: Bool

  var aspect: InputDifference.Aspect {
    guard let leftState = left.value, let rightState = right.value else {
      let reasons = [left.reason, right.reason].compactMap { $0 }
      return InputDifference.Aspect(.unknown(Array(Set(reasons)).sorted().joined(separator: "; ")))
    }
    var facts = [
      fact("commit", leftState.commit, rightState.commit), fact("tree", leftState.tree, rightState.tree),
      fact("code digest", leftState.codeDigest, rightState.codeDigest),
    ].compactMap { $0 }
    facts += FactList.compare(
      leftState.submodules.map { ($0.path, text($0)) }, rightState.submodules.map { ($0.path, text($0)) },
      prefix: "submodule ")
    guard let leftCode = leftState.codeDigest.value, let rightCode = rightState.codeDigest.value else {
      let reason = leftState.codeDigest.reason ?? rightState.codeDigest.reason ?? ""
      return InputDifference.Aspect(.unknown("code digest: \(reason)"), facts: facts, remarks: gaps(leftState, rightState))
    }
    if leftCode == rightCode {
      // Another commit or tree with the same code: only what the policy does not call code differs.
      for index in facts.indices { facts[index].ignored = true }
      let remarks = facts.isEmpty ? [] : ["the code is the same: only what the policy does not call code differs"]
      return InputDifference.Aspect(.same, facts: facts, remarks: remarks + gaps(leftState, rightState))
    }
    let remarks = sameConfig ? ["same config, different code: results need not agree"] : []
    return InputDifference.Aspect(.different, facts: facts, remarks: remarks + gaps(leftState, rightState))
  }

  private func fact(_ subject: String, _ left: Known<Digest>, _ right: Known<Digest>) -> InputDifference.Fact? {
    if let left = left.value, let right = right.value, left == right { return nil }
    if left.value == nil && right.value == nil { return nil }
    return InputDifference.Fact(
      subject, left: left.value?.description ?? "unknown: \(left.reason ?? "")",
      right: right.value?.description ?? "unknown: \(right.reason ?? "")")
  }

  private func text(_ submodule: CodeState.Submodule) -> String {
    let commit = submodule.commit.value?.description ?? "unknown: \(submodule.commit.reason ?? "")"
    return commit + (submodule.tree.map { " with changes \($0)" } ?? "")
  }

  private func gaps(_ left: CodeState, _ right: CodeState) -> [String] {
    [("left", left), ("right", right)].compactMap { side, state in
      let count = state.notCaptured.count
      return count == 0
        ? nil : count == 1 ? "1 path was not captured on the \(side)" : "\(count) paths were not captured on the \(side)"
    }
  }
}

import TestSupport

@testable import Provenance

/// A project whose policy has been changed or not.
func scratchProject(_ scratch: Scratch, _ change: (inout Policy) -> Void = { _ in }) -> Project {
  var policy = Policy()
  change(&policy)
  return Project(
    root: scratch.path, policy: policy,
    policyRecord: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: "2026-11-20"))
}

/// A copy of an experiment's code in a folder of its own.
public struct RebuiltTree: Sendable, Equatable {
  /// The copy of the repository's working directory, absolute.
  public let top: String
  /// The copy of the project's folder, absolute: ``top`` or a folder in it.
  public let project: String
  /// What it was made from.
  public let code: Origin.Code

  /// Removes it, with all that was made in it. Links are removed, not followed.
  ///
  /// - Throws: kind `environment` if the system refuses.
  public func remove() throws(Failure) { try FileWriting.remove(top) }
}

extension Project {
  /// Returns the project as a rerun works in it: under the policy that held for the original, if the tree has it, and copying what the
  /// run makes, since the tree may be removed.
  public func working(in tree: RebuiltTree, as original: Registration) -> Project {
    var (policy, record) = (policy, policyRecord)
    if let recorded = try? Project.load(tree.project), recorded.policyRecord.digest == original.policy.digest {
      (policy, record) = (recorded.policy, original.policy)
    }
    (policy.experiment.root, policy.ledger) = (self.policy.experiment.root, self.policy.ledger)
    policy.run.collect = .copy
    return Project(root: root, policy: policy, policyRecord: record, workplace: tree.project)
  }

  /// The project as an attempt of an experiment works in it: a rerun's first one ran in a rebuilt tree.
  func workplace(of record: ExperimentRecord, attempt number: Int) -> Project {
    guard number == 1, let origin = record.registration.reproduces else { return self }
    var policy = policy
    policy.run.collect = .copy
    return Project(
      root: root, policy: policy, policyRecord: policyRecord, workplace: absolutePath(origin.place, from: root))
  }
}

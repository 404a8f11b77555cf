/// What a collection of garbage came to, over all experiments that it looked at.
public struct ReleaseResults: Sendable {
  /// Whether files were removed, or would only be.
  public let applied: Bool
  /// What went, or would: its rule beside it.
  public private(set) var released: [(experiment: String, artifact: Artifact, because: String)] = []
  /// What may go and stays after all, with the reason.
  public private(set) var refused: [(experiment: String, artifact: Artifact, because: String)] = []
  /// What is recorded, is not there, and was not let go.
  public private(set) var gone: [(experiment: String, artifact: Artifact)] = []

  public init(applied: Bool) { self.applied = applied }

  /// Bytes that were freed, or would be.
  public var size: Int64 { released.reduce(0) { $0 + $1.artifact.size } }

  /// Takes in one experiment.
  public mutating func add(_ plan: ReleasePlan, outcomes: [ArtifactRelease.Outcome]) {
    var refusals: [ExactString: String] = [:]
    for outcome in outcomes { refusals[ExactString(outcome.artifact.path)] = outcome.refusal }
    for item in plan.items {
      switch item.standing {
      case .goes(let rule):
        if let refusal = refusals[ExactString(item.artifact.path)] {
          refused.append((item.experiment, item.artifact, refusal))
        } else {
          released.append((item.experiment, item.artifact, rule))
        }
      case .gone: gone.append((item.experiment, item.artifact))
      case .stays, .released: break
      }
    }
  }
}

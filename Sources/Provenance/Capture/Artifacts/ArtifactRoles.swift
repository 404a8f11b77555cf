/// Decides what a file of a run is, by the policy's patterns first, then by what frameworks usually write.
struct ArtifactRoles: Sendable {
  private let best: [Glob]
  private let last: [Glob]
  private let metrics: [Glob]
  private let logs: [Glob]
  private let configs: [Glob]
  private static let checkpoints: Set<String> = [
    "pth", "pt", "ckpt", "safetensors", "h5", "keras", "npz", "pkl", "joblib", "onnx", "msgpack",
  ]

  init(_ policy: Policy) {
    best = policy.artifacts.best.map(Glob.path)
    last = policy.artifacts.last.map(Glob.path)
    metrics = policy.metrics.files.map(Glob.path)
    logs = (policy.artifacts.logs + policy.artifacts.stdout).map(Glob.path)
    configs = policy.config.effective.map(Glob.path)
  }

  /// - Parameter path: relative to the attempt's folder, or for an output elsewhere to the project.
  func role(of path: String, isElsewhere: Bool = false) -> Artifact.Role {
    func matches(_ patterns: [Glob]) -> Bool {
      patterns.contains { isElsewhere ? $0.matches(output: path) : $0.matches(path) }
    }
    if path == ExperimentFiles.metrics { return .metrics }
    if matches(configs) { return .config }
    if matches(best) { return .bestCheckpoint }
    if matches(last) { return .lastCheckpoint }
    if matches(metrics) { return .metrics }
    if matches(logs) { return .log }
    let name = lastComponent(of: path)
    let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if Self.checkpoints.contains(suffix) { return .checkpoint }
    if suffix == "json", name.contains("result") || name.contains("summary") || name.contains("eval") { return .result }
    return .other
  }
}

import Dispatch

/// The world at the moment of registering: code, environment and data, looked at side by side.
struct Surroundings: Sendable {
  var code: CodeCapture.Outcome
  var environment: EnvironmentState
  var data: [DataInput]
  var uses: [Use]
  var digests: LearnedDigests

  /// - Parameter scratch: a folder for the copy of the index.
  static func look(
    _ draft: Draft, _ project: Project, _ ledger: Ledger?, _ now: Moment, scratch: String, writing: Bool
  ) throws(Failure) -> Surroundings {
    let digests = LearnedDigests(ledger: ledger, now: now)
    let inputs = try Self.inputs(draft, project)
    let code = Box<CodeCapture.Outcome?>(nil)
    let environment = Box<EnvironmentState?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      if part == 0 {
        code.value = capture(draft, project, scratch).capture(write: writing)
      } else {
        environment.value = look(at: draft, project)
      }
    }
    let reader = DataCapture(project: project.root, budget: project.policy.data.budget, cache: digests, now: now)
    let data = try inputs.map { input throws(Failure) in try reader.capture(input) }
    return Surroundings(
      code: code.value!, environment: environment.value!, data: data, uses: try uses(data, ledger), digests: digests)
  }

  /// Each side is written by one thread and read after both have ended.
  private final class Box<Content>: @unchecked Sendable {
    var value: Content
    init(_ value: Content) { self.value = value }
  }

  private static func capture(_ draft: Draft, _ project: Project, _ scratch: String) -> CodeCapture {
    let scanner = draft.scanner
    var exclude = [project.policy.experiment.root + "/**"]
    if draft.source.bytes != nil { exclude.append(draft.source.name) }
    return CodeCapture(
      folder: project.root, scratch: scratch, environment: draft.request.environment,
      rules: project.policy.code, excludes: exclude, secretIn: { _, bytes in scanner.rule(in: bytes) },
      isSecretName: { scanner.secretFileRule($0) })
  }

  private static func look(at draft: Draft, _ project: Project) -> EnvironmentState {
    EnvironmentCapture(
      project: project.root, argv: draft.request.command.isEmpty ? nil : draft.request.command,
      variables: draft.request.environment, rules: project.policy.environment, scanner: draft.scanner,
      digest: draft.digest, cacheFolder: FileStatus.of(project.cacheFolder) == nil ? nil : project.cacheFolder
    ).capture()
  }

  /// What the policy declares, then what `--data` names, each path once.
  private static func inputs(_ draft: Draft, _ project: Project) throws(Failure) -> [Policy.DataRules.Input] {
    var inputs = project.policy.data.inputs
    for path in draft.request.data {
      let isURL = path.contains("://")
      let whole = absolutePath(path, from: draft.request.folder)
      let shown = isURL ? path : relativePath(whole, to: project.root) ?? whole
      if !inputs.contains(where: { $0.path.isExactly(shown) }) { inputs.append(.init(path: shown)) }
    }
    return inputs
  }

  /// An input that is another experiment's artifact is an edge between the two.
  private static func uses(_ data: [DataInput], _ ledger: Ledger?) throws(Failure) -> [Use] {
    guard let ledger else { return [] }
    var uses: [Use] = []
    for input in data {
      for file in input.contents {
        for (experiment, path) in try ledger.artifacts(file.sha256) {
          uses.append(Use(experiment: experiment, artifact: path, input: file.path, digest: file.sha256))
        }
      }
    }
    return uses
  }
}

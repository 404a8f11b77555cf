/// Reads what must be known before an experiment is run again. Nothing is written but caches.
public struct ReproductionSurvey: Sendable {
  let project: Project
  let ledger: Ledger?
  let environment: [String]
  let now: Moment

  /// `environment` is all variables, `NAME=value`.
  public init(project: Project, ledger: Ledger?, environment: [String], now: Moment) {
    (self.project, self.ledger, self.environment, self.now) = (project, ledger, environment, now)
  }

  /// Never fails: what cannot be looked at is unknown, with the reason.
  public func look(at record: ExperimentRecord) -> ReproductionFacts {
    let code = code(of: record)
    let registration = record.registration
    let recorded: Known<EnvironmentState> =
      registration.environment.reason.map(Known.unknown) ?? .look { () throws(Failure) in try record.environment() }
    let present = present(registration.command?.argv ?? [], in: project)
    return ReproductionFacts(
      record: record, code: code, data: data(of: registration, code.value, in: project.root), environment: recorded,
      present: present, configLack: configLack(of: record),
      unsetSecrets: registration.command.map(unsetSecrets) ?? [], unrecorded: unrecorded(registration, code.value),
      editable: editable(present))
  }

  private func code(of record: ExperimentRecord) -> Known<CodePresence> {
    switch record.registration.code {
    case .unknown(let reason): .unknown(reason)
    case .known(let state):
      .look { () throws(Failure) in try CodePresence.look(for: state, in: project, environment: environment) }
    }
  }

  // MARK: Data

  /// Looks at the record's data inputs in a folder: the project's, or a rebuilt one.
  public func data(of registration: Registration, _ code: CodePresence? = nil, in folder: String) -> [DataPresence] {
    let digests = LearnedDigests(ledger: ledger, now: now)
    let reader = DataCapture(project: folder, budget: project.policy.data.budget, cache: digests, now: now)
    let inputs = registration.data.map { input in
      let declared = project.policy.data.inputs.last { $0.path.isExactly(input.path) } ?? .init(path: input.path)
      return DataPresence(
        recorded: input, now: .look { () throws(Failure) in try reader.capture(declared) },
        isInTree: code?.holds(input.path, files: input.files) ?? false)
    }
    // A cache: losing it costs time, not truth.
    try? ledger?.remember(digests.learned)
    return inputs
  }

  // MARK: Environment

  /// Looks at what a command would run in.
  public func present(_ argv: [String], in project: Project) -> EnvironmentState {
    let scanner = SecretScanner(rules: project.policy.secrets)
    let digest: @Sendable (String) -> String
    do { digest = try project.secretDigest(writing: false) } catch { digest = { _ in "" } }
    return EnvironmentCapture(
      project: project.workplace, argv: argv.isEmpty ? nil : argv, variables: environment, rules: project.policy.environment,
      scanner: scanner, digest: digest, cacheFolder: FileStatus.of(project.cacheFolder) == nil ? nil : project.cacheFolder
    ).capture()
  }

  private func editable(_ present: EnvironmentState) -> [String] {
    (present.program.value?.packages.value ?? []).filter { package in
      guard package.editable == true, let source = package.source, source.hasPrefix("file://") else { return false }
      return relativePath(String(source.dropFirst("file://".count)), to: project.root) != nil
    }.map(\.name)
  }

  private func unsetSecrets(of command: Command) -> [String] {
    let variables = ReadyCommand.Variables(environment)
    let words = command.secrets.map(\.variable).filter { variables.value(of: $0) == nil }
    let settings = command.overrides.filter(ReadyCommand.isSecret).map(\.name).filter { name in
      variables.value(of: name) == nil && !project.policy.environment.set.contains { $0.name.isExactly(name) }
    }
    return words + settings
  }

  // MARK: Config and words

  /// The file that the command read must still say what the record says it said.
  private func configLack(of record: ExperimentRecord) -> String? {
    do throws(Failure) {
      let config = try RecordedConfig.read(record, in: project)
      let redaction = Redaction(
        scanner: SecretScanner(rules: project.policy.secrets), digest: try project.secretDigest(writing: false))
      let found = Snapshot(redaction.redact(config.root).0, policy: project.policy).whole
      let recorded = record.registration.config
      return found == recorded.digest ? nil : "\(recorded.file) is not what was recorded: \(found), recorded \(recorded.digest)"
    } catch { return (error.file.map { "\($0): " } ?? "") + error.message }
  }

  /// Words that name a file of the project that is in no record.
  private func unrecorded(_ registration: Registration, _ code: CodePresence?) -> [String] {
    guard let command = registration.command, let code, code.tree else { return [] }
    let outputs = OutputPatterns(project.policy)
    let from = absolutePath(command.directory, from: project.root)
    var found: [String] = []
    for word in command.argv.dropFirst() where !word.isEmpty && !word.hasPrefix("-") {
      let whole = absolutePath(word, from: from)
      guard let path = relativePath(whole, to: project.root), FileStatus.of(whole, followingLinks: true)?.kind == .file,
        !code.paths.contains(path), !path.hasPrefix(project.policy.experiment.root + "/"), !path.hasPrefix(".xp/"),
        !outputs.matches(path), !registration.data.contains(where: { Self.covers($0.path, path) }), !found.contains(path)
      else { continue }
      found.append(path)
    }
    return found
  }

  private static func covers(_ input: String, _ path: String) -> Bool { path.isExactly(input) || path.hasPrefix(input + "/") }
}

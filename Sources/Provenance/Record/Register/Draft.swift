/// What a request comes to before the world is looked at: config with overrides, secrets taken out, names.
struct Draft: Sendable {
  let request: RegistrationRequest
  let source: ConfigSource
  /// As the command will read it: overrides applied, secrets in place.
  let effective: Object
  /// As it is recorded: secrets replaced by keyed digests.
  let recorded: Object
  let holdsSecrets: Bool
  let overrides: [Override]
  let findings: [Finding]
  let name: ExperimentName
  let title: ExperimentTitle
  let scanner: SecretScanner
  let redaction: Redaction
  /// The keyed digest of a secret.
  let digest: @Sendable (String) -> String

  /// - Parameter writing: false makes nothing, not even the project's key.
  init(
    _ request: RegistrationRequest, _ source: ConfigSource, _ project: Project, _ now: Moment, writing: Bool
  ) throws(Failure) {
    (self.request, self.source) = (request, source)
    scanner = SecretScanner(rules: project.policy.secrets)
    digest = try project.secretDigest(writing: writing)
    redaction = Redaction(scanner: scanner, digest: digest)
    var root = source.root
    var findings = source.findings
    var overrides: [Override] = []
    for text in request.overrides {
      let applied = try OverrideText.parse(text).apply(to: root, origin: "--set")
      root = applied.root
      overrides.append(applied.record)
      findings += applied.findings
    }
    if let seed = request.seed { try Self.set(seed, in: &root, request, project, &overrides, &findings) }
    effective = root
    let (clean, secrets) = redaction.redact(root, file: request.config)
    (recorded, holdsSecrets) = (clean, !secrets.isEmpty)
    let redaction = redaction
    self.overrides = overrides.map { Self.redacted($0, redaction) }
    try Self.refuseSecrets(in: request, redaction)
    title = ExperimentTitle.of(request, config: clean, overrides: self.overrides, source: source, policy: project.policy)
    name = ExperimentName(
      time: now, model: try ExperimentName.part(title.model, what: "model"),
      shortTitle: try ExperimentName.part(title.title, what: "title"))
    self.findings = findings + secrets + Self.missing(project.policy.config.required, in: Config(root), request.config)
  }

  /// The config's own seed, where it has one, is the one that the campaign gives.
  private static func set(
    _ seed: String, in root: inout Object, _ request: RegistrationRequest, _ project: Project, _ overrides: inout [Override],
    _ findings: inout [Finding]
  ) throws(Failure) {
    let keys = Config(root).flattened.map { ($0.name, $0.value) }
    let place = SeedCapture.seeds(config: keys, argv: nil, rules: project.policy.seeds).primary
    // Without a file the words are the config, and they have been given the seed already.
    guard let place, request.config != nil || !request.commandTakesSeed else {
      guard request.commandTakesSeed else {
        throw Failure(
          .input, "nothing takes the seed: the config names none, and the command has no {seed}",
          hint: "write --seed {seed} behind --, or name the config's key in xp.toml: [seeds] primary")
      }
      return
    }
    let applied = try OverrideText(key: place.name, value: OverrideText.value(of: seed)).apply(to: root, origin: "--seeds")
    root = applied.root
    overrides.append(applied.record)
    findings += applied.findings
  }

  /// A name cannot be recorded as a digest: folders are called by it.
  private static func refuseSecrets(in request: RegistrationRequest, _ redaction: Redaction) throws(Failure) {
    for (what, text) in [("model", request.model), ("title", request.title)] {
      guard let text, let (_, rule) = redaction.redact(text) else { continue }
      throw Failure(.input, "the \(what) holds a secret (\(rule))", hint: "give another: --\(what) WORDS")
    }
  }

  private static func redacted(_ override: Override, _ redaction: Redaction) -> Override {
    var clean = override
    clean.old = override.old.map { redaction.redact($0, named: override.key)?.text ?? $0 }
    clean.new = redaction.redact(override.new, named: override.key)?.text ?? override.new
    return clean
  }

  private static func missing(_ required: [String], in config: Config, _ file: String?) -> [Finding] {
    let names = Set(config.flattened.map { ExactString($0.name) })
    return required.filter { !names.contains(ExactString($0)) }.map {
      Finding(subject: $0, message: "the policy requires this key, and the config lacks it", place: file)
    }
  }
}

extension Project {
  /// Returns how secrets are digested here.
  ///
  /// - Parameter writing: false makes no key where there is none: the digests are shown and forgotten.
  public func secretDigest(writing: Bool) throws(Failure) -> @Sendable (String) -> String {
    let isThere = FileStatus.of(keyPath) != nil
    let key =
      writing || isThere
      ? try SecretKey.ofProject(folder: hidden) : SecretKey(bytes: (0..<SecretKey.size).map { _ in UInt8.random(in: 0 ... .max) })
    return { key.keyedDigest($0) }
  }
}

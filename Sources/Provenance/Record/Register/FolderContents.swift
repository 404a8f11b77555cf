/// The files of a new experiment's folder and the registration that tells about them, as values.
struct FolderContents: Sendable {
  var registration: Registration
  let snapshot: Snapshot
  let environmentText: String
  let script: String?
  /// The command's words, secrets in place; empty without a command.
  let words: [String]
  /// The file that `{config}` stands for, and where it is kept: aside and private if it holds secrets.
  let source: (name: String, bytes: [UInt8], isPrivate: Bool)

  /// - Parameter given: the command as it is to be recorded; nil: the request's own, filled in.
  init(
    _ draft: Draft, _ world: Surroundings, name: ExperimentName, project: Project, command given: Command? = nil
  ) throws(Failure) {
    let request = draft.request
    let folder = project.policy.experiment.root + "/" + name.text
    let source = try Self.source(draft, project)
    snapshot = Snapshot(draft.recorded, policy: project.policy)
    environmentText = JSONWriter.pretty(try Recorder.value(of: world.environment))
    let configPath = source.isPrivate ? ".xp/private/\(name.text)/\(source.name)" : "\(folder)/\(source.name)"
    let directory = relativePath(request.folder, to: project.root) ?? request.folder
    let own = try Self.command(draft, project, config: configPath, folder: folder, directory: directory)
    let command = given ?? own.recorded
    words = own.words
    let seeds = SeedCapture.seeds(
      config: snapshot.config.flattened.map { ($0.name, $0.value) }, argv: command?.argv, rules: project.policy.seeds)
    var registration = Registration(
      model: draft.title.model, title: draft.title.title, shortTitle: name.shortTitle, purpose: request.purpose,
      tags: request.tags, rehearsal: request.rehearsal, campaign: request.campaign,
      config: ConfigRecord(
        source: draft.source.name, file: source.isPrivate ? configPath : source.name, digest: snapshot.whole,
        semantic: snapshot.semantic, groups: snapshot.groups, overrides: draft.overrides),
      policy: project.policyRecord, command: command, code: world.code.state, environment: .known(.sha256(environmentText)),
      seeds: seeds, data: world.data, uses: world.uses, findings: draft.findings)
    registration.purpose = request.purpose.map { draft.redaction.redact($0)?.text ?? $0 }
    registration.tags = request.tags.map { draft.redaction.redact($0)?.text ?? $0 }
    self.registration = registration
    self.source = source
    let configFromFolder = source.isPrivate ? Self.up(from: folder) + configPath : source.name
    script =
      if let command {
        try CommandScript.text(for: command, experiment: name.text, folder: folder, config: configFromFolder)
      } else { nil }
  }

  /// Refuses a command whose words name what is not there, or that no script can hold.
  static func check(_ draft: Draft, _ project: Project) throws(Failure) {
    guard let command = try command(draft, project, config: "config", folder: "folder", directory: ".").recorded else { return }
    _ = try CommandScript.text(for: command, experiment: draft.name.text, folder: "folder", config: "config")
  }

  /// Writes everything but the journal, and syncs it: all files first, because one commit of the file system then holds them all.
  func write(to folder: String, private privateFolder: String) throws(Failure) {
    var files = [
      ("config.json", Array(snapshot.text.utf8)), ("config.jcs", snapshot.canonicalBytes),
      ("environment.json", Array(environmentText.utf8)),
    ]
    if !source.isPrivate { files.append((source.name, source.bytes)) }
    for (name, bytes) in files { try FileWriting.create(folder + "/" + name, with: bytes, durable: false) }
    if let script {
      files.append(("command.sh", []))
      try FileWriting.create(folder + "/command.sh", with: Array(script.utf8), durable: false, mode: 0o755)
    }
    for (name, _) in files { try FileWriting.sync(folder + "/" + name) }
    guard source.isPrivate else { return }
    try FileWriting.makeFolders(privateFolder)
    try FileWriting.replace(privateFolder + "/" + source.name, with: source.bytes, mode: 0o600)
  }

  /// As the command reads it: the file's own bytes if nothing was overridden, else written anew in its format.
  private static func source(
    _ draft: Draft, _ project: Project
  ) throws(Failure) -> (name: String, bytes: [UInt8], isPrivate: Bool) {
    let name = "config.source." + draft.source.format.rawValue
    if draft.overrides.isEmpty, let bytes = draft.source.bytes { return (name, bytes, draft.holdsSecrets) }
    let yaml = YAMLReading(rawValue: project.policy.config.yaml) ?? .core
    let text = try ConfigWriter.text(.object(draft.effective), format: draft.source.format, yaml: yaml)
    return (name, Array(text.utf8), draft.holdsSecrets)
  }

  private static func command(
    _ draft: Draft, _ project: Project, config: String, folder: String, directory: String
  ) throws(Failure) -> (recorded: Command?, words: [String]) {
    guard !draft.request.command.isEmpty else { return (nil, []) }
    let keys = Config(draft.effective).flattened.map { ($0.name, $0.value) }
    let template = CommandTemplate(keys, project.policy.seeds, config: config, folder: folder, from: directory)
    let words = try template.fill(draft.request.command)
    let clean = draft.redaction.redact(argv: words, config: draft.effective)
    let (overrides, _) = draft.redaction.redact(project.policy.environment.set)
    return (Command(argv: clean.argv, directory: directory, overrides: overrides, secrets: clean.secrets), words)
  }

  fileprivate static func up(from folder: String) -> String {
    folder.split(separator: "/").filter { $0 != "." }.map { _ in "../" }.joined()
  }
}

extension CommandTemplate {
  /// What a command's words may name: every key of the config, and `{seed}`, `{config}`, `{dir}`.
  ///
  /// - Parameters:
  ///   - config: relative to the project, as is the experiment's folder.
  ///   - directory: where the command runs, likewise: what it is told must lead there from that one.
  init(
    _ keys: [(name: String, value: Provenance.Value)], _ seeds: Policy.SeedRules, config: String, folder: String,
    from directory: String
  ) {
    // A string as it is, a number as its author wrote it, anything else as JSON.
    var values = keys.map { Self.Value($0.name, $0.value.string ?? $0.value.number?.spelling ?? $0.value.canonicalText) }
    if let seed = SeedCapture.seeds(config: keys, argv: nil, rules: seeds).primary { values.append(.init("seed", seed.value)) }
    let up = directory == "." ? "" : FolderContents.up(from: directory)
    self.init(values + [.init("config", up + config), .init("dir", up + folder)])
  }

  /// What the words of a recorded command were filled in with.
  ///
  /// - Parameter source: the config as the command reads it, absolute: what the record has only digests of stands there.
  /// - Throws: kinds `missing`, `input` and `environment` if a config of the experiment cannot be read.
  init(_ record: ExperimentRecord, source: String, in project: Project) throws(Failure) {
    var keys = try record.config().flattened.map { ($0.name, $0.value) }
    if keys.contains(where: { $0.1.string?.contains(SecretKey.prefix) == true }) {
      let yaml = YAMLReading(rawValue: project.policy.config.yaml) ?? .core
      let whole = Config(try ConfigReader.readFile(source, shownAs: source, yaml: yaml).root).flattened
      let values = Dictionary(whole.map { (ExactString($0.name), $0.value) }) { $1 }
      keys = keys.map { ($0, $1.string?.contains(SecretKey.prefix) == true ? values[ExactString($0)] ?? $1 : $1) }
    }
    let folder = project.policy.experiment.root + "/" + record.name
    let file = record.registration.config.file
    self.init(
      keys, project.policy.seeds, config: file.hasPrefix(".xp/") ? file : folder + "/" + file, folder: folder,
      from: record.registration.command?.directory ?? ".")
  }
}

/// Takes in an experiment that was made without `xp`: a folder with config, metrics, checkpoints, log. Everything is marked
/// *imported*, with file times; what cannot be known is unknown.
public struct Adoption: Sendable {
  let project: Project
  let now: Moment

  /// `now` is when the folder is taken in; it says nothing of when the run was.
  public init(project: Project, now: Moment) { (self.project, self.now) = (project, now) }

  /// What a person said about the folder.
  public struct Request: Sendable {
    /// Absolute.
    public var folder: String
    /// As typed.
    public var shown: String
    /// Paths relative to the folder; nil: found by name.
    public var config: String?
    /// Metric files beside those that the policy's patterns find, relative to the folder.
    public var metrics: [String] = []
    /// Nil: from config or folder name.
    public var model: String?
    /// Nil: from config or folder name.
    public var title: String?
    public init(folder: String, shown: String) { (self.folder, self.shown) = (folder, shown) }
  }

  static let configNames = [
    "config.json", "config.yaml", "config.yml", "config.toml", ".hydra/config.yaml", "hparams.yaml", "params.yaml",
  ]
  static let unknowable = "made without xp: nobody recorded it"

  /// What an adoption took in that no journal told of before.
  public enum Change: Sendable, Equatable { case experiment, run, nothing }

  /// Takes the folder in; one that was adopted before there were files of a run, with these. What is recorded stays.
  ///
  /// - Returns: the record, and what is new in it.
  /// - Throws: kind `missing` if there is no such folder, kind `input` if it lies outside the experiments' folder or its config
  ///   cannot be read, kind `environment` if it cannot be written.
  public func adopt(_ request: Request) throws(Failure) -> (record: ExperimentRecord, change: Change) {
    let name = try checkedName(request)
    if try !Journal.all(in: request.folder).isEmpty {
      let record = try ExperimentRecord.load(request.folder)
      let ledger = try Ledger.open(project)
      try ledger.append(record.entries)
      return try takeInRun(of: record, request, ledger)
    }
    let (source, root) = try config(request)
    // Nothing has been made so far: what is wrong with the request leaves no trace.
    let ledger = try Ledger.open(project)
    let redaction = Redaction(
      scanner: SecretScanner(rules: project.policy.secrets), digest: try project.secretDigest(writing: true))
    let (clean, secrets) = redaction.redact(root, file: source)
    let snapshot = Snapshot(clean, policy: project.policy)
    let registration = registration(name, request, source, snapshot, findings: secrets)
    let digests = LearnedDigests(ledger: ledger, now: now)
    let attempt = try sealed(request, digests)
    let registered = Entry(
      .registered, experiment: name, ledger: ledger.id, time: now, previous: nil, body: try Recorder.value(of: registration))
    var entries = [registered]
    // A folder in which nothing but a config lies tells of no run.
    if !attempt.artifacts.isEmpty {
      entries.append(
        Entry(
          .finished, experiment: name, ledger: ledger.id, time: now, previous: registered.digest,
          body: try Recorder.value(of: attempt)))
    }
    try write(entries, snapshot, name, ledger)
    try? ledger.remember(digests.learned)
    return (try ExperimentRecord.load(request.folder), .experiment)
  }

  /// Only where no run is recorded: files that are recorded are not recorded again as something else.
  private func takeInRun(
    of record: ExperimentRecord, _ request: Request, _ ledger: Ledger
  ) throws(Failure) -> (record: ExperimentRecord, change: Change) {
    guard record.registration.imported, record.attempts.isEmpty else { return (record, .nothing) }
    let digests = LearnedDigests(ledger: ledger, now: now)
    let attempt = try sealed(request, digests)
    guard !attempt.artifacts.isEmpty else { return (record, .nothing) }
    try Recorder(project: project, ledger: ledger).record(.finished, about: record.name, body: attempt, at: now)
    try? ledger.remember(digests.learned)
    return (try ExperimentRecord.load(request.folder), .run)
  }

  private func sealed(_ request: Request, _ digests: LearnedDigests) throws(Failure) -> Attempt {
    try AttemptSeal.imported(
      folder: request.folder, policy: project.policy, metrics: request.metrics, known: { digests.digest(for: $0, path: $1) },
      remember: { digests.remember($0, for: $1, path: $2) })
  }

  /// The journal comes last, and whole: without one the other files are taken back.
  private func write(_ entries: [Entry], _ snapshot: Snapshot, _ name: String, _ ledger: Ledger) throws(Failure) {
    let folder = project.folder(of: name)
    let lock = try project.lock(on: folder)
    guard try Journal.all(in: folder).isEmpty else {
      throw Failure(.environment, "another xp has taken it in meanwhile", file: folder, hint: "look at it: xp verify \(name)")
    }
    let files = [("config.jcs", snapshot.canonicalBytes), ("config.json", Array(snapshot.text.utf8))]
      .filter { FileStatus.of(folder + "/" + $0.0) == nil }
    let journal = Journal(folder: folder, ledger: ledger.id)
    let temporary = FileWriting.temporary(beside: journal.path)
    let intent = OpenMarker.Intent(experiment: name, made: files.map(\.0) + [lastComponent(of: temporary)])
    let marker = try OpenMarker.place(intent, in: project)
    do throws(Failure) {
      for (file, bytes) in files { try FileWriting.create(folder + "/" + file, with: bytes) }
      try journal.begin(entries, temporary: temporary)
    } catch {
      for file in intent.made { try? FileWriting.remove(folder + "/" + file) }
      try marker.remove()
      throw error
    }
    try ledger.append(entries)
    try marker.remove()
    _ = consume lock
  }

  private func checkedName(_ request: Request) throws(Failure) -> String {
    guard let status = FileStatus.of(request.folder) else {
      throw Failure(.missing, "there is no such folder", file: request.shown)
    }
    guard status.kind == .folder else {
      throw Failure(.input, "is not a folder", file: request.shown, hint: "name the experiment's folder itself")
    }
    guard realPath(parent(of: request.folder)) == realPath(project.experimentsFolder) else {
      throw Failure(
        .input, "lies outside the experiments' folder", file: request.shown,
        hint: "move it there first: mv \(request.shown) \(project.policy.experiment.root)/")
    }
    let name = lastComponent(of: request.folder)
    guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
      throw Failure(.input, "its name holds a control character", file: request.shown, hint: "give the folder another name first")
    }
    return name
  }

  private func config(_ request: Request) throws(Failure) -> (source: String?, root: Object) {
    let name = request.config ?? Self.configNames.first { FileStatus.of(request.folder + "/" + $0)?.kind == .file }
    guard let name else { return (nil, Object()) }
    let yaml = YAMLReading(rawValue: project.policy.config.yaml) ?? .core
    let path = absolutePath(name, from: request.folder)
    return (name, try ConfigReader.readFile(path, shownAs: "\(request.shown)/\(name)", yaml: yaml).root)
  }

  private func registration(
    _ name: String, _ request: Request, _ source: String?, _ snapshot: Snapshot, findings: [Finding]
  ) -> Registration {
    let words = name.split(separator: "_").map(String.init)
    let isNamed = ExperimentName.fits(name)
    let config = Value.object(snapshot.config.root)
    func text(_ keys: [String]) -> String? {
      for key in keys {
        var value: Value? = config
        for part in key.split(separator: ".") { value = value?[String(part)] }
        if let string = value?.string { return string }
      }
      return nil
    }
    let model = request.model ?? text(project.policy.experiment.modelKeys) ?? (isNamed ? words[2] : "unknown")
    let title =
      request.title ?? text(project.policy.experiment.titleKeys) ?? (isNamed ? words.dropFirst(3).joined(separator: "_") : name)
    let seeds = SeedCapture.seeds(
      config: snapshot.config.flattened.map { ($0.name, $0.value) }, argv: nil, rules: project.policy.seeds)
    let place = relativePath(request.folder, to: project.root) ?? request.folder
    return Registration(
      model: model, title: title, shortTitle: title, imported: true,
      config: ConfigRecord(
        source: source.map { "\(place)/\($0)" } ?? "none", file: source ?? "config.json", digest: snapshot.whole,
        semantic: snapshot.semantic, groups: snapshot.groups, overrides: []),
      policy: project.policyRecord, code: .unknown(Self.unknowable), environment: .unknown(Self.unknowable), seeds: seeds,
      findings: findings)
  }
}

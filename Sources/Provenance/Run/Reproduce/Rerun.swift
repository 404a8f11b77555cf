/// Registers an experiment that does another again, in a rebuilt tree: config, code and command are the original's, environment and data
/// are looked at anew.
public struct Rerun: Sendable {
  /// What lists find reruns by, or leave out. The original's own tags are about that.
  public static let tag = "rerun"

  /// As a rerun works in it: see ``Project/working(in:as:)``.
  let project: Project
  let original: ExperimentRecord
  let tree: RebuiltTree
  let now: Moment
  /// All variables, `NAME=value`, as the command will be given them.
  let environment: [String]

  public init(of original: ExperimentRecord, in tree: RebuiltTree, _ project: Project, now: Moment, environment: [String]) {
    (self.original, self.tree, self.project) = (original, tree, project)
    (self.now, self.environment) = (now, environment)
  }

  /// Registers it.
  ///
  /// - Parameters:
  ///   - data: the original's inputs as the rerun finds them.
  ///   - seed: takes the place of the original's primary seed; nil: that.
  /// - Throws: kind `input` if the record has no command, or nothing in it takes a seed; else as ``Registrar/register(_:)``.
  public func register(_ data: [DataInput], seed: String? = nil) throws(Failure) -> ExperimentRecord {
    guard let command = original.registration.command else {
      throw Failure(.input, "\(original.name) was registered without a command")
    }
    let seeds = try seed.map { (seed) throws(Failure) in try SeedChange(original.registration.seeds, to: seed) }
    let words = CommandWords(command, of: original, in: project, tree).seeded(seeds)
    let ledger = try Ledger.open(project)
    if try !ledger.knows(project.policyRecord) {
      try Recorder(project: project, ledger: ledger).recordOnceOfProject(.policy, body: project.policyRecord, at: now)
    }
    let draft = try draft(seeds)
    let world = Surroundings(
      code: .init(state: code, refs: []), environment: surroundings(words.command.argv), data: data,
      uses: original.registration.uses, digests: LearnedDigests(ledger: ledger, now: now))
    var addition = Registrar.Addition()
    addition.command = { words.named($0) }
    addition.amend = { amend(&$0, seed) }
    let name = try Registrar(project: project, now: now).inWorkPlaces(of: ledger, environment: environment) {
      (work, marker) throws(Failure) in
      try Registrar(project: project, now: now).place(draft, world, work, marker, ledger, with: addition).name.text
    }
    let record = try ExperimentRecord.load(project.folder(of: name))
    try words.link(record)
    return record
  }

  private func draft(_ seeds: SeedChange?) throws(Failure) -> Draft {
    let registration = original.registration
    let config = try RecordedConfig.read(original, in: project)
    var request = RegistrationRequest(folder: project.root, environment: environment)
    request.model = registration.model
    request.title = registration.title + " again" + (seeds.map { " seed \($0.seed)" } ?? "")
    request.purpose = "Does \(original.name) again"
    request.tags = [Self.tag]
    request.rehearsal = registration.rehearsal
    request.overrides = seeds?.overrides ?? []
    let source = ConfigSource(
      name: registration.config.source, format: config.format, root: config.root, bytes: config.bytes, findings: [])
    return try Draft(request, source, project, now, writing: true)
  }

  /// The rebuilt tree is the recorded one by its name; what nobody captured stays unknown.
  private var code: Known<CodeState> {
    guard tree.code != .present, var state = original.registration.code.value else {
      return .unknown("the project's files as they were on \(now): nobody captured those of \(original.name)")
    }
    state.remarks.append("rebuilt from the tree that \(original.name) captured")
    return .known(state)
  }

  private func surroundings(_ argv: [String]) -> EnvironmentState {
    ReproductionSurvey(project: project, ledger: nil, environment: environment, now: now).present(argv, in: project)
  }

  private func amend(_ registration: inout Registration, _ seed: String?) {
    registration.reproduces = Origin(
      experiment: original.name, entry: original.registered.digest, attempt: original.attempt?.number, code: tree.code,
      place: Command.directory(tree.project, inProject: project.root), seed: seed)
    registration.config.overrides = original.registration.config.overrides + registration.config.overrides
  }
}

/// Another seed in all the places that named the original's primary one.
struct SeedChange: Sendable {
  let seed: String
  /// As `--set` takes them.
  let overrides: [String]
  let flags: [String]

  /// - Throws: kind `input` if the record names no seed.
  init(_ seeds: Seeds, to seed: String) throws(Failure) {
    guard let primary = seeds.primary else {
      throw Failure(
        .input, "nothing takes the seed: the record names none", hint: "[seeds] keys and flags in xp.toml say where one is")
    }
    let places = seeds.places.filter { $0.value.isExactly(primary.value) }
    self.seed = seed
    flags = places.map(\.name).filter { $0.hasPrefix("-") }
    overrides = places.map(\.name).filter { !$0.hasPrefix("-") }.map { "\($0)=\(seed)" }
  }
}

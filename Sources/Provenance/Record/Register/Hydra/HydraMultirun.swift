/// Makes an experiment of each job of a Hydra multirun: config and overrides as Hydra wrote them, code, environment and data of the launch,
/// and the files of the job's output folder. The experiment that was run stays as the launch.
public struct HydraMultirun: Sendable {
  let project: Project
  let now: Moment
  let environment: [String]

  /// `now` is when the jobs are registered; `environment` is all variables, `NAME=value`: `PATH` tells where git is.
  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// A launch that has ended.
  public struct Launch: Sendable {
    /// The experiment whose command it was.
    public var record: ExperimentRecord
    /// Which of its attempts.
    public var attempt: Int
    /// How it ended.
    public var state: Attempt.State
    /// The machine's own name.
    public var host: Known<String>
    public init(record: ExperimentRecord, attempt: Int, state: Attempt.State, host: Known<String>) {
      (self.record, self.attempt, self.state, self.host) = (record, attempt, state, host)
    }
  }

  /// What became of a launch's outputs.
  public struct Outcome: Sendable {
    /// What is no job's: the launch's own outputs, and those of jobs that could not be registered, as a finding tells.
    public var rest: ArtifactScan.Listing
    /// The experiments of the jobs, in the order of the jobs, whether they were made now or before.
    public var experiments: [String]
  }

  /// Registers every job among a launch's outputs that no experiment stands for yet. Doing it again does nothing.
  ///
  /// - Parameters:
  ///   - listing: what ``OutputWatch/after(_:jobs:known:remember:progress:)`` found; not collected yet.
  ///   - collect: copies each job's files into its experiment's folder.
  /// - Throws: kind `environment` if the ledger cannot be opened or asked.
  public func takeIn(
    _ listing: ArtifactScan.Listing, of launch: Launch, collect: Bool = false
  ) throws(Failure) -> Outcome {
    var outcome = Outcome(rest: listing, experiments: [])
    let (jobs, findings) = read(listing)
    outcome.rest.findings += findings
    guard !jobs.isEmpty else { return outcome }
    let ledger = try Ledger.open(project)
    for job in jobs {
      let files = Self.part(of: outcome.rest, in: job.folder)
      do throws(Failure) {
        outcome.experiments.append(try experiment(for: job, files, launch, ledger, collect: collect))
        outcome.rest.artifacts.removeAll { Self.lies($0.path, in: job.folder) }
        outcome.rest.findings.removeAll { Self.lies($0.place ?? "", in: job.folder) }
      } catch {
        outcome.rest.findings.append(
          Finding(
            subject: "hydra", message: "this job could not be made an experiment: \(error.message)",
            place: error.file.map { "\(job.folder) (\($0))" } ?? job.folder))
      }
    }
    return outcome
  }

  private func read(_ listing: ArtifactScan.Listing) -> (jobs: [HydraJob], findings: [Finding]) {
    var (jobs, findings) = ([HydraJob](), [Finding]())
    let mark = "/\(HydraJob.subfolder)/hydra.yaml"
    for artifact in listing.artifacts where artifact.base == .project && artifact.path.hasSuffix(mark) {
      let folder = String(artifact.path.dropLast(mark.count))
      do throws(Failure) {
        if let job = try HydraJob.read(folder, in: project) { jobs.append(job) }
      } catch {
        let place = error.position.map { "\(error.file ?? folder):\($0.line):\($0.column)" } ?? error.file ?? folder
        findings.append(Finding(subject: "hydra", message: "this job's own record: \(error.message)", place: place))
      }
    }
    return (jobs.sorted { ($0.number, $0.folder) < ($1.number, $1.folder) }, findings)
  }

  private static func lies(_ path: String, in folder: String) -> Bool { path.hasPrefix(folder + "/") }

  private static func part(of listing: ArtifactScan.Listing, in folder: String) -> ArtifactScan.Listing {
    .init(
      artifacts: listing.artifacts.filter { lies($0.path, in: folder) },
      findings: listing.findings.filter { lies($0.place ?? "", in: folder) })
  }

  // MARK: One job

  private func experiment(
    for job: HydraJob, _ files: ArtifactScan.Listing, _ launch: Launch, _ ledger: Ledger, collect: Bool
  ) throws(Failure) -> String {
    // Of several that settle one launch, one registers the job, and the others see it.
    let lock = try project.lock(on: project.root + "/" + job.folder)
    if let known = try ledger.job(job.folder, of: launch.record.name, attempt: launch.attempt) { return known }
    let (draft, world) = try (draft(job, launch), surroundings(launch, ledger))
    let collection = OutputCollection(project: project, experiment: "")
    let wanted = collect ? files.artifacts.filter(OutputCollection.isCopied) : []
    if !wanted.isEmpty { try collection.checkRoom(for: wanted, at: project.root) }
    let registrar = Registrar(project: project, now: now)
    let name = try registrar.inWorkPlaces(of: ledger, environment: environment) { (work, marker) throws(Failure) in
      try registrar.place(draft, world, work, marker, ledger, with: addition(job, launch, files, draft, wanted, collection))
        .name.text
    }
    _ = consume lock
    return name
  }

  private func draft(_ job: HydraJob, _ launch: Launch) throws(Failure) -> Draft {
    let registration = launch.record.registration
    let directory = registration.command.map { absolutePath($0.directory, from: project.root) } ?? project.root
    var request = RegistrationRequest(folder: directory, environment: environment)
    request.model = registration.model
    request.purpose = registration.purpose
    request.tags = registration.tags
    request.rehearsal = registration.rehearsal
    let source = ConfigSource(
      name: "\(job.folder)/\(HydraJob.subfolder)/config.yaml", format: .yaml, root: job.config, bytes: job.bytes, findings: [])
    let numbered = "\(registration.title) job \(job.number)"
    let words = job.overrides.joined(separator: " ")
    request.title = words.contains { $0.isLetter || $0.isNumber } ? words : numbered
    do throws(Failure) { return try Draft(request, source, project, now, writing: true) } catch {
      // A secret among the overrides, or a word that no folder can be called by.
      request.title = numbered
      return try Draft(request, source, project, now, writing: true)
    }
  }

  /// The launch's own: nothing was looked at again for the job.
  private func surroundings(_ launch: Launch, _ ledger: Ledger) throws(Failure) -> Surroundings {
    let registration = launch.record.registration
    return Surroundings(
      code: .init(state: registration.code, refs: []), environment: try launch.record.environment(), data: registration.data,
      uses: registration.uses, digests: LearnedDigests(ledger: ledger, now: now))
  }

  private func addition(
    _ job: HydraJob, _ launch: Launch, _ files: ArtifactScan.Listing, _ draft: Draft, _ wanted: [Artifact],
    _ collection: OutputCollection
  ) -> Registrar.Addition {
    let registration = launch.record.registration
    let sweep = (try? sweepWords(of: job)) ?? []
    var addition = Registrar.Addition()
    let command = job.command(of: registration.command, sweep: sweep).map { command in
      let words = draft.redaction.redact(argv: command.argv, config: draft.effective)
      var clean = command
      clean.argv = words.argv
      clean.secrets += words.secrets.filter { found in !command.secrets.contains { $0.index == found.index } }
      return clean
    }
    addition.command = { _ in command }
    addition.amend = { registered in
      registered.campaign = registration.campaign
      registered.launch = .init(experiment: launch.record.name, attempt: launch.attempt, job: job.folder)
      registered.config.overrides = job.records.map { record in
        var clean = record
        clean.new = draft.redaction.redact(record.new, named: record.key)?.text ?? record.new
        return clean
      }
      registered.findings.append(
        Finding(
          subject: "command", message: "it ran as a job of \(launch.record.name); the command is the launch's with its overrides")
      )
    }
    addition.attempt = { (folder) throws(Failure) in
      // Whoever runs its command.sh later makes attempt 2.
      try FileWriting.create(folder + "/" + ExperimentFiles.attempt, with: Array("number 1\n".utf8), durable: false)
      if !wanted.isEmpty { try collection.fill(folder + "/" + OutputCollection.folder, with: wanted) }
      return attempt(job, launch, files, isCollected: !wanted.isEmpty, folder)
    }
    return addition
  }

  /// The overrides that the launch was given, with all values of what it varied: `lr=0.1,0.2`.
  private func sweepWords(of job: HydraJob) throws(Failure) -> [String] {
    let path = parent(of: job.folder) + "/multirun.yaml"
    let bytes = try FileReading.bytes(of: project.root + "/" + path, limit: 16 << 20)
    let value = try ConfigReader.readValue(bytes, format: .yaml, named: path, yaml: .core)
    return (value["hydra"]?["overrides"]?["task"]?.array ?? []).compactMap(\.string)
  }

  private func attempt(
    _ job: HydraJob, _ launch: Launch, _ files: ArtifactScan.Listing, isCollected: Bool, _ folder: String
  ) -> Attempt {
    let reason = "one of several jobs of \(launch.record.name), attempt \(launch.attempt): its own was not recorded"
    let untold = job.untold ?? (launch.state == .completed ? nil : "the launch ended \(launch.state.rawValue)")
    let artifacts = isCollected ? OutputCollection.collected(files.artifacts) : files.artifacts
    let (metrics, oddities) = AttemptSeal.summaries(of: artifacts, project.policy) { project.path(of: $0, inFolder: folder) }
    let found = untold.map { Finding(subject: "hydra", message: "how this job ended is not known: \($0)", place: job.folder) }
    return Attempt(
      number: 1, recorder: .launch, state: untold == nil ? .completed : .unknown, started: .unknown(reason),
      ended: .unknown(reason), exitStatus: untold.map(Known.unknown) ?? .known(0), host: launch.host, artifacts: artifacts,
      metrics: metrics, findings: files.findings + oddities + [found].compactMap { $0 })
  }
}

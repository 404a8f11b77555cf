/// Everything that a judgment of one experiment needs, read at one moment. A value: whoever judges it looks at nothing else.
public struct Evidence: Sendable {
  /// The folder's name as it is now.
  public var name: String
  /// The folder, relative to the project where it lies inside.
  public var folder: String
  /// The name in the `registered` entry.
  public var recordedName: String
  /// When it was registered.
  public var registeredAt: Moment
  /// The `registered` entry.
  public var registeredEntry: Digest
  /// The body of the `registered` entry.
  public var registration: Registration
  /// By number, the latest statement about each.
  public var attempts: [Attempt]
  /// The one that counts: the last that ended well, or else the last.
  public var attempt: Attempt?
  /// The entry that tells of it.
  public var attemptEntry: Digest?
  /// Numbers of attempts that began and have not ended.
  public var running: [Int]
  /// What is wrong with the journals themselves.
  public var findings: [Finding]
  /// `config.json` and `config.jcs` as they are now, and what others know of the parameters.
  public var config: ConfigEvidence
  /// `command.sh` as it is now.
  public var script: Reading<ScriptEvidence>
  /// The files of the attempt that counts.
  public var files: FileEvidence
  /// The metric files among its artifacts, read now; empty without an attempt.
  public var metrics: [MetricFileEvidence]
  /// Result files, which state single values.
  public var results: [MetricFileEvidence]
  /// Whether the recorded commit and tree are in the repository now.
  public var code: CodeEvidence
  /// `environment.json` as it is now.
  public var environment: EnvironmentEvidence
  /// Every path in the record that somebody might follow.
  public var paths: [RecordedPath]
  /// The policy that holds now.
  public var policy: PolicyRecord
  /// The project's other experiments.
  public var siblings: [ExperimentRow]
  /// When all this was read: what dates in expressions are relative to.
  public var read: Moment
  /// What the policy's own items found, by id.
  public var answers: [PolicyAnswer]
  /// What people answered for, in the order of time.
  public var attestations: [AttestedItem]

  public init(
    name: String, folder: String, recordedName: String, registeredAt: Moment, registeredEntry: Digest, registration: Registration,
    attempts: [Attempt] = [], attempt: Attempt? = nil, attemptEntry: Digest? = nil, running: [Int] = [],
    findings: [Finding] = [], config: ConfigEvidence, script: Reading<ScriptEvidence> = .absent,
    files: FileEvidence = FileEvidence(), metrics: [MetricFileEvidence] = [],
    results: [MetricFileEvidence] = [], code: CodeEvidence = CodeEvidence(),
    environment: EnvironmentEvidence = EnvironmentEvidence(), paths: [RecordedPath] = [], policy: PolicyRecord,
    siblings: [ExperimentRow] = [], read: Moment, answers: [PolicyAnswer] = [], attestations: [AttestedItem] = []
  ) {
    self.name = name
    self.folder = folder
    self.recordedName = recordedName
    self.registeredAt = registeredAt
    self.registeredEntry = registeredEntry
    self.registration = registration
    self.attempts = attempts
    self.attempt = attempt
    self.attemptEntry = attemptEntry
    self.running = running
    self.findings = findings
    self.config = config
    self.script = script
    self.files = files
    self.metrics = metrics
    self.results = results
    self.code = code
    self.environment = environment
    self.paths = paths
    self.policy = policy
    self.siblings = siblings
    self.read = read
    self.answers = answers
    self.attestations = attestations
  }
}

/// `command.sh` as it is now.
public struct ScriptEvidence: Sendable, Equatable {
  /// Why a shell refuses it (`sh -n`); nil if it does not.
  public var refusal: Known<String>?
  /// The words of its command, read back; nil where there is no command in it.
  public var words: [String]?

  public init(refusal: Known<String>? = nil, words: [String]?) { (self.refusal, self.words) = (refusal, words) }
}

/// Whether the repository has now what the record names.
public struct CodeEvidence: Sendable, Equatable {
  /// Whether the recorded commit is there; unknown if there is none in the record or git could not tell.
  public var commit: Known<Bool>
  /// Whether the recorded tree is there; unknown likewise.
  public var tree: Known<Bool>

  public init(commit: Known<Bool> = .unknown("not looked for"), tree: Known<Bool> = .unknown("not looked for")) {
    (self.commit, self.tree) = (commit, tree)
  }
}

/// `environment.json` as it is now.
public struct EnvironmentEvidence: Sendable {
  /// Its content.
  public var state: Reading<EnvironmentState>
  /// SHA-256 of the file.
  public var digest: Digest?

  public init(state: Reading<EnvironmentState> = .absent, digest: Digest? = nil) {
    (self.state, self.digest) = (state, digest)
  }
}

/// A path that stands in the record.
public struct RecordedPath: Sendable, Equatable {
  /// As it is written there.
  public var path: String
  /// What it is: `config source`, `data input`, `link in README.md`.
  public var role: String
  /// `file:line` or a file that names it; nil: the `registered` entry.
  public var place: String?
  /// Whether there is something; nil where nobody looked, because a value only looks like a path.
  public var leads: Bool?

  public init(path: String, role: String, place: String? = nil, leads: Bool?) {
    (self.path, self.role, self.place, self.leads) = (path, role, place, leads)
  }
}

/// What one of the policy's own items found in the world; an expression needs nothing from it.
public struct PolicyAnswer: Sendable, Equatable {
  /// The finding, by the item's kind.
  public enum Found: Sendable, Equatable {
    /// Files that match, relative to the folder.
    case files([String])
    /// The exit status, and the last line that the command printed; unknown if it could not be started or did not end.
    case command(status: Known<Int>, output: String)
  }
  /// The item's id.
  public var id: String
  /// What was found.
  public var found: Found

  public init(id: String, found: Found) { (self.id, self.found) = (id, found) }
}

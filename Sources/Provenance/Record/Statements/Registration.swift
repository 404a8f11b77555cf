/// What is recorded when an experiment is registered: the body of its first entry.
public struct Registration: Codable, Sendable {
  /// The model's name: as typed, else the policy's `experiment.model`, else the first of its `model_keys` in the config, else the
  /// command's script.
  public var model: String
  /// What the experiment is about, in words: as typed, else the first of the policy's `title_keys` in the config, else from
  /// overrides, file or command.
  public var title: String
  /// The part of the folder's name.
  public var shortTitle: String
  /// Why it is done, in its author's words; nil if nobody said.
  public var purpose: String?
  /// In the order in which they were given.
  public var tags: [String]
  /// The script will only pretend to train.
  public var rehearsal: Bool
  /// Made without `xp` and taken in by `xp adopt`.
  public var imported: Bool
  /// The folder name of the campaign that it belongs to; nil if it stands alone.
  public var campaign: String?
  /// The launch that it is one of several jobs of; nil if it was registered by itself.
  public var launch: Launch?
  /// The experiment that it does again, and where; nil if it is one in its own right.
  public var reproduces: Origin?
  /// Digests, origin and overrides of the config.
  public var config: ConfigRecord
  /// The policy that held when it was registered.
  public var policy: PolicyRecord
  /// What is to be run; nil if none was given.
  public var command: Command?
  /// The state of the code when it was registered, or why it could not be told.
  public var code: Known<CodeState>
  /// `environment.json`'s digest, or why there is none.
  public var environment: Known<Digest>
  /// The seeds of config and command.
  public var seeds: Seeds
  /// The data inputs: the policy's first, then those that were typed. Empty if none is declared.
  public var data: [DataInput]
  /// Experiments whose artifacts are inputs of this one.
  public var uses: [Use]
  /// What was noticed while it was registered; empty if nothing was.
  public var findings: [Finding]

  public init(
    model: String, title: String, shortTitle: String, purpose: String? = nil, tags: [String] = [],
    rehearsal: Bool = false, imported: Bool = false, campaign: String? = nil, launch: Launch? = nil, reproduces: Origin? = nil,
    config: ConfigRecord, policy: PolicyRecord, command: Command? = nil, code: Known<CodeState>, environment: Known<Digest>,
    seeds: Seeds,
    data: [DataInput] = [], uses: [Use] = [], findings: [Finding] = []
  ) {
    self.model = model
    self.title = title
    self.shortTitle = shortTitle
    self.purpose = purpose
    self.tags = tags
    self.rehearsal = rehearsal
    self.imported = imported
    self.campaign = campaign
    self.launch = launch
    self.reproduces = reproduces
    self.config = config
    self.policy = policy
    self.command = command
    self.code = code
    self.environment = environment
    self.seeds = seeds
    self.data = data
    self.uses = uses
    self.findings = findings
  }
}

/// One execution of another experiment's command that ran this experiment as one of its jobs, as a Hydra multirun does.
public struct Launch: Codable, Sendable, Equatable {
  /// The folder name of the experiment whose command it was.
  public var experiment: String
  /// Which of its attempts, from 1.
  public var attempt: Int
  /// The job's own output folder, relative to the project.
  public var job: String
  public init(experiment: String, attempt: Int, job: String) {
    (self.experiment, self.attempt, self.job) = (experiment, attempt, job)
  }
}

/// A config as it was recorded: digests, origin and overrides. The values are in `config.json` and `config.jcs`.
public struct ConfigRecord: Codable, Sendable, Equatable {
  /// Such as `configs/base.yaml`, `arguments`, `command: python train.py --cfg job`, or `none`.
  public var source: String
  /// The file that `{config}` stands for, relative to the experiment's folder.
  public var file: String
  /// SHA-256 of `config.jcs`.
  public var digest: Digest
  /// Without what the policy ignores, without seeds, without volatile keys.
  public var semantic: Digest
  /// One a group, in canonical order; keys outside any group are in the group "".
  public var groups: [Group]
  /// What was set beside the file, in the order in which it was applied.
  public var overrides: [Override]

  /// The digest of one group of a config.
  public struct Group: Codable, Sendable, Equatable {
    /// Empty for keys outside any group.
    public var name: String
    /// How many leaves it has: scalars, arrays, empty objects.
    public var keys: Int
    /// SHA-256 over the canonical bytes of the group.
    public var digest: Digest
    public init(name: String, keys: Int, digest: Digest) { (self.name, self.keys, self.digest) = (name, keys, digest) }
  }

  public init(
    source: String, file: String, digest: Digest, semantic: Digest, groups: [Group], overrides: [Override]
  ) {
    self.source = source
    self.file = file
    self.digest = digest
    self.semantic = semantic
    self.groups = groups
    self.overrides = overrides
  }
}

/// A value that was set beside the config file.
public struct Override: Codable, Sendable, Equatable {
  /// Dotted, whole: `training.lr` also where `lr` was typed.
  public var key: String
  /// The author's spelling before, nil if the key was not there or nobody wrote down what it was.
  public var old: String?
  /// The author's spelling after.
  public var new: String
  /// Such as `--set`, `policy` or `hydra`.
  public var origin: String
  public init(key: String, old: String?, new: String, origin: String) {
    (self.key, self.old, self.new, self.origin) = (key, old, new, origin)
  }
}

/// Which policy made the digests that depend on one (F5).
public struct PolicyRecord: Codable, Sendable, Equatable {
  /// SHA-256 over the canonical bytes of what `xp.toml` says: comments, layout and the order of keys do not matter.
  public var digest: Digest
  /// The version that the project gives its policy: `schema_version`.
  public var schemaVersion: String
  /// The date that the project gives its policy: `updated`. Empty if it gives none.
  public var updated: String
  public init(digest: Digest, schemaVersion: String, updated: String) {
    (self.digest, self.schemaVersion, self.updated) = (digest, schemaVersion, updated)
  }
}

/// A command as it is run: an array, never a line.
public struct Command: Codable, Sendable, Equatable {
  /// The words as a process is given them. A word that held a secret has its keyed digest in the secret's place.
  public var argv: [String]
  /// Relative to the project.
  public var directory: String
  /// Variables that the policy or the caller sets for the command.
  public var overrides: [EnvironmentState.Variable]
  /// Words that held a secret: their places in `argv`, and the variable from which `command.sh` reads each.
  public var secrets: [SecretWord]

  /// A word that held a secret.
  public struct SecretWord: Codable, Sendable, Equatable {
    /// Its place in `argv`, from 0.
    public var index: Int
    /// The environment variable from which `command.sh` reads the secret, such as `XP_SECRET_1`.
    public var variable: String
    public init(index: Int, variable: String) { (self.index, self.variable) = (index, variable) }
  }

  public init(
    argv: [String], directory: String = ".", overrides: [EnvironmentState.Variable] = [], secrets: [SecretWord] = []
  ) {
    (self.argv, self.directory, self.overrides, self.secrets) = (argv, directory, overrides, secrets)
  }
}

/// An input that is another experiment's artifact.
public struct Use: Codable, Sendable, Equatable {
  /// The folder name of the experiment that made the artifact.
  public var experiment: String
  /// The artifact's path, as that experiment's record has it.
  public var artifact: String
  /// The file of this experiment's data, as ``DataInput/File/path`` has it.
  public var input: String
  /// SHA-256 of the content that both have.
  public var digest: Digest
  public init(experiment: String, artifact: String, input: String, digest: Digest) {
    (self.experiment, self.artifact, self.input, self.digest) = (experiment, artifact, input, digest)
  }
}

/// Something noticed that a person should know, with its place: an ambiguous scalar, a missing required key.
public struct Finding: Codable, Sendable, Equatable {
  /// What it is about: a config key, `artifact`, `journal`, `metrics`, `code`.
  public var subject: String
  /// What is the matter, in one line without a full stop.
  public var message: String
  /// `file:line:column`, if it stands in a file.
  public var place: String?
  public init(subject: String, message: String, place: String? = nil) {
    (self.subject, self.message, self.place) = (subject, message, place)
  }
}

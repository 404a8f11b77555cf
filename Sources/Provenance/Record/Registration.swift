/// What is recorded when an experiment is registered: the body of its first entry.
public struct Registration: Codable, Sendable {
  public var model: String
  public var title: String
  /// The part of the folder's name.
  public var shortTitle: String
  public var purpose: String?
  public var tags: [String]
  /// The script will only pretend to train.
  public var rehearsal: Bool
  /// Made without `xp` and taken in by `xp adopt`.
  public var imported: Bool
  public var config: ConfigRecord
  public var policy: PolicyRecord
  public var command: Command?
  public var code: Known<CodeState>
  /// `environment.json`'s digest, or why there is none.
  public var environment: Known<Digest>
  public var seeds: Seeds
  public var data: [DataInput]
  /// Experiments whose artifacts are inputs of this one.
  public var uses: [Use]
  public var findings: [Finding]

  public init(
    model: String, title: String, shortTitle: String, purpose: String? = nil, tags: [String] = [],
    rehearsal: Bool = false, imported: Bool = false, config: ConfigRecord, policy: PolicyRecord, command: Command? = nil,
    code: Known<CodeState>, environment: Known<Digest>, seeds: Seeds, data: [DataInput] = [], uses: [Use] = [],
    findings: [Finding] = []
  ) {
    self.model = model
    self.title = title
    self.shortTitle = shortTitle
    self.purpose = purpose
    self.tags = tags
    self.rehearsal = rehearsal
    self.imported = imported
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
  public var groups: [Group]
  public var overrides: [Override]

  public struct Group: Codable, Sendable, Equatable {
    public var name: String
    public var keys: Int
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
  public var key: String
  /// The author's spelling before, nil if the key was not there.
  public var old: String?
  /// The author's spelling after.
  public var new: String
  /// Such as `--set` or `policy`.
  public var origin: String
  public init(key: String, old: String?, new: String, origin: String) {
    (self.key, self.old, self.new, self.origin) = (key, old, new, origin)
  }
}

/// Which policy made the digests that depend on one (F5).
public struct PolicyRecord: Codable, Sendable, Equatable {
  public var digest: Digest
  public var schemaVersion: String
  public var updated: String
  public init(digest: Digest, schemaVersion: String, updated: String) {
    (self.digest, self.schemaVersion, self.updated) = (digest, schemaVersion, updated)
  }
}

/// A command as it is run: an array, never a line.
public struct Command: Codable, Sendable, Equatable {
  public var argv: [String]
  /// Relative to the project.
  public var directory: String
  /// Variables that the policy or the caller sets for the command.
  public var overrides: [EnvironmentState.Variable]
  /// Words that held a secret: their places in `argv`, and the variable from which `command.sh` reads each.
  public var secrets: [SecretWord]

  public struct SecretWord: Codable, Sendable, Equatable {
    public var index: Int
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
  public var experiment: String
  public var artifact: String
  public var input: String
  public var digest: Digest
  public init(experiment: String, artifact: String, input: String, digest: Digest) {
    (self.experiment, self.artifact, self.input, self.digest) = (experiment, artifact, input, digest)
  }
}

/// Something noticed that a person should know, with its place: an ambiguous scalar, a missing required key.
public struct Finding: Codable, Sendable, Equatable {
  public var subject: String
  public var message: String
  /// `file:line:column`, if it stands in a file.
  public var place: String?
  public init(subject: String, message: String, place: String? = nil) {
    (self.subject, self.message, self.place) = (subject, message, place)
  }
}

/// What the ledger knows of an experiment without opening its folder.
public struct ExperimentRow: Sendable, Equatable {
  /// The folder's name.
  public var name: String
  /// As it was registered.
  public var model: String
  /// As it was registered.
  public var title: String
  /// The time of the `registered` entry.
  public var registered: Moment
  /// The script only pretended to train.
  public var rehearsal: Bool
  /// Made without `xp` and taken in.
  public var imported: Bool
  /// SHA-256 of `config.jcs`.
  public var config: Digest
  /// The config without what cannot change a result; comparable under one policy only.
  public var semantic: Digest
  /// Over the files that the policy calls code; nil where it is unknown.
  public var code: Digest?
  /// Over the places that name a seed.
  public var seeds: Digest
  /// The policy that made the digests.
  public var policy: PolicyRecord

  public init(
    name: String, model: String, title: String, registered: Moment, rehearsal: Bool, imported: Bool, config: Digest,
    semantic: Digest, code: Digest?, seeds: Digest, policy: PolicyRecord
  ) {
    self.name = name
    self.model = model
    self.title = title
    self.registered = registered
    self.rehearsal = rehearsal
    self.imported = imported
    self.config = config
    self.semantic = semantic
    self.code = code
    self.seeds = seeds
    self.policy = policy
  }

  /// The row of a `registered` entry.
  public init(name: String, time: Moment, registration: Registration) {
    self.init(
      name: name, model: registration.model, title: registration.title, registered: time,
      rehearsal: registration.rehearsal, imported: registration.imported, config: registration.config.digest,
      semantic: registration.config.semantic, code: registration.code.value?.codeDigest.value,
      seeds: registration.seeds.digest, policy: registration.policy)
  }
}

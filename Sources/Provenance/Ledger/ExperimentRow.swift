/// What the ledger knows of an experiment without opening its folder.
public struct ExperimentRow: Sendable, Equatable {
  public var name: String
  public var model: String
  public var title: String
  public var registered: Moment
  public var rehearsal: Bool
  public var imported: Bool
  public var config: Digest
  public var semantic: Digest
  public var code: Digest?
  public var seeds: Digest
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

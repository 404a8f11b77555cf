/// What a person asked to be registered, as it was typed.
public struct RegistrationRequest: Sendable {
  /// A config file; nil: the policy's config command, or the command's own words.
  public var config: String?
  /// Nil: from policy, config or command.
  public var model: String?
  /// Nil: from config, overrides or command.
  public var title: String?
  /// Why it is done; nil if nobody said.
  public var purpose: String?
  /// `group.key=value`.
  public var overrides: [String] = []
  /// Words to find it by; empty: none.
  public var tags: [String] = []
  /// Files, folders or URLs that it reads, beside the policy's `data.inputs`. Relative paths are meant in ``folder``.
  public var data: [String] = []
  /// The script will only pretend to train, and the record shall say so.
  public var rehearsal = false
  /// The command's words; empty: none was given.
  public var command: [String] = []
  /// The campaign that it belongs to; nil: it stands alone.
  public var campaign: String?
  /// The seed that a campaign gives it; nil: what config and command say.
  public private(set) var seed: String?
  /// Whether the command's words take that seed.
  private(set) var commandTakesSeed = false
  /// Where relative paths are meant and the command will run, absolute.
  public var folder: String
  /// All variables, `NAME=value`.
  public var environment: [String]

  public init(folder: String, environment: [String]) { (self.folder, self.environment) = (folder, environment) }

  /// Gives it a seed: `{seed}` in the command's words stands for it, and the config's own seed is set to it.
  public mutating func give(seed: String) {
    self.seed = seed
    commandTakesSeed = command.contains { $0.contains("{seed}") }
    command = command.map { $0.replacing("{seed}", with: seed) }
  }
}

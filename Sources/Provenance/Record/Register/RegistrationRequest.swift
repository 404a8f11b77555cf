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
  /// Where relative paths are meant and the command will run, absolute.
  public var folder: String
  /// All variables, `NAME=value`.
  public var environment: [String]

  public init(folder: String, environment: [String]) { (self.folder, self.environment) = (folder, environment) }
}

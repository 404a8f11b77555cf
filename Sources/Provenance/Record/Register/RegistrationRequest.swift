/// What a person asked to be registered, as it was typed.
public struct RegistrationRequest: Sendable {
  /// A config file; nil: the policy's config command, or the command's own words.
  public var config: String?
  public var model: String?
  public var title: String?
  public var purpose: String?
  /// `group.key=value`.
  public var overrides: [String] = []
  public var tags: [String] = []
  public var data: [String] = []
  public var rehearsal = false
  /// The command's words; empty: none was given.
  public var command: [String] = []
  /// Where relative paths are meant and the command will run, absolute.
  public var folder: String
  /// All variables, `NAME=value`.
  public var environment: [String]

  public init(folder: String, environment: [String]) { (self.folder, self.environment) = (folder, environment) }
}

/// Experiments that belong together and are launched by one plan: the body of the `campaign` entry in the campaign's own folder.
public struct Campaign: Codable, Sendable, Equatable {
  /// What decides which experiments belong to it.
  public enum Kind: String, Codable, Sendable {
    /// Every combination of the given values.
    case sweep
  }
  /// What decides its members.
  public var kind: Kind
  /// The model's name, as its members have it.
  public var model: String
  /// What it is about, in words.
  public var title: String
  /// The config file that its members begin with; nil: the command's own words.
  public var config: String?
  /// The command before anything is put in.
  public var command: [String]
  /// What varies, in the order in which it was given.
  public var axes: [Axis]
  /// How many members there shall be.
  public var size: Int

  /// A key and the values that it takes in turn, in their author's spelling.
  public struct Axis: Codable, Sendable, Equatable {
    /// A config key, or `seed`.
    public var key: String
    public var values: [String]
    public init(key: String, values: [String]) { (self.key, self.values) = (key, values) }
  }

  public init(
    kind: Kind, model: String, title: String, config: String? = nil, command: [String], axes: [Axis], size: Int
  ) {
    self.kind = kind
    self.model = model
    self.title = title
    self.config = config
    self.command = command
    self.axes = axes
    self.size = size
  }
}

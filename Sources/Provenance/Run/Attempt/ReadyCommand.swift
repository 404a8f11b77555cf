/// A command made ready to run: as the process is given it, and as it is recorded.
public struct ReadyCommand: Sendable {
  /// The words, secrets in place.
  public var argv: [String]
  /// Absolute.
  public var directory: String
  /// All variables, `NAME=value`.
  public var environment: [String]
  /// Without secrets, with the variables that were set for it.
  public var recorded: Command
  /// Names of the variables that only this attempt sets.
  let additions: [String]

  /// Makes the command of a registered experiment ready.
  ///
  /// - Parameters:
  ///   - argv: the words with their secrets, where the caller knows them; nil: each is read from the variable that the record names.
  ///   - environment: the caller's variables, `NAME=value`.
  ///   - additions: variables that this attempt sets beside the recorded ones; they are recorded too.
  /// - Throws: kind `input` if the record has no command, or a secret's variable is not set.
  public init(
    _ record: ExperimentRecord, in project: Project, argv: [String]? = nil, environment: [String],
    additions: [EnvironmentState.Variable] = []
  ) throws(Failure) {
    guard var command = record.registration.command else {
      throw Failure(
        .input, "\(record.name) was registered without a command", hint: "give it one: xp run CONFIG -- COMMAND")
    }
    var variables = Variables(environment)
    if let argv { self.argv = argv } else { self.argv = try Self.words(of: command, variables) }
    directory = absolutePath(command.directory, from: project.workplace)
    if project.worksElsewhere { command.directory = Command.directory(directory, inProject: project.root) }
    for variable in command.overrides {
      let value = Self.isSecret(variable) ? try Self.secret(variable.name, project, variables) : variable.value
      variables.set(variable.name, value)
    }
    for addition in additions {
      variables.set(addition.name, addition.value)
      command.overrides.removeAll { $0.name.isExactly(addition.name) }
      command.overrides.append(addition)
    }
    self.environment = variables.all
    recorded = command
    self.additions = additions.map(\.name)
  }

  /// The record has a digest instead of the value.
  static func isSecret(_ variable: EnvironmentState.Variable) -> Bool { variable.value.hasPrefix(SecretKey.prefix) }

  private static func words(of command: Command, _ variables: Variables) throws(Failure) -> [String] {
    var words = command.argv
    for secret in command.secrets {
      guard let value = variables.value(of: secret.variable) else {
        throw Failure(
          .input, "word \(secret.index + 1) of the command held a secret, and \(secret.variable) is not set",
          hint: "export \(secret.variable)=…, then run the same again")
      }
      words[secret.index] = CommandScript.prefix(of: words[secret.index]) + value
    }
    return words
  }

  /// What the record has a digest of: the policy says it, or else the caller's environment.
  static func secret(_ name: String, _ project: Project, _ variables: Variables) throws(Failure) -> String {
    if let set = project.policy.environment.set.last(where: { $0.name.isExactly(name) }) { return set.value }
    if let value = variables.value(of: name) { return value }
    throw Failure(.input, "\(name) held a secret, and it is not set", hint: "export \(name)=…, then run the same again")
  }

  /// Python's output would come late where it is not a terminal's: it is told not to wait, and the record says so.
  mutating func unbuffer() {
    var variables = Variables(environment)
    guard variables.value(of: "PYTHONUNBUFFERED") == nil else { return }
    variables.set("PYTHONUNBUFFERED", "1")
    environment = variables.all
    recorded.overrides.append(EnvironmentState.Variable(name: "PYTHONUNBUFFERED", value: "1"))
  }

  /// Adds what every command is told: which experiment it is, and where its files are.
  mutating func tell(experiment: String, folder: String, attempt: AttemptFolder, config: String) {
    var variables = Variables(environment)
    variables.set("XP_EXPERIMENT", experiment)
    variables.set("XP_DIR", attempt.path)
    variables.set("XP_CONFIG", absolutePath(config, from: folder))
    variables.set("XP_METRICS", attempt.path + "/" + ExperimentFiles.metrics)
    environment = variables.all
  }

  /// An environment in the order in which it was given.
  struct Variables {
    private(set) var all: [String]

    init(_ all: [String]) { self.all = all }

    func value(of name: String) -> String? {
      all.last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    mutating func set(_ name: String, _ value: String) {
      all.removeAll { $0.hasPrefix(name + "=") }
      all.append(name + "=" + value)
    }
  }
}

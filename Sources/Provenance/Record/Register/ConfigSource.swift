/// Where an experiment's config came from, and what it says before overrides.
struct ConfigSource: Sendable {
  /// Such as `configs/base.yaml`, `command: python train.py --cfg job`, `arguments` or `none`.
  var name: String
  var format: ConfigFormat
  var root: Object
  /// The file's bytes, if there is a file.
  var bytes: [UInt8]?
  var findings: [Finding]

  /// Reads the config that a request names: a file, else what the policy's config command prints, else the command's own words.
  static func read(_ request: RegistrationRequest, _ project: Project) throws(Failure) -> ConfigSource {
    let yaml = YAMLReading(rawValue: project.policy.config.yaml) ?? .core
    if let path = request.config {
      let whole = absolutePath(path, from: request.folder)
      let bytes = try fileBytes(whole, shownAs: path)
      let format = try format(of: bytes, named: path)
      let document = try ConfigReader.read(bytes, format: format, named: path, yaml: yaml)
      let name = relativePath(whole, to: project.root) ?? whole
      let root = ConfigReader.isRecord(whole) ? Value.object(document.root).untagged.object : nil
      return ConfigSource(name: name, format: format, root: root ?? document.root, bytes: bytes, findings: document.findings)
    }
    if !project.policy.config.command.isEmpty { return try printed(by: project.policy.config.command, request, project, yaml) }
    guard !request.command.isEmpty else {
      return ConfigSource(name: "none", format: .json, root: Object(), bytes: nil, findings: [])
    }
    return ConfigSource(
      name: "arguments", format: .json, root: Config.fromArguments(request.command).root, bytes: nil, findings: [])
  }

  private static func format(of bytes: [UInt8], named path: String) throws(Failure) -> ConfigFormat {
    if let format = ConfigFormat(path: path) ?? ConfigReader.guess(bytes) { return format }
    throw Failure(
      .input, "the format cannot be told from the name", file: path, hint: "name it .json, .yaml, .yml or .toml")
  }

  private static func fileBytes(_ path: String, shownAs shown: String) throws(Failure) -> [UInt8] {
    do throws(Failure) { return try FileReading.bytes(of: path, limit: ConfigReader.maximumSize) } catch {
      throw Failure(error.kind, error.message, file: shown, hint: error.hint)
    }
  }

  private static func printed(
    by words: [String], _ request: RegistrationRequest, _ project: Project, _ yaml: YAMLReading
  ) throws(Failure) -> ConfigSource {
    let outcome = try ChildProcess.run(words, in: project.root, environment: request.environment)
    let line = words.joined(separator: " ")
    guard outcome.succeeded else {
      let last = outcome.errorText.split(separator: "\n").last.map { ": \($0)" } ?? ""
      throw Failure(
        .input, "the policy's config command ended with status \(outcome.status)\(last)", file: line,
        hint: "run it by itself, or name a config file: xp register CONFIG")
    }
    let first = outcome.output.first { !isSpace($0) }
    let format: ConfigFormat = first == UInt8(ascii: "{") ? .json : .yaml
    let document = try ConfigReader.read(outcome.output, format: format, named: line, yaml: yaml)
    return ConfigSource(
      name: "command: \(line)", format: format, root: document.root, bytes: outcome.output, findings: document.findings)
  }
}

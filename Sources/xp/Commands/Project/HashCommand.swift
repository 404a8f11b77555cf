import ArgumentParser
import Provenance

struct HashCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "hash", abstract: "Print the canonical bytes or a digest of a config, or of one of its groups",
    discussion: """
      sha256 is over the canonical bytes (RFC 8785), which --canonical prints; python-md5 is MD5 over Python's \
      json.dumps(x, sort_keys=True); file-sha256-16 is the first 16 digits of the file's own SHA-256, whatever it holds.
      """)

  enum Algorithm: String, ExpressibleByArgument, CaseIterable {
    case sha256
    case pythonMD5 = "python-md5"
    case fileSHA256Prefix = "file-sha256-16"
  }

  @Flag(help: "Print the canonical bytes instead of a digest")
  var canonical = false
  @Option(help: "Which digest")
  var algorithm = Algorithm.sha256
  @Option(help: ArgumentHelp("Only this group of the config", valueName: "name"))
  var group: String?
  @Option(help: "The format, where the name does not tell: json, yaml or toml")
  var format: ConfigFormat?
  @Option(help: "How YAML is read: 1.2 or pyyaml; without it, as the project's policy says")
  var yaml: YAMLReading?
  @Argument(help: "A config file, or - for standard input")
  var file: String

  func validate() throws {
    if algorithm == .fileSHA256Prefix && (canonical || group != nil) {
      throw ValidationError("file-sha256-16 is over the file as it lies: it has no canonical bytes and no groups")
    }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let path = file == "-" ? "/dev/stdin" : absolutePath(file, from: session.folder)
    if algorithm == .fileSHA256Prefix {
      let hex = try shown { () throws(Failure) in try FileReading.sha256(of: path).hex }
      try session.console.write(rendered: Digest(.fileSHA256Prefix, hex: String(hex.prefix(16))).description + "\n")
      return .yes
    }
    let bytes = try shown { () throws(Failure) in try FileReading.bytes(of: path, limit: ConfigReader.maximumSize) }
    let isRecord = ConfigReader.isRecord(path)
    if !isRecord, try writeDirectly(bytes, session.console) { return .yes }
    let yaml = try reading(session)
    let value = try shown { () throws(Failure) in try self.value(bytes, isRecord: isRecord, yaml) }
    if canonical {
      try session.console.write(value.canonicalBytes)
    } else {
      let digest = algorithm == .pythonMD5 ? value.pythonMD5 : Digest.sha256(value.canonicalBytes)
      try session.console.write(rendered: digest.description + "\n")
    }
    return .yes
  }

  private var formatRead: ConfigFormat { format ?? ConfigFormat(path: file) ?? .json }

  /// The short way from JSON to its canonical bytes; returns false if it does not lead there.
  private func writeDirectly(_ bytes: [UInt8], _ console: Console) throws(Failure) -> Bool {
    guard group == nil, formatRead == .json else { return false }
    if canonical {
      guard let canonicalBytes = JSONCanonicalizer.canonicalBytes(of: bytes) else { return false }
      try console.write(canonicalBytes)
    } else {
      guard algorithm == .sha256, let digest = JSONCanonicalizer.sha256(of: bytes) else { return false }
      try console.write(rendered: digest.description + "\n")
    }
    return true
  }

  /// YAML as the option says, else as the project's policy does, so that a digest is the one that a record would have.
  private func reading(_ session: Session) throws(Failure) -> YAMLReading {
    if let yaml { return yaml }
    guard formatRead == .yaml, let path = PolicyFile.find(from: session.folder) else { return .core }
    return YAMLReading(rawValue: try Project.load(parent(of: path)).policy.config.yaml) ?? .core
  }

  private func value(_ bytes: [UInt8], isRecord: Bool, _ yaml: YAMLReading) throws(Failure) -> Value {
    let read = try ConfigReader.readValue(bytes, format: formatRead, named: file, yaml: yaml)
    let whole = isRecord ? read.untagged : read
    guard let group else { return whole }
    guard let root = whole.object else {
      throw Failure(.input, "has no groups: it is \(whole.typeName)", file: file)
    }
    let groups = Config(root).groups(in: [])
    guard let found = groups.first(where: { $0.name.isExactly(group) }) else {
      let near = nearNames(to: group, in: groups.map(\.name), limit: 3)
      throw Failure(
        .missing, "has no group \"\(group)\"", file: file,
        hint: near.isEmpty
          ? "its groups: \(groups.map(\.name).joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?")
    }
    return .object(found.object)
  }

  private func shown<T>(_ body: () throws(Failure) -> T) throws(Failure) -> T {
    do { return try body() } catch {
      throw Failure(error.kind, error.message, file: file, at: error.position, hint: error.hint)
    }
  }
}

extension ConfigFormat: ExpressibleByArgument {}
extension YAMLReading: ExpressibleByArgument {}

/// A config as it was read.
public struct ConfigDocument: Sendable {
  /// The root, which is always an object.
  public let root: Object
  /// What the reader could read in more than one way.
  public let findings: [Finding]
  /// The format it was read as.
  public let format: ConfigFormat

  public init(root: Object, findings: [Finding] = [], format: ConfigFormat) {
    self.root = root
    self.findings = findings
    self.format = format
  }
}

/// Reads configs of any format.
public enum ConfigReader {
  /// Bytes; a larger file is refused before it is read.
  public static let maximumSize: Int64 = 512 * 1024 * 1024

  /// Returns the config that the bytes hold.
  ///
  /// - Parameter file: the name that failures and findings give as their place.
  /// - Throws: ``Failure`` of kind `input`, with the place if it has one; also if the root is not an object.
  public static func read(
    _ bytes: [UInt8], format: ConfigFormat, named file: String, yaml: YAMLReading
  ) throws(Failure) -> ConfigDocument {
    do throws(Failure) {
      let (value, findings) = try parse(bytes, format, file, yaml)
      guard let root = value.object else {
        throw Failure(
          .input, "the config must be an object with keys, not \(value.typeName)", at: Position(line: 1, column: 1),
          hint: "put the values under a key")
      }
      return ConfigDocument(root: root, findings: findings, format: format)
    } catch {
      throw error.inFile(file)
    }
  }

  /// Returns the config in a file. An unknown extension is read as JSON if the content begins with `{`.
  ///
  /// - Parameter shown: the path as the user named it.
  /// - Throws: as ``read(_:format:named:yaml:)``; kind `input` too if the file is over ``maximumSize`` or of no format that can
  ///   be told; kinds `missing` and `environment` as ``FileReading``.
  public static func readFile(
    _ path: String, shownAs shown: String, yaml: YAMLReading
  ) throws(Failure) -> ConfigDocument {
    let bytes: [UInt8]
    do throws(Failure) {
      bytes = try FileReading.bytes(of: path, limit: maximumSize)
    } catch {
      throw Failure(error.kind, error.message, file: shown, at: error.position, hint: error.hint)
    }
    guard let format = ConfigFormat(path: path) ?? guess(bytes) else {
      throw Failure(
        .input, "the format cannot be told from the name", file: shown, hint: "name it .json, .yaml, .yml or .toml")
    }
    let document = try read(bytes, format: format, named: shown, yaml: yaml)
    guard isRecord(path), let root = Value.object(document.root).untagged.object else { return document }
    return ConfigDocument(root: root, findings: document.findings, format: format)
  }

  /// Whether a file is the `config.json` of a record, which lies beside its canonical bytes: there `{"$float":"NaN"}` is a number and
  /// `{"$date":…}` a date, while anybody else's object of that shape is an object.
  public static func isRecord(_ path: String) -> Bool {
    lastComponent(of: path) == "config.json" && FileStatus.of(parent(of: path) + "/config.jcs")?.kind == .file
  }

  /// JSON if the first character is a brace; nil for anything else.
  public static func guess(_ bytes: [UInt8]) -> ConfigFormat? {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return text.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{") ? .json : nil
  }

  /// Returns any value that the bytes hold, a config or not.
  ///
  /// - Throws: kind `input`, with the place if it has one.
  public static func readValue(
    _ bytes: [UInt8], format: ConfigFormat, named file: String, yaml: YAMLReading
  ) throws(Failure) -> Value {
    do throws(Failure) { return try parse(bytes, format, file, yaml).0 } catch { throw error.inFile(file) }
  }

  private static func parse(
    _ bytes: [UInt8], _ format: ConfigFormat, _ file: String, _ yaml: YAMLReading
  ) throws(Failure) -> (Value, [Finding]) {
    switch format {
    case .json: return (try JSONReader.read(bytes), [])
    case .toml: return (try TOMLReader.read(bytes), [])
    case .yaml:
      let document = try YAMLReader.read(bytes, yaml, named: file)
      return (document.value, document.findings)
    }
  }
}

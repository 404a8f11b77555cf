/// The formats in which a config may be written.
public enum ConfigFormat: String, Sendable, CaseIterable {
  case json
  case yaml
  case toml

  /// The format that a path's extension names: `.json`, `.yaml`, `.yml`, `.toml`, in any case; nil for any other.
  public init?(path: String) {
    let name = lastComponent(of: path)
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "json": self = .json
    case "yaml", "yml": self = .yaml
    case "toml": self = .toml
    default: return nil
    }
  }
}

/// The formats in which a config may be written.
public enum ConfigFormat: String, Sendable, CaseIterable {
  /// RFC 8259, and `NaN` and infinities as Python writes them.
  case json
  /// One document; types by a ``YAMLReading``.
  case yaml
  /// TOML 1.0.
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

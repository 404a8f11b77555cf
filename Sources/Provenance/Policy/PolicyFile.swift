/// Finds the project's policy.
public enum PolicyFile {
  /// The file's name.
  public static let name = "xp.toml"

  /// Returns the path of the nearest `xp.toml` in the folder or above it; nil if there is none. Links are not followed upwards.
  public static func find(from folder: String) -> String? {
    guard var current = folder.hasPrefix("/") ? absolutePath(folder, from: "/") : realPath(folder) else { return nil }
    while true {
      let candidate = current == "/" ? "/" + name : current + "/" + name
      if FileStatus.of(candidate, followingLinks: true)?.kind == .file { return candidate }
      guard current != "/" else { return nil }
      current = parent(of: current)
    }
  }
}

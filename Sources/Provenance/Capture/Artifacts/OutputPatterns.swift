/// Which paths of a project are outputs of its scripts, by the policy's `run.outputs`, and which folders need be looked into for them.
struct OutputPatterns: Sendable {
  private let whole: [Glob]
  /// Each pattern's parts between slashes; nil for one without a slash, which fits a name in any folder.
  private let parts: [[Glob]?]
  /// Folders, relative to the project, whose files are never outputs: those of experiments.
  private let closed: [String]

  init(_ policy: Policy) {
    let patterns = policy.run.outputs.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
    whole = patterns.map(Glob.path)
    parts = patterns.map { pattern in
      guard pattern.utf8.contains(UInt8(ascii: "/")) else { return nil }
      return pattern.utf8.split(separator: UInt8(ascii: "/")).map { .path(String(Substring($0))) }
    }
    closed = [policy.experiment.root, ExperimentFiles.state, ".git"]
  }

  /// - Parameter path: relative to the project.
  func matches(_ path: String) -> Bool { whole.contains { $0.matches(path) } }

  /// Whether files that match may lie in a folder, relative to the project, or below it.
  func mayLie(in folder: String) -> Bool {
    guard !closed.contains(where: folder.isExactly), lastComponent(of: folder) != ".git" else { return false }
    let names = folder.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    return parts.contains { parts in
      guard let parts else { return true }
      for (index, name) in names.enumerated() {
        // The last part is a file's.
        guard index < parts.count else { return false }
        if parts[index].pattern.contains("**") { return true }
        guard index < parts.count - 1, parts[index].matches(name) else { return false }
      }
      return true
    }
  }
}

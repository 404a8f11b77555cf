/// A repository's working directory, located.
struct Checkout: Sendable {
  /// Asked at the top of the working directory.
  let git: Git
  /// The folder of this working directory's own index and HEAD.
  let gitFolder: String
  /// The folder of refs and objects, which worktrees share.
  let commonFolder: String
  /// The checked-out commit and its tree; nil before the first one.
  let commit: String?
  let tree: String?
  let configuration: RepositoryConfiguration

  var top: String { git.folder }
  var objects: String { commonFolder + "/objects" }

  /// Finds the repository that holds a folder.
  ///
  /// - Throws: the reason why there is none to speak of, in words that a record keeps.
  static func locate(_ folder: String, environment: [String]) throws(Failure) -> Checkout {
    guard FileStatus.of(folder, followingLinks: true)?.kind == .folder else {
      throw Failure(.missing, "there is no such folder", file: folder)
    }
    let git = try Git(folder: folder, environment: environment)
    let location = try git.start([
      "rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir", "--git-common-dir",
      "--show-toplevel", "HEAD", "HEAD^{tree}",
    ])
    let settings = try git.start(RepositoryConfiguration.question)
    let found = location.wait()
    let configuration = RepositoryConfiguration(settings.wait().output)
    let lines = found.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let reason = refusal(lines, found) { throw Failure(.environment, reason) }
    // Before the first commit git repeats the word and fails; everything above it was answered.
    let commit = lines.count > 6 ? lines[5] : "HEAD"
    guard found.succeeded || commit == "HEAD" else { throw Failure(.environment, found.gitReason) }
    return Checkout(
      git: git.with(folder: lines[4]), gitFolder: lines[2], commonFolder: absolutePath(lines[3], from: folder),
      commit: found.succeeded ? commit : nil, tree: found.succeeded ? lines[6] : nil, configuration: configuration)
  }

  private static func refusal(_ lines: [String], _ found: ChildProcess.Outcome) -> String? {
    let reason = found.gitReason
    if reason.hasPrefix("not a git repository") { return "not a git repository" }
    if reason.hasPrefix("detected dubious ownership") { return "git refuses: \(reason)" }
    if lines.count > 1, lines[0] == "true" { return "a bare repository, without a working directory" }
    if lines.count > 1, lines[1] == "false" { return "inside a git folder, not in a working directory" }
    // Five answers, the commit, its tree if there is one, and what follows the last line's end.
    if lines.count > (found.succeeded ? 8 : 7) { return "the path of the repository holds a line break" }
    guard lines.count > 5, lines[2].hasPrefix("/"), lines[4].hasPrefix("/") else { return reason }
    return nil
  }
}

/// What of an experiment's recorded code the repository has now.
public struct CodePresence: Codable, Sendable, Equatable {
  /// Whether the ref is there that keeps the captured tree, and names it.
  public var isKept: Bool
  /// Whether the tree itself is there.
  public var tree: Bool
  /// Whether the recorded commit is there; nil if the record names none.
  public var commit: Bool?
  /// Submodules whose commit or tree is not to be had here.
  public var missingSubmodules: [Missing]
  /// Every path of the tree, relative to the project; empty if the tree is not there.
  public var paths: Set<String>

  public init(
    isKept: Bool, tree: Bool, commit: Bool?, missingSubmodules: [Missing] = [], paths: Set<String> = []
  ) {
    (self.isKept, self.tree, self.commit) = (isKept, tree, commit)
    (self.missingSubmodules, self.paths) = (missingSubmodules, paths)
  }

  /// A submodule that cannot be rebuilt.
  public struct Missing: Codable, Sendable, Equatable {
    /// As ``CodeState/Submodule/path`` has it.
    public var path: String
    /// Why.
    public var reason: String
    public init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
  }

  /// Where a rebuilt tree would come from; nil if the code is not here.
  public var code: Origin.Code? { tree ? isKept ? .tree : .looseTree : nil }

  /// Whether the tree has that file, or files in that folder: as many as are said.
  func holds(_ path: String, files: Int) -> Bool {
    if paths.contains(path) { return files == 1 }
    let prefix = path == "." ? "" : path + "/"
    return files > 0 && paths.count { $0.hasPrefix(prefix) } == files
  }

  /// Looks for the code in the repository that holds the project. Nothing is fetched.
  ///
  /// - Throws: why it cannot be told: no repository, no git, nothing in the record.
  static func look(for state: CodeState, in project: Project, environment: [String]) throws(Failure) -> CodePresence {
    guard let tree = state.tree.value else {
      throw Failure(.missing, "its tree was not captured: \(state.tree.reason ?? "")")
    }
    let checkout = try Checkout.locate(project.root, environment: environment)
    let repository = GitRepository(checkout.git)
    let ref = TreeRef(folder: checkout.top, tree: tree, isNew: false)
    let commit = state.commit.value
    let found = try repository.objects([ref.name, tree.hex] + [commit?.hex].compactMap { $0 })
    var presence = CodePresence(
      isKept: found[0] == "\(tree.hex) tree", tree: found[1] == "\(tree.hex) tree",
      commit: commit.map { found[2] == "\($0.hex) commit" })
    for submodule in state.submodules {
      if let reason = Self.lack(of: submodule, in: checkout) {
        presence.missingSubmodules.append(.init(path: submodule.path, reason: reason))
      }
    }
    if presence.tree { presence.paths = try paths(of: tree, checkout, project) }
    return presence
  }

  private static func paths(of tree: Digest, _ checkout: Checkout, _ project: Project) throws(Failure) -> Set<String> {
    let inside = relativePath(project.root, to: checkout.top) ?? "."
    let prefix = inside == "." ? "" : inside + "/"
    let listed = try checkout.git.output(["ls-tree", "-r", "-z", "--name-only", tree.hex])
    let names = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return Set(names.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil })
  }

  private static func lack(of submodule: CodeState.Submodule, in checkout: Checkout) -> String? {
    // What was not checked out then was an empty folder, and will be one again.
    guard let object = submodule.tree ?? submodule.commit.value else { return nil }
    do throws(Failure) {
      let folder = checkout.top + "/" + submodule.path
      let inner = try Checkout.locate(folder, environment: checkout.git.environment)
      guard let real = realPath(folder), inner.top.isExactly(real) else { return "it is not checked out here" }
      switch GitRepository(inner.git).contains(object) {
      case .known(true): return nil
      case .known(false): return "its repository does not have \(object)"
      case .unknown(let reason): return reason
      }
    } catch { return error.message }
  }
}

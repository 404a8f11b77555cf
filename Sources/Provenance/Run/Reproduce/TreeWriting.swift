#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes captured trees into a folder, each through an index of its own. The repository's index, HEAD and working directory are only
/// read; nothing is fetched.
struct TreeWriting {
  /// Where the trees are kept.
  let source: Checkout
  /// Absolute; there, and empty.
  let folder: String

  /// Writes the repository's tree, and makes the folder a small repository with the recorded commit as HEAD: a script that asks git what it
  /// runs from gets the recorded answer. Objects stay where they are.
  ///
  /// - Throws: kind `environment`, with git's own reason, if something of the tree is not here.
  func write(_ tree: Digest, commit: Digest?) throws(Failure) {
    let format = tree.algorithm == .gitSHA256 ? "sha256" : "sha1"
    let git = source.git.with(folder: folder)
    _ = try git.output(
      ["init", "--quiet", "--template=", "--object-format=" + format], settings: ["init.defaultBranch=rebuilt"])
    try FileWriting.makeFolders(own + "/objects/info")
    try FileWriting.replace(own + "/objects/info/alternates", with: source.objects + "\n", durable: false)
    if let commit, GitRepository(source.git).contains(commit).value == true {
      try FileWriting.replace(own + "/HEAD", with: commit.hex + "\n", durable: false)
    }
    try read(tree.hex, from: source, index: own + "/index", into: folder)
  }

  /// Writes a submodule's tree into its place; the submodule's own repository keeps it.
  ///
  /// - Throws: kind `input` for a path that leads elsewhere, kind `environment` if something of the tree is not here.
  func write(_ submodule: CodeState.Submodule, number: Int) throws(Failure) {
    guard let object = submodule.tree ?? submodule.commit.value else { return }
    let place = folder + "/" + submodule.path
    try Self.check(submodule.path, in: folder)
    let inner = try Checkout.locate(source.top + "/" + submodule.path, environment: source.git.environment)
    guard inner.top.isExactly(realPath(source.top + "/" + submodule.path) ?? "") else {
      throw Failure(.missing, "the submodule is not checked out here", file: submodule.path)
    }
    try FileWriting.makeFolders(place)
    try read(object.hex, from: inner, index: "\(own)/submodule-\(number)", into: place)
  }

  /// The folder's own small repository.
  private var own: String { folder + "/.git" }

  private func read(_ object: String, from checkout: Checkout, index: String, into place: String) throws(Failure) {
    let git = checkout.git.with(
      folder: place, variables: ["GIT_DIR=" + checkout.gitFolder, "GIT_WORK_TREE=" + place, "GIT_INDEX_FILE=" + index])
    _ = try git.output(["read-tree", "-m", "-u", object], settings: ["core.sparseCheckout=false", "checkout.workers=0"])
  }

  /// Refuses a recorded path that would lead out of a folder, by its words or by a link that the tree holds.
  static func check(_ path: String, in folder: String) throws(Failure) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let odd = parts.contains { $0.isEmpty || $0 == "." || $0 == ".." || $0.lowercased() == ".git" } || path.utf8.contains(0)
    guard !odd, !leavesByLink(path, in: folder) else {
      throw Failure(.input, "leads out of the rebuilt tree", file: path, hint: "the record names it: look at its journal")
    }
  }

  /// Whether a part of the path above the last is a link.
  static func leavesByLink(_ path: String, in folder: String) -> Bool {
    var above = folder
    for part in path.split(separator: "/").dropLast() {
      above += "/" + part
      guard let status = FileStatus.of(above) else { return false }
      if status.kind != .folder { return true }
    }
    return false
  }
}

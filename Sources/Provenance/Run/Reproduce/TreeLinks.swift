#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Links what a run needs and no tree holds into a rebuilt one: declared data, a program that git ignores, the experiment's own folder.
/// Only the rebuilt tree is changed: links lead out of it, and nothing is removed or made through one.
struct TreeLinks {
  /// Where the originals lie.
  let project: Project
  let tree: RebuiltTree

  /// Puts a link to the project's own file or folder in the place of what the rebuilt project has there.
  ///
  /// - Parameter path: relative to the project.
  /// - Returns: false if the project has none, or the path leads elsewhere.
  func replace(_ path: String) throws(Failure) -> Bool {
    let original = project.root + "/" + path
    guard isInner(path), FileStatus.of(original, followingLinks: true) != nil else { return false }
    try FileWriting.remove(tree.project + "/" + path)
    try link(original, at: tree.project + "/" + path)
    return true
  }

  /// Links the first part of a path that the rebuilt project does not have.
  ///
  /// - Returns: the part's path; nil if nothing is missing there, or the project does not have it either.
  func supply(_ path: String) throws(Failure) -> String? {
    guard isInner(path) else { return nil }
    var inner = ""
    for part in path.split(separator: "/") {
      inner += (inner.isEmpty ? "" : "/") + part
      guard FileStatus.of(tree.project + "/" + inner) == nil else { continue }
      guard FileStatus.of(project.root + "/" + inner, followingLinks: true) != nil else { return nil }
      try link(project.root + "/" + inner, at: tree.project + "/" + inner)
      return inner
    }
    return nil
  }

  /// Links a folder of the project's records into its place in the rebuilt project.
  func linkRecord(_ path: String, to original: String) throws(Failure) {
    guard isInner(path) else { throw Failure(.input, "leads out of the rebuilt tree", file: path) }
    try FileWriting.remove(tree.project + "/" + path)
    try link(original, at: tree.project + "/" + path)
  }

  private func isInner(_ path: String) -> Bool {
    if path.hasPrefix("/") || path == "." { return false }
    do throws(Failure) { try TreeWriting.check(path, in: tree.project) } catch { return false }
    return true
  }

  private func link(_ original: String, at place: String) throws(Failure) {
    try FileWriting.makeFolders(parent(of: place))
    guard symlink(original, place) == 0 else { throw .system("write", place) }
  }
}

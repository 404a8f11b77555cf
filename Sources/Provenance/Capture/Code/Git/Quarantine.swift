#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Objects in a folder of their own, beside those of a repository: what git writes there is not the repository's until it is released.
struct Quarantine {
  private let checkout: Checkout
  private let folder: String

  /// - Parameter folder: absolute; whoever names it removes it.
  init(_ checkout: Checkout, at folder: String) { (self.checkout, self.folder) = (checkout, folder) }

  /// Returns what makes git write there, and read here too.
  func variables() throws(Failure) -> [String] {
    try FileWriting.makeFolders(folder)
    return ["GIT_OBJECT_DIRECTORY=" + folder, "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + Self.listed(checkout.objects)]
  }

  func git() throws(Failure) -> Git { checkout.git.with(variables: try variables()) }

  /// A colon parts the list, unless the folder is quoted.
  private static func listed(_ folder: String) -> String {
    guard folder.contains(":") || folder.hasPrefix("\"") else { return folder }
    return "\"" + folder.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// Gives its packs to the repository. An index comes last: git sees a pack by that.
  ///
  /// - Throws: kind `environment` if the repository cannot be written.
  func release() throws(Failure) {
    let (source, target) = (folder + "/pack", checkout.objects + "/pack")
    try FileWriting.makeFolders(target)
    let names = try FileReading.names(in: source)
    for ending in [".pack", ".rev", ".idx"] {
      for name in names where name.hasSuffix(ending) { try Self.move(source + "/" + name, to: target + "/" + name) }
    }
    try FileWriting.sync(target)
  }

  private static func move(_ source: String, to target: String) throws(Failure) {
    if rename(source, target) == 0 { return }
    guard errno == EXDEV else { throw .system("write", target) }
    // A name that git itself takes for left over, should nobody come to rename it.
    let temporary = parent(of: target) + "/tmp_\(getpid())_\(lastComponent(of: target))"
    try FileCopy.make(temporary, of: source)
    try FileWriting.sync(temporary)
    guard rename(temporary, target) == 0 else { throw .system("write", target) }
  }
}

/// The digest of what the policy calls code.
///
/// The SHA-256 of one item for every captured file that no pattern excludes, in byte order of the paths:
/// `mode SP "blob" SP oid TAB path NUL`, which is what `git ls-tree -r -z <tree>` prints. Files of a submodule stand with their
/// own paths under the submodule's, so that committing there changes nothing; a submodule that is not checked out stands as
/// `160000 commit <oid>`. Without excluded files it can be checked by hand: `git ls-tree -r -z <tree> | sha256sum`.
struct CodeDigest: Sendable {
  let patterns: [Glob]
  /// The project's folder under the top, with a slash; empty if it is the top. Patterns are relative to the project for what lies in it.
  let project: Bytes

  func isCode(_ path: Bytes) -> Bool {
    let path = path.starts(with: project) ? path.dropFirst(project.count) : path
    return path.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in !patterns.contains { $0.matches(bytes) } }
    }
  }

  /// - Parameter files: in byte order of their paths.
  func digest(of files: [TreeFile]) -> Digest {
    var text: [UInt8] = []
    text.reserveCapacity(files.count * 96)
    for file in files where isCode(file.path) {
      text += file.blob.mode.digits.utf8
      text += (file.blob.mode == .submodule ? " commit " : " blob ").utf8
      text += file.blob.oid
      text.append(0x09)
      text += file.path
      text.append(0)
    }
    return .sha256(text)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies a project's files as they are now, where nobody captured those of the original. Records, repositories and declared data stay
/// where they are; links are copied as links.
struct PresentFiles {
  let project: Project
  /// Paths relative to the project that are not copied.
  let besides: Set<String>

  init(of project: Project, besides data: [DataInput]) {
    self.project = project
    besides = Set([".xp", ".git", project.policy.experiment.root] + data.map(\.path))
  }

  /// - Throws: kind `environment` if a file cannot be read or written.
  func copy(to folder: String) throws(Failure) {
    var pending = [""]
    while let inner = pending.popLast() {
      let from = inner.isEmpty ? project.root : project.root + "/" + inner
      if !inner.isEmpty { try FileWriting.makeFolders(folder + "/" + inner) }
      for name in try FileReading.names(in: from) {
        let path = inner.isEmpty ? name : inner + "/" + name
        guard !besides.contains(path), name != ".git", let status = FileStatus.of(project.root + "/" + path) else { continue }
        switch status.kind {
        case .file: try FileCopy.make(folder + "/" + path, of: project.root + "/" + path)
        case .folder: pending.append(path)
        case .link: try Self.copyLink(from: project.root + "/" + path, to: folder + "/" + path)
        case .other: continue
        }
      }
    }
  }

  private static func copyLink(from original: String, to copy: String) throws(Failure) {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink(original, &target, target.count - 1) >= 0 else { throw .system("read", original) }
    guard symlink(target, copy) == 0 else { throw .system("write", copy) }
  }
}

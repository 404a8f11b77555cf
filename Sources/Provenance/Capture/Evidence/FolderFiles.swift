/// Lists what lies in an experiment's folder, as near names and patterns need it; nothing is read.
struct FolderFiles {
  let folder: String

  /// Nobody reads near names among more.
  static let limit = 20_000
  static let maximumDepth = 8

  /// - Parameter start: a folder of one attempt; empty: all but the folders of other attempts.
  func files(below start: String) -> [PresentFile] {
    var found: [PresentFile] = []
    collect(start, depth: 0, into: &found)
    return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func collect(_ inner: String, depth: Int, into found: inout [PresentFile]) {
    let path = inner.isEmpty ? folder : folder + "/" + inner
    guard depth < Self.maximumDepth, let names = try? FileReading.names(in: path) else { return }
    for name in names where found.count < Self.limit {
      let relative = inner.isEmpty ? name : inner + "/" + name
      if inner.isEmpty && name.hasPrefix("attempt_") && Int(name.dropFirst(8)) != nil { continue }
      guard let status = FileStatus.of(path + "/" + name) else { continue }
      switch status.kind {
      case .folder: collect(relative, depth: depth + 1, into: &found)
      case .file: found.append(PresentFile(path: relative, size: status.size, modified: status.modifiedMoment))
      case .link, .other: break
      }
    }
  }
}

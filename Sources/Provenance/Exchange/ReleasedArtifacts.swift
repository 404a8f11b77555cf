extension ExperimentRecord {
  /// Returns when an artifact's bytes were let go and by which rule; nil if they were not, or if the file was made anew since.
  public func release(of artifact: Artifact) -> (time: Moment, release: Release)? {
    for entry in entries.reversed() where entry.kind == .released {
      guard let release = try? ValueDecoder.decode(Release.self, from: entry.body), release.path.isExactly(artifact.path),
        release.sha256 == artifact.sha256.value
      else { continue }
      return (entry.time, release)
    }
    return nil
  }

  /// Returns the absolute path of an artifact in the experiment's folder; nil if it lies elsewhere, or a name or a link on the way leads
  /// out of the folder. The file itself may be gone, or a link.
  func inside(_ artifact: Artifact) -> String? {
    guard artifact.base == nil else { return nil }
    let path = artifact.path
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, names.allSatisfy({ !["", ".", ".."].contains($0) }) else { return nil }
    var current = folder
    for name in names.dropLast() {
      current += "/" + name
      guard FileStatus.of(current).map({ $0.kind == .folder }) ?? true else { return nil }
    }
    return folder + "/" + path
  }
}

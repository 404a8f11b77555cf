/// A path on which commit, index and working directory do not agree, or may not.
struct WorkingFile: Sendable {
  let path: Bytes
  var head: Blob?
  var index: Blob?
  /// There is nothing in the working directory.
  var isGone = false
  /// The object that the index has is not to be relied on.
  var needsStoring = true
  var isUntracked = false

  /// How the path differs from the commit, if it is now this; nil if it does not.
  func change(to now: Blob?) -> CodeState.Change.Kind? {
    guard let head else { return now == nil && !isUntracked ? nil : isUntracked ? .untracked : .added }
    guard let now else { return .deleted }
    if head == now { return nil }
    if isUntracked { return .untracked }
    return head.mode == now.mode || head.mode.isFile && now.mode.isFile ? .modified : .type
  }

  /// How a path differs whose content was not captured.
  var uncapturedChange: CodeState.Change.Kind { isUntracked ? .untracked : head == nil ? .added : .modified }

  /// Collects all such paths, in order.
  ///
  /// What git was told not to look at (`assume-unchanged`, `skip-worktree`) is looked at; only a path that is skipped and absent, as a
  /// sparse checkout leaves it, stays as the index has it.
  static func collect(_ listing: IndexListing, _ report: StatusReport, top: String) -> [WorkingFile] {
    var files: [Bytes: WorkingFile] = [:]
    for change in report.tracked where !(change.index?.mode == .submodule && change.mode == .submodule) {
      files[change.path] = WorkingFile(
        path: change.path, head: change.head, index: change.index, isGone: change.mode == nil,
        needsStoring: !change.isStaged)
    }
    for entry in listing.entries where entry.isSkipped || entry.isAssumed {
      guard entry.stage == 0, entry.file.blob.mode != .submodule else { continue }
      let kind = FileStatus.of(top + "/" + entry.file.path.text)?.kind
      if entry.isSkipped, kind == nil { continue }
      var file = files[entry.file.path] ?? WorkingFile(path: entry.file.path, head: entry.file.blob)
      (file.index, file.needsStoring, file.isGone) = (entry.file.blob, true, kind == nil || kind == .folder)
      files[entry.file.path] = file
    }
    for path in report.untracked {
      files[path] = WorkingFile(path: path, head: files[path]?.head, isUntracked: true)
    }
    return files.values.sorted { precedes($0.path, $1.path) }
  }
}

/// The submodules of one repository, each captured in its own.
struct SubmoduleSurvey {
  private(set) var submodules: [CodeState.Submodule] = []
  private(set) var edits: [Bytes: TreeEdit] = [:]
  private(set) var changes: [CodeState.Change] = []
  private(set) var files: [TreeFile] = []
  private(set) var refs: [TreeRef] = []
  private(set) var notCaptured: [NotCaptured] = []
  private(set) var remarks: [String] = []
  /// Whether some submodule's working directory differs from its commit.
  private(set) var isDirty = false
  private var opened: Set<Bytes> = []

  /// Whether a link to a commit is replaced by that submodule's own files in ``files``.
  func isOpen(_ file: TreeFile) -> Bool { file.blob.mode == .submodule && opened.contains(file.path) }

  mutating func take(
    _ listing: IndexListing, _ report: StatusReport, _ scan: FolderScan, _ checkout: Checkout, _ capture: CodeCapture,
    write: Bool
  ) throws(Failure) {
    for (number, entry) in listing.entries.lazy.filter({ $0.file.blob.mode == .submodule && $0.stage == 0 }).enumerated() {
      let path = entry.file.path
      let known = report.tracked.first { $0.path == path }
      let isReplaced = known.map { $0.mode != .submodule } ?? false
      guard !isReplaced, !scan.isRecord(path), let name = path.exactText else { continue }
      let head = known == nil ? entry.file.blob : known?.head
      guard FileStatus.of(checkout.top + "/" + name + "/.git") != nil else {
        submodules.append(CodeState.Submodule(path: name, commit: .unknown("not checked out")))
        note(name, head, entry.file.blob)
        continue
      }
      do {
        let inner = try capture.nested(name, in: checkout.top, number: number)
        let location = try Checkout.locate(inner.folder, environment: inner.environment)
        try take(CodeSurvey.make(location, inner, write: write), location, entry.file, name, head)
      } catch {
        submodules.append(CodeState.Submodule(path: name, commit: .unknown(error.message)))
        note(name, head, entry.file.blob)
      }
    }
  }

  private mutating func take(
    _ survey: CodeSurvey, _ location: Checkout, _ file: TreeFile, _ name: String, _ head: Blob?
  ) throws(Failure) {
    var now = file.blob
    if let commit = location.commit { now.oid = Bytes(commit) }
    if now != file.blob { edits[file.path] = .put(now) }
    note(name, head, now)
    let tree = survey.state.tree.value
    let differs = tree != nil && tree?.hex != location.tree
    submodules.append(
      CodeState.Submodule(path: name, commit: survey.state.commit, tree: differs ? tree : nil))
    // What a commit of the submodule holds needs no ref of ours there.
    refs += survey.refs.filter { differs || $0.folder != location.top }
    if !survey.state.clean { isDirty = true }
    if case .unknown(let reason) = survey.state.tree { remarks.append("\(name): its tree is unknown: \(reason)") }
    opened.insert(file.path)
    let prefix = file.path + Bytes("/")
    files += survey.files.map { TreeFile(blob: $0.blob, path: prefix + $0.path) }
    submodules += survey.state.submodules.map {
      CodeState.Submodule(path: name + "/" + $0.path, commit: $0.commit, tree: $0.tree)
    }
    changes += survey.state.changes.map { CodeState.Change(path: name + "/" + $0.path, kind: $0.kind) }
    notCaptured += survey.state.notCaptured.map {
      NotCaptured(path: name + "/" + $0.path, reason: $0.reason, detail: $0.detail)
    }
    remarks += survey.state.remarks.map { "\(name): \($0)" }
  }

  private mutating func note(_ name: String, _ head: Blob?, _ now: Blob) {
    if head != now { changes.append(CodeState.Change(path: name, kind: head == nil ? .added : .modified)) }
  }
}

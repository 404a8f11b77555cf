/// One repository's captured state with the files of its tree, submodules' included.
struct CodeSurvey {
  var state: CodeState
  /// In byte order of their paths.
  var files: [TreeFile] = []
  var refs: [TreeRef] = []

  static func make(_ checkout: Checkout, _ capture: CodeCapture, write: Bool) throws(Failure) -> CodeSurvey {
    let storage = try Storage(checkout, scratch: capture.scratch, write: write)
    let statusCall = try storage.git.start(StatusReport.question, settings: checkout.configuration.filtersOptional)
    let listed = try storage.git.start(IndexListing.question).wait()
    let listing = IndexListing(listed.output)
    // Folders are looked at while git compares files.
    var scan = FolderScan(top: checkout.top)
    scan.look(around: listing.entries.lazy.map(\.file.path))
    let status = statusCall.wait()
    guard status.succeeded else { throw Failure(.environment, "git status: \(status.gitReason)") }
    guard listed.succeeded else { throw Failure(.environment, "git ls-files: \(listed.gitReason)") }
    let report = StatusReport(status.output)
    let working = WorkingFile.collect(listing, report, top: checkout.top)
    scan.look(around: working.lazy.map(\.path))

    var selection = Selection()
    try selection.take(working, scan, checkout, capture, storage.git)
    selection.take(report.embedded, scan)
    selection.takeUnreadable(status.errorText)
    try selection.take(specials: scan.specials, listing, scan, storage.git)
    selection.dropTracked(listing, scan, capture.isSecretName)
    var modules = SubmoduleSurvey()
    try modules.take(listing, report, scan, checkout, capture, write: write)
    return try assemble(checkout, storage, listing, report, selection, modules)
  }

  private static func assemble(
    _ checkout: Checkout, _ storage: Storage, _ listing: IndexListing, _ report: StatusReport, _ selection: Selection,
    _ modules: SubmoduleSurvey
  ) throws(Failure) -> CodeSurvey {
    let edits = selection.edits.merging(modules.edits) { $1 }
    let hasIndexChange = !report.tracked.isEmpty || !edits.isEmpty
    var tree: Known<Digest> = .unknown(storage.refusal ?? "not stored")
    if let known = checkout.tree, !hasIndexChange {
      tree = .known(gitDigest(Bytes(known)))
    } else {
      let made: Known<Digest> = .look { () throws(Failure) in
        try storage.tree(edits, digits: listing.entries.first?.file.blob.oid.count ?? 0)
      }
      if storage.refusal == nil || made.value == nil { tree = made }
    }
    let changes = (selection.changes + modules.changes).sorted { Bytes($0.path).lexicographicallyPrecedes(Bytes($1.path)) }
    let commit = checkout.commit.map { Known.known(gitDigest(Bytes($0))) } ?? .unknown("no commits yet")
    // The code digest is the asking capture's: it depends on patterns and on the files of submodules.
    var survey = CodeSurvey(
      state: CodeState(
        commit: commit, branch: report.branch, remotes: checkout.configuration.remotes, upstream: report.upstream,
        unpushed: report.unpushed, tree: tree, codeDigest: .unknown("not asked"),
        clean: changes.isEmpty && checkout.commit != nil && !modules.isDirty, changes: changes,
        submodules: modules.submodules, notCaptured: sorted(selection.notCaptured + modules.notCaptured),
        remarks: selection.remarks + modules.remarks),
      files: files(listing, edits, modules), refs: modules.refs)
    if let tree = tree.value {
      survey.refs.insert(storage.ref(tree), at: 0)
    }
    return survey
  }

  private static func files(_ listing: IndexListing, _ edits: [Bytes: TreeEdit], _ modules: SubmoduleSurvey) -> [TreeFile] {
    var files: [TreeFile] = []
    files.reserveCapacity(listing.entries.count + edits.count)
    for entry in listing.entries where entry.stage == 0 && edits[entry.file.path] == nil && !modules.isOpen(entry.file) {
      files.append(entry.file)
    }
    for (path, edit) in edits {
      if case .put(let blob) = edit, blob.mode != .submodule { files.append(TreeFile(blob: blob, path: path)) }
    }
    files += modules.files
    files.sort { precedes($0.path, $1.path) }
    return files
  }

  private static func sorted(_ list: [NotCaptured]) -> [NotCaptured] {
    var seen: Set<ExactString> = []
    return list.sorted { Bytes($0.path).lexicographicallyPrecedes(Bytes($1.path)) }
      .filter { seen.insert(ExactString($0.path)).inserted }
  }
}

/// What enters the tree of what git offers, and what does not, with the reason.
struct Selection {
  /// More files over the count budget than this are listed by folder.
  static let listedSingly = 100

  private(set) var edits: [Bytes: TreeEdit] = [:]
  private(set) var changes: [CodeState.Change] = []
  private(set) var notCaptured: [NotCaptured] = []
  private(set) var remarks: [String] = []
  private var surplus: [WorkingFile] = []

  /// Screens and stores the changed and untracked files.
  mutating func take(
    _ files: [WorkingFile], _ scan: FolderScan, _ checkout: Checkout, _ capture: CodeCapture, _ git: Git
  ) throws(Failure) {
    var screen = FileScreen(
      top: checkout.top, rules: capture.rules, configuration: checkout.configuration, secretIn: capture.secretIn,
      isSecretName: capture.isSecretName)
    var stored: [(file: WorkingFile, mode: FileMode)] = []
    var links: [(file: WorkingFile, target: [UInt8])] = []
    for file in files {
      if scan.isRecord(file.path) {
        edits[file.path] = .remove
        continue
      }
      switch screen.look(at: file) {
      case .gone: settle(file, nil)
      case .refused(let reason, let detail): refuse(file, reason, detail)
      case .accepted(let mode, nil):
        // A staged file has its object already; git gave it the mode that the working directory has.
        if file.needsStoring { stored.append((file, mode)) } else { settle(file, file.index) }
      case .accepted(_, let target?):
        if file.needsStoring { links.append((file, target)) } else { settle(file, file.index) }
      }
    }
    try store(stored, checkout.configuration, git)
    try store(links, scratch: capture.scratch, checkout.configuration, git)
    listSurplus()
  }

  private mutating func store(
    _ files: [(file: WorkingFile, mode: FileMode)], _ configuration: RepositoryConfiguration, _ git: Git
  ) throws(Failure) {
    guard !files.isEmpty else { return }
    var writer = BlobWriter(git, configuration)
    for (entry, result) in zip(files, try writer.store(files.map(\.file.path))) {
      switch result {
      case .stored(let oid): settle(entry.file, Blob(mode: entry.mode, oid: oid))
      case .raw(let oid, let reason):
        settle(entry.file, Blob(mode: entry.mode, oid: oid))
        remarks.append("\(entry.file.path.text): its filter failed, the raw bytes were taken: \(reason)")
      case .failed(let reason): refuse(entry.file, .unreadable, reason)
      }
    }
    if writer.lostPatience {
      remarks.append("filters failed for many files: the raw bytes were taken wherever one did")
    }
  }

  /// A link's object is its target: git reads it from a file in the scratch folder.
  private mutating func store(
    _ links: [(file: WorkingFile, target: [UInt8])], scratch: String, _ configuration: RepositoryConfiguration, _ git: Git
  ) throws(Failure) {
    guard !links.isEmpty else { return }
    try FileWriting.makeFolders(scratch + "/links")
    var paths: [Bytes] = []
    for (number, link) in links.enumerated() {
      let path = "\(scratch)/links/\(number)"
      try FileWriting.remove(path)
      try FileWriting.create(path, with: link.target, durable: false, mode: 0o600)
      paths.append(Bytes(path))
    }
    for (link, result) in zip(links, try BlobWriter(git, configuration).storeRaw(paths)) {
      if case .stored(let oid) = result {
        settle(link.file, Blob(mode: .link, oid: oid))
      } else {
        refuse(link.file, .unreadable, nil)
      }
    }
  }

  private mutating func settle(_ file: WorkingFile, _ now: Blob?) {
    if let now { if now != file.index { edits[file.path] = .put(now) } } else { edits[file.path] = .remove }
    if let kind = file.change(to: now) { changes.append(CodeState.Change(path: file.path.text, kind: kind)) }
  }

  private mutating func refuse(_ file: WorkingFile, _ reason: NotCaptured.Reason, _ detail: String?) {
    edits[file.path] = .remove
    if reason == .tooMany { return surplus.append(file) }
    notCaptured.append(NotCaptured(path: file.path.text, reason: reason, detail: detail))
    changes.append(CodeState.Change(path: file.path.text, kind: file.uncapturedChange))
  }

  /// A million files over the budget are a few lines, not a million.
  private mutating func listSurplus() {
    guard surplus.count > Self.listedSingly else {
      for file in surplus {
        notCaptured.append(NotCaptured(path: file.path.text, reason: .tooMany))
        changes.append(CodeState.Change(path: file.path.text, kind: file.uncapturedChange))
      }
      return
    }
    for (folder, files) in Dictionary(grouping: surplus, by: { $0.path.folder ?? Bytes(".") }) {
      notCaptured.append(NotCaptured(path: folder.text + "/", reason: .tooMany, detail: "\(files.count) files"))
      changes.append(CodeState.Change(path: folder.text + "/", kind: files.allSatisfy(\.isUntracked) ? .untracked : .modified))
    }
  }

  /// Untracked repositories inside this one.
  mutating func take(_ embedded: [Bytes], _ scan: FolderScan) {
    for path in embedded where !scan.isRecord(path + Bytes("/")) {
      notCaptured.append(NotCaptured(path: path.text, reason: .embeddedRepository))
      changes.append(CodeState.Change(path: path.text + "/", kind: .untracked))
    }
  }

  /// Folders that git could not look into; it says so and goes on.
  mutating func takeUnreadable(_ warnings: String) {
    for line in warnings.split(separator: "\n") {
      guard let start = line.firstRange(of: "could not open directory '"),
        let end = line[start.upperBound...].lastIndex(of: "'")
      else { continue }
      let path = line[start.upperBound..<end]
      let reason = line[line.index(after: end)...].drop { $0 == ":" || $0 == " " }
      notCaptured.append(NotCaptured(path: String(path), reason: .unreadable, detail: reason.lowercased()))
    }
  }

  /// Sockets, pipes and devices, which git passes over in silence, unless they are ignored.
  mutating func take(specials: [Bytes], _ listing: IndexListing, _ scan: FolderScan, _ git: Git) throws(Failure) {
    let specials = specials.filter { !scan.isRecord($0) && edits[$0] == nil }
    guard !specials.isEmpty else { return }
    let answer = try git.run(["check-ignore", "-z", "--stdin"], input: specials.flatMap { $0 + [0] })
    let ignored = Set(answer.output.split(separator: 0))
    for path in specials where !ignored.contains(path) {
      notCaptured.append(NotCaptured(path: path.text, reason: .notAFile))
    }
  }

  /// Takes out what is tracked and unchanged but does not belong in the tree.
  mutating func dropTracked(_ listing: IndexListing, _ scan: FolderScan, _ isSecretName: (String) -> String?) {
    for entry in listing.entries where edits[entry.file.path] == nil {
      if scan.isRecord(entry.file.path) {
        edits[entry.file.path] = .remove
      } else if let rule = isSecretName(entry.file.path.text) {
        edits[entry.file.path] = .remove
        notCaptured.append(NotCaptured(path: entry.file.path.text, reason: .secret, detail: rule))
      }
    }
    guard !scan.journals.isEmpty else { return }
    let places = Set(scan.journals.map { $0.folder?.text ?? "." }).sorted().joined(separator: ", ")
    remarks.append("folders that hold a journal are not part of the tree: \(scan.journals.count) in \(places)")
  }
}

/// A bundle whose files lie in a folder of the importer's own: read whole, each as the manifest says.
struct StagedBundle: Sendable {
  /// Absolute.
  let folder: String
  let manifest: BundleManifest
  private let byExperiment: [ExactString: [(path: String, file: BundleManifest.File)]]

  /// Reads what a reader has put there.
  ///
  /// - Throws: kind `input` if it is none, kind `missing` if there is nothing.
  static func load(_ folder: String) throws(Failure) -> StagedBundle {
    let bytes = try FileReading.bytes(of: folder + "/" + BundleManifest.name, limit: BundleManifest.maximumSize)
    let manifest = try BundleManifest.read(bytes)
    var files: [ExactString: [(path: String, file: BundleManifest.File)]] = [:]
    for file in manifest.files {
      guard case .experiment(let experiment, let path) = try BundlePath(file.path) else { continue }
      files[ExactString(experiment), default: []].append((path, file))
    }
    return StagedBundle(folder: folder, manifest: manifest, byExperiment: files)
  }

  func path(of file: BundleManifest.File) -> String { folder + "/" + file.path }

  /// Returns the files of an experiment, by their paths in its folder.
  func files(of experiment: String) -> [(path: String, file: BundleManifest.File)] {
    byExperiment[ExactString(experiment)] ?? []
  }

  // MARK: Checks before anything is put in place

  /// Reads every journal and tries it in a ledger that ends with this call.
  ///
  /// - Throws: kind `input` for a journal that does not hold together or does not say what the manifest says, for an entry that no
  ///   ledger can take, for an order that is none.
  func check(for project: Project) throws(Failure) {
    var all: [[Entry]] = []
    var journals: [String: [[Entry]]] = [:]
    for file in manifest.files {
      switch try BundlePath(file.path) {
      case .projectJournal(let writer): all.append(try entries(of: file, writer))
      case .experiment(let experiment, let path):
        guard let writer = BundlePath.ledger(ofJournal: path) else { continue }
        let entries = try entries(of: file, writer).map { $0.filed(under: experiment) }
        journals[experiment, default: []].append(entries)
        all.append(entries)
      case .order:
        guard OrderCopies.areWhole(try FileReading.bytes(of: path(of: file))) else { throw fault(file, "is not an order") }
      case .checkpoint, .code: break
      }
    }
    for experiment in manifest.experiments {
      let entries = Journal.merged(journals[experiment.name] ?? [])
      let first = entries.first { $0.kind == .registered || $0.kind == .campaign }
      guard first?.digest == experiment.first, entries.count == experiment.entries else {
        throw Failure(.input, "\(experiment.name) is not the experiment that the manifest names")
      }
    }
    let entries = Journal.merged(all)
    try checkTrees(of: entries)
    try Ledger.rehearse(entries, in: project)
  }

  /// A ref keeps objects for ever: only a tree that a registration names gets one.
  private func checkTrees(of entries: [Entry]) throws(Failure) {
    var named: Set<Digest> = []
    for entry in entries where entry.kind == .registered {
      let registration: Registration
      do { registration = try ValueDecoder.decode(Registration.self, from: entry.body) } catch { continue }
      if let tree = registration.code.value?.tree.value { named.insert(tree) }
    }
    guard let foreign = manifest.trees.first(where: { !named.contains($0) }) else { return }
    throw Failure(.input, "the bundle brings the tree \(foreign), which none of its experiments names")
  }

  private func entries(of file: BundleManifest.File, _ writer: String) throws(Failure) -> [Entry] {
    let whole = path(of: file)
    let content = try Journal(folder: parent(of: whole), ledger: writer).read()
    guard content.torn.isEmpty, !content.entries.isEmpty else { throw fault(file, "does not end in a whole line") }
    if let finding = content.findings.first { throw fault(file, "does not hold together: \(finding.message)") }
    for entry in content.entries {
      guard entry.ledger.isExactly(String(writer.prefix(16))) else { throw fault(file, "holds an entry of another writer") }
      guard entry.isCanonical else { throw fault(file, "holds an entry that is not in canonical form") }
    }
    return content.entries
  }

  private func fault(_ file: BundleManifest.File, _ what: String) -> Failure { Failure(.input, "\(file.path) \(what)") }
}

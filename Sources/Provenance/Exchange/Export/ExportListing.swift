/// What goes into a bundle: each file with the place of its bytes, and what stays.
struct ExportListing {
  var contents: [String: (file: BundleManifest.File, content: BundleWriter.Content)] = [:]
  var experiments: [BundleManifest.Experiment] = []
  var leftOut: [BundleManifest.LeftOut] = []
  var trees: Set<Digest> = []
  private var folded: [String: String] = [:]

  /// Adds bytes that were read.
  mutating func add(_ bytes: [UInt8], at place: BundlePath) {
    add(BundleManifest.File(path: place.text, size: Int64(bytes.count), sha256: .sha256(bytes)), .bytes(bytes))
  }

  /// Adds a file that the writer will read.
  mutating func add(_ file: BundleManifest.File, _ content: BundleWriter.Content) {
    if let reason = BundlePath.refusal(of: file.path) { return leaveOut(file.path, reason) }
    let key = BundlePath.folded(file.path)
    if let other = folded[key] { return leaveOut(file.path, "some file systems hold its name for that of \(other)") }
    folded[key] = file.path
    contents[file.path] = (file, content)
  }

  mutating func leaveOut(_ path: String, _ reason: String) {
    leftOut.append(BundleManifest.LeftOut(path: path, reason: reason))
  }

  /// The manifest's files in their order.
  var files: [BundleManifest.File] {
    contents.values.map(\.file).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  // MARK: Journals

  /// Adds the journals of a folder, whole lines only. A journal that does not hold together is left out with its reason.
  ///
  /// - Returns: all entries of those that were added.
  mutating func addJournals(of folder: String, at place: (String) -> BundlePath) throws(Failure) -> [[Entry]] {
    var journals: [[Entry]] = []
    for journal in try Journal.all(in: folder) {
      let name = lastComponent(of: journal.path)
      guard BundlePath.ledger(ofJournal: name) != nil else {
        leaveOut(place(name).text, "its name is not that of a journal")
        continue
      }
      let content = try journal.read()
      if let finding = content.findings.first {
        leaveOut(place(name).text, "it does not hold together: \(finding.message)")
        continue
      }
      if !content.torn.isEmpty { leaveOut(place(name).text, "its last \(content.torn.count) bytes, which are no whole line") }
      guard !content.entries.isEmpty else { continue }
      add(content.entries.flatMap { $0.bytes + [UInt8(ascii: "\n")] }, at: place(name))
      journals.append(content.entries)
    }
    return journals
  }
}

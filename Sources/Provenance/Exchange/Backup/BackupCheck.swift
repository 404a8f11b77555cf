/// Opens a backup and holds its three tellings against each other: ledger, order, journals.
struct BackupCheck: Sendable {
  let project: Project
  let ledger: Ledger
  /// Under which folder each entry is filed.
  let filed: [Digest: String]

  /// - Parameter withoutFolder: experiments of which no journal can tell.
  /// - Throws: kind `environment` if the three do not agree.
  func summary(withoutFolder: [String]) throws(Failure) -> Backup.Summary {
    let entries = try ledger.entryDigests()
    let order = try ledger.order.digests()
    guard order == entries.map(\.hex) else {
      throw disagreement("its ledger holds \(entries.count) entries, its order \(order.count) lines")
    }
    var told: Set<Digest> = []
    var (files, size) = (0, Int64(0))
    var pending = [project.root]
    while let folder = pending.popLast() {
      for journal in try Journal.all(in: folder) {
        let content = try journal.read()
        if let finding = content.findings.first { throw disagreement("\(finding.message) (\(finding.place ?? ""))") }
        told.formUnion(content.entries.map(\.digest))
      }
      for name in try FileReading.names(in: folder) {
        guard let status = FileStatus.of(folder + "/" + name) else { continue }
        if status.kind == .folder { pending.append(folder + "/" + name) } else { (files, size) = (files + 1, size + status.size) }
      }
    }
    let silent = Set(withoutFolder)
    let missing = entries.filter { !told.contains($0) && !silent.contains(filed[$0] ?? "") }
    guard missing.isEmpty, told.isSubset(of: Set(entries)) else {
      throw disagreement("\(missing.count) of its \(entries.count) entries are in no journal")
    }
    let experiments = try ledger.experiments().count
    return Backup.Summary(
      experiments: experiments, entries: entries.count, files: files, size: size, withoutFolder: withoutFolder)
  }

  private func disagreement(_ what: String) -> Failure {
    Failure(.environment, "the backup does not agree with itself: \(what)", hint: "bring ledger and journals together: xp sync")
  }
}

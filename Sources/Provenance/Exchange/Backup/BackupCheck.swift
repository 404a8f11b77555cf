/// Opens a backup and holds its three tellings against each other: ledger, order, journals.
struct BackupCheck: Sendable {
  let project: Project
  let ledger: Ledger

  /// - Throws: kind `environment` if they do not agree.
  func summary() throws(Failure) -> Backup.Summary {
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
    guard told == Set(entries) else {
      let missing = Set(entries).subtracting(told).count
      throw disagreement("\(missing) of its \(entries.count) entries are in no journal")
    }
    let experiments = try ledger.experiments().count
    return Backup.Summary(experiments: experiments, entries: entries.count, files: files, size: size)
  }

  private func disagreement(_ what: String) -> Failure {
    Failure(.environment, "the backup does not agree with itself: \(what)", hint: "bring ledger and journals together: xp sync")
  }
}

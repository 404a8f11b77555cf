import Provenance

/// What must hold of a project at rest, whatever ended the commands before.
public struct Soundness {
  private let bench: Bench
  private let project: Project
  public private(set) var problems: [String] = []

  public init(_ bench: Bench) throws {
    self.bench = bench
    project = try Project.load(bench.folder)
    let registered = try folders()
    try ledger(registered)
    try hidden(registered)
    try refs(registered)
  }

  private mutating func require(_ holds: Bool, _ problem: @autoclosure () -> String) {
    if !holds { problems.append(problem()) }
  }

  /// Every folder is a whole experiment.
  private mutating func folders() throws -> [ExperimentRecord] {
    var records: [ExperimentRecord] = []
    for name in try bench.experiments() {
      let folder = project.folder(of: name)
      guard let record = try? ExperimentRecord.load(folder) else {
        require(try Journal.all(in: folder).isEmpty && !FileReading.names(in: folder).isEmpty, "\(name) is half an experiment")
        require(FileStatus.of(folder + "/config.jcs") == nil, "\(name) has a snapshot and no journal")
        continue
      }
      records.append(record)
      require(record.findings.isEmpty, "\(name): \(record.findings)")
      let recorded = record.registration.config.digest
      require(try FileReading.sha256(of: folder + "/config.jcs") == recorded, "\(name): config.jcs is not as recorded")
      if let environment = record.registration.environment.value {
        require(try FileReading.sha256(of: folder + "/environment.json") == environment, "\(name): environment.json differs")
      }
      let strays = try FileReading.names(in: folder).filter { $0.contains(".xp-") }
      require(strays.isEmpty, "\(name) holds \(strays)")
    }
    return records
  }

  /// Journals, order and ledger tell of the same entries.
  private mutating func ledger(_ records: [ExperimentRecord]) throws {
    guard let id = try project.existingLedgerID(), FileStatus.of(project.ledgerPath) != nil else {
      return require(records.isEmpty, "there are experiments and no ledger")
    }
    let known = try Ledger.open(project).experiments().map(\.name).sorted()
    require(known == records.map(\.name).sorted(), "the ledger has \(known), the folders are \(records.map(\.name))")
    var entries = records.flatMap { $0.entries.map(\.digest.hex) }
    for journal in try Journal.all(in: project.hidden) { entries += try journal.read().entries.map(\.digest.hex) }
    let order = project.orderFolder + "/" + id
    let lines = FileStatus.of(order) == nil ? [] : try FileReading.text(of: order).split(separator: "\n").map(String.init)
    require(lines.sorted() == entries.sorted(), "the order has \(lines.count) lines, the journals \(entries.count) entries")
  }

  /// Nothing is left of what was begun.
  private mutating func hidden(_ records: [ExperimentRecord]) throws {
    for folder in [project.scratchFolder, project.openFolder] where FileStatus.of(folder) != nil {
      let names = try FileReading.names(in: folder)
      require(names.isEmpty, "\(lastComponent(of: folder))/ holds \(names)")
    }
    let kept = project.hidden + "/private"
    let names = FileStatus.of(kept) == nil ? [] : try FileReading.names(in: kept)
    require(Set(names).isSubset(of: records.map(\.name)), "private/ holds \(names)")
  }

  /// Every ref is named by a registration, and every captured tree has its ref.
  private mutating func refs(_ records: [ExperimentRecord]) throws {
    guard FileStatus.of(bench.folder + "/.git") != nil else { return }
    let listed = try bench.expect("git for-each-ref --format='%(refname)' refs/xp").split(separator: "\n")
    let present = Set(listed.map { lastComponent(of: String($0)) })
    let named = Set(records.compactMap { $0.registration.code.value?.tree.value?.hex })
    require(present == named, "refs/xp has \(present.subtracting(named)) too many and lacks \(named.subtracting(present))")
  }
}

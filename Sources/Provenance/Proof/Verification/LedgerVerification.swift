import Dispatch
import Foundation
import GRDB

/// Recomputes everything that a ledger claims, from the entries' own bytes: the chain of each journal, order, tree, roots, and the files
/// and git trees that entries hold digests of. Nothing is written; memory does not grow with the number of entries.
public struct LedgerVerification: Sendable {
  /// What more is looked at.
  public struct Request: Sendable {
    /// Reads every artifact, too.
    public var artifacts = false
    /// Checkpoints that somebody kept elsewhere, absolute paths.
    public var checkpoints: [String] = []
    /// Whose signatures count, beside the project's own keys.
    public var keys: [VerifierKey] = []
    /// How many threads hash.
    public var jobs = 2
    public init() {}
  }

  let project: Project
  let ledger: Ledger
  /// All variables, `NAME=value`: `PATH` tells where git is.
  let environment: [String]
  let request: Request

  public init(project: Project, ledger: Ledger, environment: [String], request: Request = Request()) {
    (self.project, self.ledger, self.environment, self.request) = (project, ledger, environment, request)
  }

  var ledgerPlace: String { relativePath(ledger.path, to: project.root) ?? ledger.path }
  var orderPlace: String { relativePath(ledger.order.path, to: project.root) ?? ledger.order.path }

  /// Looks at all of it.
  ///
  /// - Throws: kind `environment` if the ledger cannot be read at all. What is wrong with it is in the report.
  public func run() throws(Failure) -> LedgerReport {
    var list = FindingList()
    let known = try KeyStore(project).all().map(\.verifier) + request.keys
    let paths = try CheckpointFolder(project).paths() + request.checkpoints
    var checkpoints = KeptCheckpoints(paths, keys: known, ledger: ledger.id, project: project)
    var counts = LedgerReport.Counts()

    let count = try ledger.size()
    // A row may have been given any number.
    guard count < Int.max / OrderFile.lineLength else {
      throw Ledger.damaged(ledger.path, "has an entry with the number \(count)")
    }
    var walk = LedgerWalk(order: ledger.order, count: count, sizes: checkpoints.sizes, place: ledgerPlace, jobs: request.jobs)
    let damage = pass(&walk)
    if let damage {
      let rest = walk.frontier.size < count ? (walk.frontier.size + 1)...count : nil
      list.add(LedgerFinding(.unknown, .ledger, damage.message, place: ledgerPlace, entries: rest))
    }
    list.take(walk.findings)
    list.add(try orderFindings(differs: walk.orderDiffers, count))
    counts.entries = walk.frontier.size

    let folders = try folderFindings(walk, &counts)
    list.add(folders)
    checkpoints.compare(roots: walk.roots, entries: count, damaged: list.firstDamaged)
    checkpoints.compareForeign(foreignRoots)
    list.add(checkpoints.findings)
    counts.checkpoints = checkpoints.count
    return LedgerReport(
      ledger: ledger.id, root: walk.root, counts: counts, findings: list.sorted, untold: list.untold, well: list.well(of: count))
  }

  /// - Returns: what SQLite says if it cannot read the rows to their end.
  private func pass(_ walk: inout LedgerWalk) -> Failure? {
    do throws(Failure) {
      try ledger.read { try walk.run($0) }
      return nil
    } catch {
      return error
    }
  }

  // MARK: Order

  private func orderFindings(differs: Bool, _ count: Int) throws(Failure) -> [LedgerFinding] {
    let size = FileStatus.of(ledger.order.path)?.size ?? 0
    guard differs || size != Int64(count * OrderFile.lineLength) else { return [] }
    var (lines, rows) = try bothOrders()
    // Another process may be between order line and commit: that takes milliseconds.
    for _ in 0..<5 where lines.count > rows.count && lines.starts(with: rows) {
      pause()
      (lines, rows) = try bothOrders()
    }
    var findings: [LedgerFinding] = []
    if (FileStatus.of(ledger.order.path)?.size ?? 0) % Int64(OrderFile.lineLength) != 0 {
      findings.append(LedgerFinding(.cut, .order, "ends in a part of a line", place: orderPlace))
    }
    return findings
      + SequenceDifference(expected: rows, found: lines).changes.map { change in
        let (kind, message, entry) = Self.words(change, "line", of: "the order", count: rows.count) { $0 + 1 }
        return LedgerFinding(kind, .order, message, place: orderPlace, entries: entry.map { $0...$0 })
      }
  }

  private func bothOrders() throws(Failure) -> (lines: [MerkleHash], rows: [MerkleHash]) {
    let reader = OrderLines(ledger.order)
    // A line that is no digest is one that no entry has.
    let lines = (0..<ledger.order.count()).map { reader.digest($0) ?? MerkleHash() }
    return (lines, try ledger.digests())
  }

  func pause() { usleep(100_000) }

  /// - Parameter entry: the number of the entry at a place of the expected list.
  static func words(
    _ change: SequenceDifference.Change, _ line: String, of what: String, count: Int, entry: (Int) -> Int
  ) -> (LedgerFinding.Kind, String, Int?) {
    switch change {
    case .altered(let expected, let found):
      return (.altered, "\(line) \(found + 1) is not entry \(entry(expected)) as the ledger has it", entry(expected))
    case .missing(let expected):
      let isAtEnd = expected == count - 1
      return (isAtEnd ? .cut : .missing, "\(what) lacks entry \(entry(expected))", entry(expected))
    case .added(let found): return (.added, "\(line) \(found + 1) is not in the ledger", nil)
    case .duplicated(let expected, let found):
      return (.duplicated, "\(line) \(found + 1) is entry \(entry(expected)) once more", entry(expected))
    case .reordered(let expected, let found):
      return (.reordered, "\(line) \(found + 1) is entry \(entry(expected)), which belongs elsewhere", entry(expected))
    }
  }

  // MARK: Folders

  private func folderFindings(_ walk: LedgerWalk, _ counts: inout LedgerReport.Counts) throws(Failure) -> [LedgerFinding] {
    let folders = try project.folders()
    var comparison = JournalComparison(verification: self, states: walk.journals)
    var trees = CapturedTrees(project: project, environment: environment)
    var findings: [LedgerFinding] = []
    if request.artifacts { counts.artifacts = 0 }
    for start in stride(from: 0, to: folders.count, by: Self.folderBatch) {
      for (walk, stored) in self.walk(Array(folders[start..<min(start + Self.folderBatch, folders.count)])) {
        findings += walk.failures
        for facts in walk.journals { findings += try comparison.compare(facts, in: walk.folder) }
        if let registration = walk.statements.registration { trees.add(registration, of: lastComponent(of: walk.folder)) }
        findings += stored.findings
        counts.journals += walk.journals.count
        counts.files += stored.files
        counts.artifacts = counts.artifacts.map { $0 + stored.artifacts }
        counts.released += stored.released
      }
    }
    counts.capturedTrees = trees.count
    return try findings + comparison.rest() + trees.check()
  }

  private static let folderBatch = 64

  /// Reads folders side by side.
  private func walk(_ folders: [String]) -> [(FolderWalk, StoredFiles)] {
    let workers = max(1, min(request.jobs, folders.count))
    return [(FolderWalk, StoredFiles)](unsafeUninitializedCapacity: folders.count) { buffer, count in
      // Each worker writes only its own places: worker, worker + workers, …
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        let hasher = MerkleHasher()
        for index in stride(from: worker, to: folders.count, by: workers) {
          var walk = FolderWalk(folder: folders[index], project: project, readsArtifacts: request.artifacts)
          walk.run(hasher)
          places.initializeElement(at: index, to: (walk, StoredFiles(walk)))
        }
      }
      count = folders.count
    }
  }

  // MARK: Other ledgers

  /// The roots that a foreign order gives at some sizes, over the entries that are here; nil without its order.
  private func foreignRoots(_ id: String, _ sizes: [Int]) -> [Int: MerkleHash]? {
    let order = OrderFile(path: project.orderFolder + "/" + id)
    guard FileStatus.of(order.path) != nil else { return nil }
    let (lines, hasher) = (OrderLines(order), MerkleHasher())
    return try? ledger.read { database in
      let statement = try database.makeStatement(sql: "SELECT body FROM entries WHERE digest = ?")
      var (frontier, roots) = (MerkleFrontier(), [Int: MerkleHash]())
      for line in 0..<order.count() {
        guard let digest = lines.digest(line), let body = try Data.fetchOne(statement, arguments: [digest.data]) else { break }
        frontier.append(body.withUnsafeBytes { hasher.leaf($0) }, hasher)
        if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root(hasher) }
      }
      return roots
    }
  }
}

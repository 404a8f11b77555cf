import Dispatch
import Foundation
import GRDB

/// One pass over the ledger's rows in their order: digests, columns, chains, order file and tree, each recomputed from the entries' bytes.
struct LedgerWalk {
  /// One journal as the ledger has it: since each entry names the one before, the last one and their number tell all of it.
  struct JournalState {
    var count = 0
    var last: MerkleHash?
    /// The folder under which they are filed.
    let experiment: String
    let writer: String
    /// The key of what came before, if the folder had another name then.
    var continued: ExactString?
  }

  let order: OrderFile
  /// How many rows are looked at.
  let count: Int
  /// The sizes at which somebody kept a root, sorted.
  let sizes: [Int]
  /// How the ledger's file is called in findings.
  let place: String
  private let hasher = MerkleHasher()
  private let workers: [MerkleHasher]

  private(set) var findings = FindingList()
  private(set) var frontier = MerkleFrontier()
  /// By size, of those in ``sizes`` that the rows reach.
  private(set) var roots: [Int: MerkleHash] = [:]
  private(set) var journals: [ExactString: JournalState] = [:]
  /// Whether a line of the order is not the digest beside it.
  private(set) var orderDiffers = false
  private var nodeCount = 0
  private var lastSeq = 0
  private var isWhole = true
  private var nextSize = 0

  init(order: OrderFile, count: Int, sizes: [Int], place: String, jobs: Int) {
    (self.order, self.count, self.sizes, self.place) = (order, count, sizes, place)
    workers = (0..<max(1, jobs)).map { _ in MerkleHasher() }
  }

  /// The number of entries that were there, and the root over them.
  var root: MerkleHash { frontier.root(hasher) }

  static func key(_ experiment: String, _ writer: String) -> ExactString { ExactString(writer + "/" + experiment) }

  /// - Throws: what SQLite says of a file that it cannot read to the end; what was found until then stays.
  mutating func run(_ database: Database) throws {
    let lines = OrderLines(order)
    var reader = try LedgerRows.Reader(database, upTo: count)
    let nodes = try database.makeStatement(sql: "SELECT hash FROM tree_nodes WHERE level = ? AND number = ?")
    var (batch, looked) = (LedgerRows(), [Look]())
    keepRoot()
    while try reader.next(&batch) {
      look(at: batch, &looked)
      for (row, look) in zip(batch.rows, looked) { try take(row, look, batch, lines, nodes) }
    }
    if lastSeq < count { gap(upTo: count + 1) }
    let stored = try Int.fetchOne(database, sql: "SELECT count(*) FROM tree_nodes") ?? 0
    if stored > nodeCount {
      findings.add(
        LedgerFinding(.added, .tree, "\(stored - nodeCount) stored nodes belong to no complete subtree", place: place))
    }
  }

  // MARK: In parallel

  /// What one row's bytes say.
  private struct Look {
    enum Fault { case none, notAnEntry, columns }
    var digest = MerkleHash()
    var leaf = MerkleHash()
    var previous: MerkleHash?
    var fault = Fault.none
  }

  private func look(at batch: LedgerRows, _ looked: inout [Look]) {
    looked = Array(repeating: Look(), count: batch.rows.count)
    batch.pool.withUnsafeBytes { pool in
      looked.withUnsafeMutableBufferPointer { looked in
        // Each worker writes only its own part, and has a hasher of its own.
        nonisolated(unsafe) let (pool, looked, workers) = (pool, looked, workers)
        let part = (looked.count + workers.count - 1) / workers.count
        DispatchQueue.concurrentPerform(iterations: workers.count) { worker in
          for index in min(worker * part, looked.count)..<min((worker + 1) * part, looked.count) {
            looked[index] = Self.look(at: batch.rows[index], pool, workers[worker])
          }
        }
      }
    }
  }

  private static func look(at row: LedgerRows.Row, _ pool: UnsafeRawBufferPointer, _ hasher: MerkleHasher) -> Look {
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: pool[range]) }
    let body = part(row.body)
    var look = Look(digest: hasher.digest(body), leaf: hasher.leaf(body))
    guard let tail = EntryTail(body) else {
      look.fault = .notAnEntry
      return look
    }
    look.previous = tail.previous
    // Under which folder an entry is filed may be another than it names: a folder may have been given another name since, or come
    // from elsewhere. The journals tell whether it is filed well.
    let isSame = tail.time == row.time && tail.kind.elementsEqual(part(row.kind)) && tail.writer.elementsEqual(part(row.writer))
    if !isSame { look.fault = .columns }
    return look
  }

  // MARK: In order

  private mutating func take(
    _ row: LedgerRows.Row, _ look: Look, _ batch: LedgerRows, _ lines: OrderLines, _ nodes: Statement
  ) throws {
    guard row.seq > 0 else {
      return findings.add(LedgerFinding(.added, .ledger, "a row has the number \(row.seq), which no entry has", place: place))
    }
    if row.seq != lastSeq + 1 { gap(upTo: row.seq) }
    lastSeq = row.seq
    let isAltered = row.digest != look.digest
    if isAltered {
      add(.altered, "entry \(row.seq) does not have the bytes that its digest was made of", row.seq)
    } else if look.fault == .notAnEntry {
      add(.altered, "entry \(row.seq) is not an entry of this format", row.seq)
    } else if look.fault == .columns {
      add(.altered, "the columns beside entry \(row.seq) say otherwise than its bytes", row.seq)
    }
    if !orderDiffers, lines.digest(row.seq - 1) != row.digest { orderDiffers = true }
    chain(row, look, batch, isKnown: !isAltered && look.fault != .notAnEntry)
    try grow(look.leaf, nodes)
  }

  private mutating func add(_ kind: LedgerFinding.Kind, _ message: String, _ seq: Int) {
    findings.add(LedgerFinding(kind, .ledger, message, place: place, entries: seq...seq))
  }

  private mutating func gap(upTo next: Int) {
    let missing = (lastSeq + 1)...max(lastSeq + 1, next - 1)
    let what = missing.count == 1 ? "entry \(missing.lowerBound) is" : "entries \(missing.lowerBound)–\(missing.upperBound) are"
    findings.add(LedgerFinding(.missing, .ledger, "\(what) missing", place: place, entries: missing))
    isWhole = false
  }

  private mutating func chain(_ row: LedgerRows.Row, _ look: Look, _ batch: LedgerRows, isKnown: Bool) {
    func text(_ range: Range<Int>) -> String { String(decoding: batch.pool[range], as: UTF8.self) }
    let (experiment, writer) = (text(row.experiment), text(row.writer))
    let key = Self.key(experiment, writer)
    var breaks = false
    // In place: a copy of the state for every entry would be most of this pass.
    func advance(_ state: inout JournalState) {
      breaks = isKnown && look.previous != state.last
      state.count += 1
      state.last = row.digest
    }
    advance(&journals[key, default: JournalState(experiment: experiment, writer: writer)])
    guard breaks else { return }
    if journals[key]?.count == 1,
      let before = journals.first(where: { $1.writer == writer && $1.last == look.previous && $0 != key })
    {
      journals[key]?.continued = before.key
    } else {
      add(.altered, "entry \(row.seq) does not name the one before it in its journal", row.seq)
    }
  }

  private mutating func grow(_ leaf: MerkleHash, _ nodes: Statement) throws {
    var completed: [(MerklePlace, MerkleHash)] = []
    frontier.append(leaf, hasher) { place, hash in
      if place.level >= LedgerTree.blockLevel { completed.append((place, hash)) }
    }
    // Behind a gap every node is another: that is said already.
    if isWhole {
      for (place, hash) in completed {
        nodeCount += 1
        let stored = try Data.fetchOne(nodes, arguments: [place.level, place.number])
        guard stored.flatMap({ MerkleHash($0) }) != hash else { continue }
        let what = stored == nil ? "is missing" : "is not what the entries give"
        findings.add(
          LedgerFinding(
            stored == nil ? .missing : .altered, .tree,
            "the node over entries \(place.leaves.lowerBound + 1)–\(place.leaves.upperBound) \(what)", place: self.place))
      }
    }
    keepRoot()
  }

  private mutating func keepRoot() {
    while nextSize < sizes.count, sizes[nextSize] <= frontier.size {
      if isWhole, sizes[nextSize] == frontier.size { roots[frontier.size] = root }
      nextSize += 1
    }
  }
}

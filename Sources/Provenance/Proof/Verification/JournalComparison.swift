import Foundation
import GRDB

/// Holds journals against what the ledger has of them. Most are told equal by number and last entry; only others are compared line by line.
struct JournalComparison {
  let verification: LedgerVerification
  /// What is left of these at the end are journals that no folder holds.
  private(set) var states: [ExactString: LedgerWalk.JournalState]
  /// Where the journal of a key was found.
  private var seen: [ExactString: String] = [:]
  /// In folders that the ledger does not know by name.
  private var unplaced: [FolderWalk.JournalFacts] = []

  init(verification: LedgerVerification, states: [ExactString: LedgerWalk.JournalState]) {
    (self.verification, self.states) = (verification, states)
  }

  /// - Returns: what is wrong with it. Of a folder that the ledger does not know, ``rest()`` tells.
  mutating func compare(_ facts: FolderWalk.JournalFacts, in folder: String) throws(Failure) -> [LedgerFinding] {
    let name = folder == verification.project.hidden ? "" : lastComponent(of: folder)
    let key = LedgerWalk.key(name, facts.writer)
    if states[key] == nil {
      unplaced.append(facts)
      return tornEnd(of: facts)
    }
    return try tornEnd(of: facts) + compare(facts, with: key)
  }

  private func tornEnd(of facts: FolderWalk.JournalFacts) -> [LedgerFinding] {
    guard facts.torn > 0 else { return [] }
    return [LedgerFinding(.cut, .journal, "its last line is cut after \(facts.torn) bytes", place: facts.place)]
  }

  private mutating func compare(_ facts: FolderWalk.JournalFacts, with key: ExactString) throws(Failure) -> [LedgerFinding] {
    seen[key] = facts.place
    var (parts, next) = ([LedgerWalk.JournalState](), ExactString?.some(key))
    while let place = next, let state = states.removeValue(forKey: place) {
      parts.append(state)
      next = state.continued
    }
    if parts.map(\.count).reduce(0, +) == facts.count, parts.first?.last == facts.last {
      return facts.breaks.map {
        LedgerFinding(.altered, .journal, "line \($0) does not name the one before it", place: facts.place)
      }
    }
    return try difference(facts, parts.map(\.experiment))
  }

  private func difference(_ facts: FolderWalk.JournalFacts, _ folders: [String]) throws(Failure) -> [LedgerFinding] {
    var (rows, lines) = try both(facts, folders)
    // Another process may be between journal and ledger: that takes milliseconds.
    for _ in 0..<5 where lines.count > rows.count && lines.starts(with: rows.map(\.digest)) {
      verification.pause()
      (rows, lines) = try both(facts, folders)
    }
    return SequenceDifference(expected: rows.map(\.digest), found: lines).changes.map { change in
      let (kind, message, entry) = LedgerVerification.words(change, "line", of: "it", count: rows.count) { rows[$0].seq }
      let hint = kind == .added ? "; xp sync takes in what is whole" : ""
      return LedgerFinding(kind, .journal, message + hint, place: facts.place, entries: entry.map { $0...$0 })
    }
  }

  private func both(
    _ facts: FolderWalk.JournalFacts, _ folders: [String]
  ) throws(Failure) -> (rows: [(seq: Int, digest: MerkleHash)], lines: [MerkleHash]) {
    let lines = try JournalLines(path: facts.path).digests()
    var rows: [(seq: Int, digest: MerkleHash)] = []
    for folder in folders {
      rows += try verification.ledger.read { database in
        try Row.fetchAll(
          database, sql: "SELECT seq, digest FROM entries WHERE experiment = ? AND writer = ?", arguments: [folder, facts.writer]
        ).map { (seq: $0["seq"] as Int, digest: MerkleHash($0["digest"] as Data) ?? MerkleHash()) }
      }
    }
    return (rows.sorted { $0.seq < $1.seq }, lines)
  }

  /// What is left when all folders were seen: journals of folders with another name than the ledger knows, and those that it knows and
  /// no folder holds.
  mutating func rest() throws(Failure) -> [LedgerFinding] {
    var findings: [LedgerFinding] = []
    for facts in unplaced where facts.count > 0 {
      let named = LedgerWalk.key(facts.named ?? "", facts.writer)
      if states[named] != nil {
        findings += try compare(facts, with: named)
      } else if let other = seen[named], try difference(facts, [facts.named ?? ""]).isEmpty {
        findings.append(LedgerFinding(.duplicated, .journal, "is the journal that \(other) is", place: facts.place))
      } else {
        findings += try difference(facts, [])
      }
    }
    return findings + missing()
  }

  /// The journals that the ledger has entries of and no folder holds.
  private func missing() -> [LedgerFinding] {
    states.values.sorted { ($0.experiment, $0.writer) < ($1.experiment, $1.writer) }.map { state in
      let folder = state.experiment.isEmpty ? ".xp" : verification.project.policy.experiment.root + "/" + state.experiment
      let what = state.count == 1 ? "its entry is" : "its \(state.count) entries are"
      return LedgerFinding(
        .missing, .journal, "is missing; \(what) in the ledger", place: "\(folder)/journal.\(state.writer).jsonl",
        entries: nil)
    }
  }
}

extension FolderWalk.JournalFacts {
  /// The experiment that its first entry names.
  fileprivate var named: String? { experiment.flatMap { (try? JSONReader.read(Array("\"\($0)\"".utf8)))?.string } }
}

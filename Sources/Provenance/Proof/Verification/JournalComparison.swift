import Foundation
import GRDB

/// Holds journals against what the ledger has of them. Most are told equal by number and last entry; only others are compared line by line.
struct JournalComparison {
  let verification: LedgerVerification
  /// What is left of these at the end are journals that no folder holds.
  private(set) var states: [ExactString: LedgerWalk.JournalState]
  private var seen: [ExactString: String] = [:]

  init(verification: LedgerVerification, states: [ExactString: LedgerWalk.JournalState]) {
    (self.verification, self.states) = (verification, states)
  }

  mutating func compare(_ facts: FolderWalk.JournalFacts, in folder: String) throws(Failure) -> [LedgerFinding] {
    var findings: [LedgerFinding] = []
    func tell(_ kind: LedgerFinding.Kind, _ message: String, _ entries: ClosedRange<Int>? = nil) {
      findings.append(LedgerFinding(kind, .journal, message, place: facts.place, entries: entries))
    }
    if facts.torn > 0 { tell(.cut, "its last line is cut after \(facts.torn) bytes") }
    let name = folder == verification.project.hidden ? "" : lastComponent(of: folder)
    // A folder under another name still holds the journal that its entries speak of.
    let experiment = states[LedgerWalk.key(name, facts.writer)] == nil ? facts.experiment ?? name : name
    let key = LedgerWalk.key(experiment, facts.writer)
    if let other = seen[key] {
      tell(.duplicated, "is the journal that \(other) is")
      return findings
    }
    if let state = states.removeValue(forKey: key) {
      seen[key] = facts.place
      if state.count == facts.count, state.last == facts.last {
        for line in facts.breaks { tell(.altered, "line \(line) does not name the one before it") }
        if !experiment.isExactly(name) { tell(.reordered, "its entries are of \(experiment), the folder is another") }
        return findings
      }
    }
    guard facts.count > 0 else { return findings }
    findings += try difference(facts, experiment)
    return findings
  }

  private func difference(_ facts: FolderWalk.JournalFacts, _ experiment: String) throws(Failure) -> [LedgerFinding] {
    var (rows, lines) = try both(facts, experiment)
    // Another process may be between journal and ledger: that takes milliseconds.
    for _ in 0..<5 where lines.count > rows.count && lines.starts(with: rows.map(\.digest)) {
      verification.pause()
      (rows, lines) = try both(facts, experiment)
    }
    return SequenceDifference(expected: rows.map(\.digest), found: lines).changes.map { change in
      let (kind, message, entry) = LedgerVerification.words(change, "line", of: "it", count: rows.count) { rows[$0].seq }
      let hint = kind == .added ? "; xp sync takes in what is whole" : ""
      return LedgerFinding(kind, .journal, message + hint, place: facts.place, entries: entry.map { $0...$0 })
    }
  }

  private func both(
    _ facts: FolderWalk.JournalFacts, _ experiment: String
  ) throws(Failure) -> (rows: [(seq: Int, digest: MerkleHash)], lines: [MerkleHash]) {
    let lines = try JournalLines(path: facts.path).digests()
    let rows = try verification.ledger.read { database in
      try Row.fetchAll(
        database, sql: "SELECT seq, digest FROM entries WHERE experiment = ? AND writer = ? ORDER BY seq",
        arguments: [experiment, facts.writer]
      ).map { (seq: $0["seq"] as Int, digest: MerkleHash($0["digest"] as Data) ?? MerkleHash()) }
    }
    return (rows, lines)
  }

  /// The journals that the ledger has entries of and no folder holds.
  func missing() -> [LedgerFinding] {
    states.values.sorted { ($0.experiment, $0.writer) < ($1.experiment, $1.writer) }.map { state in
      let folder = state.experiment.isEmpty ? ".xp" : verification.project.policy.experiment.root + "/" + state.experiment
      let what = state.count == 1 ? "its entry is" : "its \(state.count) entries are"
      return LedgerFinding(
        .missing, .journal, "is missing; \(what) in the ledger", place: "\(folder)/journal.\(state.writer).jsonl",
        entries: nil)
    }
  }
}

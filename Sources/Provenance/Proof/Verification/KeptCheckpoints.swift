/// The checkpoints that somebody kept, held against the ledger.
struct KeptCheckpoints {
  /// One file.
  struct Kept {
    let place: String
    let checkpoint: Checkpoint
  }
  /// Own ones, by size.
  private(set) var own: [Kept] = []
  /// Of other ledgers, whose order was taken in with their entries.
  private(set) var foreign: [Kept] = []
  private(set) var findings: [LedgerFinding] = []
  private(set) var count = 0

  /// - Parameters:
  ///   - paths: absolute.
  ///   - keys: those whose signatures count.
  init(_ paths: [String], keys: [VerifierKey], ledger: String, project: Project) {
    for path in paths {
      let place = relativePath(path, to: project.root) ?? path
      count += 1
      do throws(Failure) {
        let checkpoint = try Checkpoint(try FileReading.bytes(of: path, limit: SignedNote.maximumSize))
        switch checkpoint.note.standing(under: keys) {
        case .verified: break
        case .refuted(let key): tell(.altered, "its signature is not one by \(key.name)", place)
        case .unknown:
          let names = checkpoint.note.signatures.map(\.name).joined(separator: ", ")
          tell(.unknown, "is signed by a key that is not here: \(names)", place)
        }
        if checkpoint.ledger == ledger {
          own.append(Kept(place: place, checkpoint: checkpoint))
        } else {
          foreign.append(Kept(place: place, checkpoint: checkpoint))
        }
      } catch {
        tell(error.kind == .input ? .altered : .unknown, error.message, place)
      }
    }
    own.sort { $0.checkpoint.size < $1.checkpoint.size }
  }

  /// The sizes at which the ledger's root is wanted, sorted.
  var sizes: [Int] { own.map(\.checkpoint.size) }

  private mutating func tell(_ kind: LedgerFinding.Kind, _ message: String, _ place: String) {
    findings.append(LedgerFinding(kind, .checkpoint, message, place: place))
  }

  /// Compares the own ones with the roots that the entries give.
  ///
  /// - Parameter damaged: the first entry that is known not to be well: it explains every other root behind it.
  mutating func compare(roots: [Int: MerkleHash], entries: Int, damaged: Int?) {
    var agreed = 0
    for kept in own where roots[kept.checkpoint.size] == kept.checkpoint.root { agreed = kept.checkpoint.size }
    for kept in own {
      let size = kept.checkpoint.size
      if size > entries {
        let message = "knows \(size) entries, the ledger has \(entries): \(size - entries) at its end are gone"
        findings.append(LedgerFinding(.cut, .checkpoint, message, place: kept.place))
      } else if roots[size] != kept.checkpoint.root {
        let message = "the first \(size) entries are not those that it was made of"
        // A later one that agrees fixes the entries: then it is this file that is wrong.
        let isExplained = damaged.map { $0 <= size } ?? false
        let doubted = agreed < size && !isExplained ? (agreed + 1)...max(agreed + 1, entries) : nil
        findings.append(LedgerFinding(.altered, .checkpoint, message, place: kept.place, entries: doubted))
      }
    }
  }

  /// Compares those of other ledgers with the roots that their order files give.
  mutating func compareForeign(_ roots: (String, [Int]) -> [Int: MerkleHash]?) {
    for (ledger, kept) in Dictionary(grouping: foreign, by: { $0.checkpoint.ledger ?? "" }).sorted(by: { $0.key < $1.key }) {
      let sizes = kept.map(\.checkpoint.size).sorted()
      guard !ledger.isEmpty, let roots = roots(ledger, sizes) else {
        for one in kept { tell(.unknown, "is of \(one.checkpoint.origin), whose order is not here", one.place) }
        continue
      }
      for one in kept where roots[one.checkpoint.size] != one.checkpoint.root {
        let what = roots[one.checkpoint.size] == nil ? "knows \(one.checkpoint.size) entries, more than are here" : "does not fit"
        tell(.altered, "\(what): the order of \(ledger) gives another root", one.place)
      }
    }
  }
}

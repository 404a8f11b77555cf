/// One pass over a folder's journals, and what their entries say of its files.
struct FolderWalk {
  /// A journal as its file has it.
  struct JournalFacts {
    /// Relative to the project.
    let place: String
    let path: String
    let writer: String
    /// The experiment that its first entry names, in JSON's spelling; nil if none can be read.
    var experiment: String?
    var count = 0
    var last: MerkleHash?
    /// Lines, from 1, that do not name the one before them.
    var breaks: [Int] = []
    /// Bytes behind the last newline.
    var torn = 0
  }

  /// What entries say that can be held against the world.
  struct Statements {
    var registration: Registration?
    var registeredAt = Int64.max
    /// By attempt, the latest statement.
    var artifacts: [Int: (time: Int64, list: [Artifact])] = [:]
    var releases: [Release] = []
    /// Entries whose body cannot be read.
    var unreadable: [String] = []
  }

  let folder: String
  let project: Project
  /// Whether the lists of artifacts are wanted.
  let readsArtifacts: Bool

  private(set) var journals: [JournalFacts] = []
  private(set) var statements = Statements()
  private(set) var failures: [LedgerFinding] = []

  init(folder: String, project: Project, readsArtifacts: Bool) {
    (self.folder, self.project, self.readsArtifacts) = (folder, project, readsArtifacts)
  }

  mutating func run(_ hasher: MerkleHasher) {
    do throws(Failure) {
      for journal in try Journal.all(in: folder) { try read(journal, hasher) }
    } catch {
      failures.append(LedgerFinding(.unknown, .journal, "cannot be read: \(error.message)", place: shown(error.file ?? folder)))
    }
  }

  func shown(_ path: String) -> String { relativePath(path, to: project.root) ?? path }

  private mutating func read(_ journal: Journal, _ hasher: MerkleHasher) throws(Failure) {
    var facts = JournalFacts(place: shown(journal.path), path: journal.path, writer: journal.ledger)
    var kept: [(line: [UInt8], time: Int64)] = []
    facts.torn = try JournalLines(path: journal.path).forEach { line in
      facts.count += 1
      let tail = EntryTail(line)
      if tail.map({ $0.previous != facts.last }) ?? true { facts.breaks.append(facts.count) }
      facts.last = hasher.digest(line)
      guard let tail else { return }
      if facts.experiment == nil { facts.experiment = String(decoding: tail.experiment, as: UTF8.self) }
      if isWanted(tail.kind) { kept.append((Array(line), tail.time)) }
    }
    journals.append(facts)
    for (line, time) in kept { note(line, time, facts.place) }
  }

  private func isWanted(_ kind: UnsafeRawBufferPointer) -> Bool {
    kind.elementsEqual("registered".utf8)
      || readsArtifacts && (kind.elementsEqual("finished".utf8) || kind.elementsEqual("released".utf8))
  }

  private mutating func note(_ line: [UInt8], _ time: Int64, _ place: String) {
    do throws(Failure) {
      let entry = try Entry(line: line)
      switch entry.kind {
      case .registered where time < statements.registeredAt:
        statements.registration = try ValueDecoder.decode(Registration.self, from: entry.body)
        statements.registeredAt = time
      case .finished:
        let attempt = try ValueDecoder.decode(Attempt.self, from: entry.body)
        if statements.artifacts[attempt.number].map({ $0.time <= time }) ?? true {
          statements.artifacts[attempt.number] = (time, attempt.artifacts)
        }
      case .released: statements.releases.append(try ValueDecoder.decode(Release.self, from: entry.body))
      default: break
      }
    } catch {
      statements.unreadable.append("\(place): \(error.message)")
    }
  }
}

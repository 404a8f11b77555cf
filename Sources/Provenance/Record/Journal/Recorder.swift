/// Appends statements about experiments that exist: marker, journal, ledger, in this order, so that whatever a
/// crash leaves half done can be completed from the journal.
public struct Recorder: Sendable {
  /// Where the experiments are.
  public let project: Project
  /// What indexes the statements; its id names their writer.
  public let ledger: Ledger

  public init(project: Project, ledger: Ledger) { (self.project, self.ledger) = (project, ledger) }

  /// Records a statement in this writer's journal of an experiment.
  ///
  /// - Throws: kind `missing` if there is no such experiment, kind `environment` if folder or ledger cannot be written.
  @discardableResult
  public func record(
    _ kind: Entry.Kind, about experiment: String, body: some Encodable, at time: Moment
  ) throws(Failure) -> Entry {
    try record(kind, about: experiment, in: project.folder(of: experiment), body: body, at: time)
  }

  /// Records a statement of the project itself, in `.xp/`, unless this writer's journal makes it already.
  ///
  /// - Throws: kind `environment` if `.xp/` or the ledger cannot be written.
  public func recordOnceOfProject(_ kind: Entry.Kind, body: some Encodable, at time: Moment) throws(Failure) {
    let lock = try project.lock(on: project.hidden)
    let value = try Self.value(of: body)
    let stated = try Journal(folder: project.hidden, ledger: ledger.id).read().entries
    if !stated.contains(where: { $0.kind == kind && $0.body == value }) {
      try recordLocked(kind, about: "", in: project.hidden, body: body, at: time)
    }
    _ = consume lock
  }

  private func record(
    _ kind: Entry.Kind, about experiment: String, in folder: String, body: some Encodable, at time: Moment
  ) throws(Failure) -> Entry {
    let lock = try project.lock(on: folder)
    let entry = try recordLocked(kind, about: experiment, in: folder, body: body, at: time)
    _ = consume lock
    return entry
  }

  /// The caller holds the folder's lock.
  @discardableResult
  private func recordLocked(
    _ kind: Entry.Kind, about experiment: String, in folder: String, body: some Encodable, at time: Moment
  ) throws(Failure) -> Entry {
    let marker = try OpenMarker.place(.init(experiment: experiment), in: project)
    let journal = Journal(folder: folder, ledger: ledger.id)
    var entries: [Entry] = []
    if let torn = try TornLine.setAside(journal) { entries.append(try append(.recovered, torn, experiment, journal, time)) }
    let entry = try append(kind, body, experiment, journal, time)
    try ledger.append(entries + [entry])
    try marker.remove()
    return entry
  }

  /// Moves what is left of a cut line out of a journal, which may be another writer's, and records that in one's own.
  ///
  /// - Returns: nil if the journal ends in a whole line by now.
  func setAsideTornLine(of torn: Journal, at time: Moment) throws(Failure) -> TornLine? {
    let folder = parent(of: torn.path)
    let experiment = folder == project.hidden ? "" : lastComponent(of: folder)
    let lock = try project.lock(on: folder)
    let marker = try OpenMarker.place(.init(experiment: experiment), in: project)
    let line = try TornLine.setAside(torn)
    if let line {
      try ledger.append([try append(.recovered, line, experiment, Journal(folder: folder, ledger: ledger.id), time)])
    }
    try marker.remove()
    _ = consume lock
    return line
  }

  /// The caller holds the folder's lock.
  private func append(
    _ kind: Entry.Kind, _ body: some Encodable, _ experiment: String, _ journal: Journal, _ time: Moment
  ) throws(Failure) -> Entry {
    let entry = Entry(
      kind, experiment: experiment, ledger: ledger.id, time: time, previous: try journal.last(),
      body: try Self.value(of: body))
    try journal.append(entry)
    return entry
  }

  static func value(of body: some Encodable) throws(Failure) -> Value {
    do { return try ValueEncoder.encode(body) } catch { throw Failure(.defect, "\(error)") }
  }
}

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

  /// Records a statement of the project itself, in `.xp/`.
  ///
  /// - Throws: kind `environment` if `.xp/` or the ledger cannot be written.
  @discardableResult
  public func recordOfProject(_ kind: Entry.Kind, body: some Encodable, at time: Moment) throws(Failure) -> Entry {
    try record(kind, about: "", in: project.hidden, body: body, at: time)
  }

  private func record(
    _ kind: Entry.Kind, about experiment: String, in folder: String, body: some Encodable, at time: Moment
  ) throws(Failure) -> Entry {
    let lock = try FolderLock.wait(on: folder)
    let marker = try OpenMarker.place(.init(experiment: experiment), in: project)
    let journal = Journal(folder: folder, ledger: ledger.id)
    let content = try journal.read()
    if !content.torn.isEmpty { _ = try journal.setAsideTornLine() }
    let entry = Entry(
      kind, experiment: experiment, ledger: ledger.id, time: time, previous: content.entries.last?.digest,
      body: try Self.value(of: body))
    try journal.append(entry)
    try ledger.append([entry])
    try marker.remove()
    _ = consume lock
    return entry
  }

  static func value(of body: some Encodable) throws(Failure) -> Value {
    do { return try ValueEncoder.encode(body) } catch { throw Failure(.defect, "\(error)") }
  }
}

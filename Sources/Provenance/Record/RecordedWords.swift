/// What people said of an experiment, and what was said of its attempts before they ended. A statement that cannot be read is passed
/// over: the journal's own findings tell of it.
extension ExperimentRecord {
  /// A recorded note, with its time.
  public struct DatedNote: Sendable, Equatable {
    /// When it was recorded.
    public var time: Moment
    /// In its author's words; secrets are replaced.
    public var text: String
    /// Who wrote it; nil if nobody said.
    public var by: String?
    public init(time: Moment, text: String, by: String? = nil) { (self.time, self.text, self.by) = (time, text, by) }
  }

  /// All recorded notes, in the order of time.
  public var notes: [DatedNote] {
    bodies(.noted, as: Note.self).map { DatedNote(time: $0.time, text: $0.body.text, by: $0.body.by) }
  }

  /// The tags that it has now: those it was registered with, and what was put on and taken off since.
  public var tags: [String] {
    var tags: [String] = []
    func put(_ tag: String) { if !tags.contains(where: { $0.isExactly(tag) }) { tags.append(tag) } }
    registration.tags.forEach(put)
    for (_, tagging) in bodies(.tagged, as: Tagging.self) {
      tagging.added.forEach(put)
      tags.removeAll { tag in tagging.removed.contains { $0.isExactly(tag) } }
    }
    return tags
  }

  /// What people answered for, in the order of time. Of one item the last word holds; the others stay in the journal.
  public var attestations: [AttestedItem] {
    bodies(.attested, as: Attestation.self).map {
      AttestedItem(item: $0.body.item, by: $0.body.by, because: $0.body.because, time: $0.time)
    }
  }

  /// Whether lists hide it, by the last word on that.
  public var isArchived: Bool { bodies(.archived, as: Archival.self).last?.body.archived ?? false }

  /// The attempts as they began, by number; the latest statement about each, with its time.
  public var starts: [(time: Moment, start: Start)] {
    var starts: [Int: (time: Moment, start: Start)] = [:]
    for (time, start) in bodies(.started, as: Start.self) { starts[start.number] = (time, start) }
    return starts.values.sorted { $0.start.number < $1.start.number }
  }

  /// The attempts that began and of which no end is recorded.
  public var unfinished: [(time: Moment, start: Start)] {
    starts.filter { start in
      let began = entries.lastIndex { $0.kind == .started && $0.body["number"]?.int == start.start.number } ?? -1
      let ended = entries.lastIndex { $0.kind == .finished && $0.body["number"]?.int == start.start.number } ?? -1
      return ended < began
    }
  }

  /// What a list calls its status: the state of the attempt that counts, `running` for one without an end, or `registered`.
  public var status: String {
    if let completed = attempts.last(where: { $0.state == .completed }) { return completed.state.rawValue }
    let open = unfinished.last?.start.number ?? 0
    if open > 0, open >= attempts.last?.number ?? 0 { return "running" }
    return attempts.last?.state.rawValue ?? "registered"
  }

  private func bodies<Body: Decodable>(_ kind: Entry.Kind, as type: Body.Type) -> [(time: Moment, body: Body)] {
    entries.filter { $0.kind == kind }.compactMap { entry in
      (try? ValueDecoder.decode(type, from: entry.body)).map { (entry.time, $0) }
    }
  }
}

/// States what a rerun came to in both journals, the rerun's and the original's. Whoever is killed between the two leaves a marker, and the
/// next command states it where it is missing.
public struct ReproductionRecord: Sendable {
  let project: Project
  let now: Moment

  /// `now` is the time of the statements.
  public init(project: Project, now: Moment) { (self.project, self.now) = (project, now) }

  /// Records the statement.
  ///
  /// - Parameter rerun: nil: nothing was run.
  /// - Throws: kind `environment` if a journal or the ledger cannot be written.
  public func record(_ body: Value, of original: String, rerun: String?) throws(Failure) {
    let recorder = Recorder(project: project, ledger: try Ledger.open(project))
    guard let rerun else {
      try recorder.record(.reproduced, about: original, body: body, at: now)
      return
    }
    let marker = try OpenMarker.place(.init(experiment: rerun, original: original), in: project)
    try recorder.record(.reproduced, about: rerun, body: body, at: now)
    try recorder.record(.reproduced, about: original, body: body, at: now)
    try marker.remove()
  }

  /// States of the original what is stated of the rerun only.
  func complete(rerun: String, of original: String) throws(Failure) {
    func last(_ name: String) throws(Failure) -> [Value] {
      guard FileStatus.of(project.folder(of: name)) != nil else { return [] }
      return try ExperimentRecord.load(project.folder(of: name)).entries.filter { $0.kind == .reproduced }.map(\.body)
    }
    guard let body = try last(rerun).last, try !last(original).contains(body) else { return }
    try Recorder(project: project, ledger: try Ledger.open(project)).record(.reproduced, about: original, body: body, at: now)
  }
}

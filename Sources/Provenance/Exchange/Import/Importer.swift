/// Takes in a bundle: all of it, or nothing.
///
/// Everything is read into a folder of its own and checked there. Then the open marker says that the bundle is whole; from that instant
/// on whoever finds the marker puts in place what is missing, so that killed at any instant the project is as before or complete.
public struct Importer: Sendable {
  let project: Project
  let now: Moment
  /// All variables, `NAME=value`.
  let environment: [String]

  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// Reads, checks and takes in a bundle.
  ///
  /// - Parameter limit: bytes that the bundle may declare.
  /// - Throws: kind `input` for a bundle that is damaged or hostile, kind `environment` if the project cannot be written or has no room.
  ///   Nothing of the bundle stays then.
  public func take(_ input: BundleInput, limit: Int64 = .max) throws(Failure) -> ImportReport {
    let reader = try BundleReader(input, limit: limit)
    _ = try Ledger.open(project)
    let work = try WorkPlaces(project)
    let marker = try OpenMarker.place(.init(experiment: "", staging: work.relative), in: project)
    let report: ImportReport
    do throws(Failure) { report = try take(reader, named: input.name, work, marker) } catch {
      // Once it is known to be whole, it is finished by the next command, whatever stopped this one.
      guard marker.intent()?.publishes == nil else {
        throw error.hinted("the bundle is whole and will be taken in by the next command: xp sync")
      }
      try? work.remove()
      try? marker.remove()
      throw error
    }
    try work.remove()
    try marker.remove()
    return report
  }

  private func take(
    _ reader: BundleReader, named name: String, _ work: WorkPlaces, _ marker: borrowing OpenMarker
  ) throws(Failure) -> ImportReport {
    try work.make()
    try FileWriting.requireRoom(reader.manifest.size, at: work.staging)
    try reader.read(to: work.staging)
    let (bundle, trees, findings) = try stage(work.staging, named: name)
    try FileWriting.syncAll(at: work.staging)
    try marker.update(
      .init(experiment: "", staging: work.relative, publishes: relativePath(work.staging, to: project.root)),
      durable: true)
    var report = try BundlePublication(project: project, now: now, environment: environment).publish(bundle, trees: trees)
    report.findings = findings + report.findings
    return report
  }

  private func stage(
    _ folder: String, named name: String
  ) throws(Failure) -> (bundle: StagedBundle, trees: [Digest], findings: [Finding]) {
    do throws(Failure) {
      let bundle = try StagedBundle.load(folder)
      try bundle.check(for: project)
      guard let code = bundle.manifest.files.first(where: { $0.path == BundlePath.code.text }) else { return (bundle, [], []) }
      let (trees, findings) = try CodeUnbundling(project: project, environment: environment)
        .unpack(bundle.path(of: code), for: bundle.manifest.trees)
      return (bundle, trees, findings)
    } catch {
      throw Failure(error.kind, error.message, file: name, hint: error.hint ?? "nothing was taken in")
    }
  }
}

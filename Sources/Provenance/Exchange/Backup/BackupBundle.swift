extension Backup {
  /// Copies into one file: a bundle of all experiments without artifacts, read again to its end before it has its name.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - shown: how messages name it.
  ///   - environment: all variables, `NAME=value`: `PATH` tells where git is.
  /// - Throws: as ``copy(to:shownAs:)``.
  public func bundle(
    to path: String, shownAs shown: String, now: Moment, environment: [String]
  ) throws(Failure) -> BundleManifest {
    guard FileStatus.of(path) == nil else {
      throw Failure(.input, "is there already", file: shown, hint: "a backup never replaces anything: name another place")
    }
    guard let ledger = try Ledger.openForReading(project) else {
      throw Failure(.missing, "there is no ledger yet", hint: "xp help register")
    }
    let names = Set(try ledger.entryPlaces().values).subtracting([""]).sorted()
    let request = ExportRequest(experiments: names, roles: [])
    let temporary = FileWriting.temporary(beside: path)
    let exporter = Exporter(project: project, now: now, environment: environment)
    do throws(Failure) {
      let manifest = try exporter.export(request, to: temporary, shownAs: shown)
      try BundleReader(BundleInput(path: temporary, named: shown)).read(to: nil)
      try Self.put(temporary, at: path, shownAs: shown)
      return manifest
    } catch {
      try? FileWriting.remove(temporary)
      throw error
    }
  }
}

import Provenance

/// A README and its pictures in an experiment's folder.
struct ReadmeFiles {
  let project: Project
  let record: ExperimentRecord

  private var path: String { record.folder + "/" + ExperimentFiles.readme }

  /// The README that is there; nil if there is none.
  func text() throws(Failure) -> String? {
    FileStatus.of(path) == nil ? nil : try FileReading.text(of: path, limit: 16 << 20)
  }

  /// The first picture that is not there as it should be; nil if all are.
  func missing(_ figures: FigureFiles) -> String? {
    figures.reports.first { (try? FileReading.sha256(of: record.folder + "/" + $0.path)) != $0.digest }?.path
  }

  /// Writes pictures and README. The README names pictures by their digests: until it is in place, the old one still has its own.
  ///
  /// Marked open, so that nothing stays beside them if this process is killed.
  func write(_ text: String, _ figures: FigureFiles) throws(Failure) {
    var files = zip(figures.reports, figures.texts).map { (path: record.folder + "/" + $0.path, text: $1) }
      .filter { (file) in (try? FileReading.text(of: file.path))?.isExactly(file.text) != true }
    files.append((path, text))
    let writing = files.map { (path: $0.path, text: $0.text, temporary: FileWriting.temporary(beside: $0.path)) }
    let staging = writing.compactMap { relativePath($0.temporary, to: project.root) }
    if !figures.texts.isEmpty { try FileWriting.makeFolders(record.folder + "/" + ExperimentFiles.figures) }
    if staging.count == writing.count, project.isWritable {
      let isOurs = record.folder == project.folder(of: record.name)
      let marker = try OpenMarker.place(.init(experiment: isOurs ? record.name : "", staging: staging), in: project)
      do throws(Failure) { try place(writing) } catch {
        try marker.remove()
        throw error
      }
      try marker.remove()
    } else {
      try place(writing)
    }
    try removeOthers(than: figures)
  }

  private func place(_ files: [(path: String, text: String, temporary: String)]) throws(Failure) {
    for file in files { try FileWriting.replace(file.path, with: Array(file.text.utf8), temporary: file.temporary) }
  }

  /// Removes pictures that no README names any more.
  private func removeOthers(than figures: FigureFiles) throws(Failure) {
    let folder = record.folder + "/" + ExperimentFiles.figures
    guard FileStatus.of(folder)?.kind == .folder else { return }
    let named = Set(figures.reports.map { lastComponent(of: $0.path) })
    for name in try FileReading.names(in: folder) where name.hasSuffix(".svg") && !named.contains(name) {
      try FileWriting.remove(folder + "/" + name)
    }
    if named.isEmpty, try FileReading.names(in: folder).isEmpty { try FileWriting.remove(folder) }
  }
}

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
  func write(_ text: String, _ figures: FigureFiles) throws(Failure) {
    var files = zip(figures.reports, figures.texts).map { (path: record.folder + "/" + $0.path, text: $1) }
      .filter { (file) in (try? FileReading.text(of: file.path))?.isExactly(file.text) != true }
    files.append((path, text))
    if !figures.texts.isEmpty { try FileWriting.makeFolders(record.folder + "/" + ExperimentFiles.figures) }
    try MarkedWriting(project: project, record: record).replace(files.map { ($0.path, Array($0.text.utf8)) })
    try removeOthers(than: figures)
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

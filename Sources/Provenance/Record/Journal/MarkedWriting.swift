/// Writes files of an experiment's folder that are no entries, marked open: nothing stays beside them if this process is killed.
public struct MarkedWriting: Sendable {
  let project: Project
  let record: ExperimentRecord

  public init(project: Project, record: ExperimentRecord) { (self.project, self.record) = (project, record) }

  /// Replaces files of the folder, or makes them, in this order. In a folder outside the project nothing can be marked: they are written
  /// all the same.
  ///
  /// - Throws: kind `environment` if folder or `.xp/open/` cannot be written.
  public func replace(_ files: [(path: String, bytes: [UInt8])]) throws(Failure) {
    let temporaries = files.map { FileWriting.temporary(beside: $0.path) }
    let staging = temporaries.compactMap { relativePath($0, to: project.root) }
    guard staging.count == files.count, project.isWritable else { return try place(files, temporaries) }
    let isOurs = record.folder == project.folder(of: record.name)
    let marker = try OpenMarker.place(.init(experiment: isOurs ? record.name : "", staging: staging), in: project)
    do throws(Failure) { try place(files, temporaries) } catch {
      try marker.remove()
      throw error
    }
    try marker.remove()
  }

  /// As ``replace(_:)``, of one file.
  public func replace(_ path: String, with bytes: [UInt8]) throws(Failure) { try replace([(path, bytes)]) }

  private func place(_ files: [(path: String, bytes: [UInt8])], _ temporaries: [String]) throws(Failure) {
    for (file, temporary) in zip(files, temporaries) {
      try FileWriting.replace(file.path, with: file.bytes, temporary: temporary)
    }
  }
}

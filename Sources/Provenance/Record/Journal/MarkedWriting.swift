/// Writes files of an experiment's folder that are no entries, marked open: nothing stays beside them if this process is killed.
public struct MarkedWriting: Sendable {
  let project: Project
  let record: ExperimentRecord

  public init(project: Project, record: ExperimentRecord) { (self.project, self.record) = (project, record) }

  /// Replaces a file of the folder, or makes it. In a folder outside the project nothing can be marked: it is written all the same.
  ///
  /// - Throws: kind `environment` if folder or `.xp/open/` cannot be written.
  public func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let temporary = FileWriting.temporary(beside: path)
    guard let shown = relativePath(temporary, to: project.root), project.isWritable else {
      return try FileWriting.replace(path, with: bytes)
    }
    let isOurs = record.folder == project.folder(of: record.name)
    let marker = try OpenMarker.place(.init(experiment: isOurs ? record.name : "", staging: [shown]), in: project)
    do throws(Failure) { try FileWriting.replace(path, with: bytes, temporary: temporary) } catch {
      try marker.remove()
      throw error
    }
    try marker.remove()
  }
}

/// Where an export keeps the code until it is written: in the project, or elsewhere if that cannot be written. It ends with the value.
final class ExportPlace {
  let path: String
  private var marker: OpenMarker?

  init(_ project: Project) throws(Failure) {
    let token = String(UInt64.random(in: 0 ... .max), radix: 36)
    let inside = project.scratchFolder + "/export-" + token
    let relative = relativePath(inside, to: project.root)
    // Whoever is killed leaves a marker that says what to remove.
    if project.isWritable, let relative {
      marker = try OpenMarker.place(.init(experiment: "", staging: [relative]), in: project)
      path = inside
    } else {
      marker = nil
      path = "/tmp/xp-export-" + token
    }
    try FileWriting.makeFolders(path)
  }

  deinit {
    try? FileWriting.remove(path)
    if let marker = marker.take() { try? marker.remove() }
  }
}

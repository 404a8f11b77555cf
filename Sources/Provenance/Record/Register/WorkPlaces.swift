/// Where a registration works before anything of it can be seen; all of it ends with the command.
struct WorkPlaces: Sendable {
  /// Absolute: the copy of the index lies here.
  let scratch: String
  /// Absolute: the new folder is put together here.
  let staging: String
  /// Both, relative to the project.
  let relative: [String]

  /// Names places that nobody else has; makes nothing.
  init(_ project: Project) throws(Failure) {
    let token = String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileWriting.makeFolders(project.scratchFolder)
    scratch = project.scratchFolder + "/capture-" + token
    // A rename cannot leave its file system: if the experiments lie on another, the folder is made there.
    let experiments = FileStatus.of(project.experimentsFolder, followingLinks: true)
    let isElsewhere = experiments.map { $0.device != FileStatus.of(project.scratchFolder)?.device } ?? false
    staging = isElsewhere ? project.experimentsFolder + "/.xp-staging-" + token : project.scratchFolder + "/staging-" + token
    relative = [scratch, staging].compactMap { relativePath($0, to: project.root) }
  }

  func make() throws(Failure) { for path in [scratch, staging] { try FileWriting.makeFolders(path) } }

  func remove() throws(Failure) { for path in [scratch, staging] { try FileWriting.remove(path) } }
}

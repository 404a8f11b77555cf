#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rebuilds the code of an experiment in a new folder: put together aside and renamed into place, so that there is a whole one or none.
public struct Rebuild: Sendable {
  let project: Project
  let environment: [String]

  /// `environment` is all variables, `NAME=value`: `PATH` tells where git is.
  public init(project: Project, environment: [String]) { (self.project, self.environment) = (project, environment) }

  /// Makes the folder.
  ///
  /// - Parameters:
  ///   - place: where it shall be, absolute: not there yet, or an empty folder. Nil: a folder of its own in `.xp/rebuilt/`.
  /// - Throws: kind `input` if something is at the place already or a recorded path leads elsewhere, kind `missing` and `environment` if
  ///   something of the code is not here, or the folder cannot be written. Nothing stays then.
  public func make(_ record: ExperimentRecord, from code: Origin.Code, at place: String? = nil) throws(Failure) -> RebuiltTree {
    let token = String(UInt32.random(in: 0 ... .max), radix: 36)
    let final = place ?? "\(folder)/\(record.name)-\(token).\(getpid())"
    try Self.check(final)
    try FileWriting.makeFolders(parent(of: final))
    let staging = FileWriting.temporary(beside: final)
    let marker = try OpenMarker.place(
      .init(experiment: "", staging: [relativePath(staging, to: project.root)].compactMap { $0 }), in: project)
    let tree: RebuiltTree
    do throws(Failure) {
      try FileWriting.makeFolders(staging)
      tree = try fill(staging, record, code, final)
      guard rename(staging, final) == 0 else { throw Failure.system("put the rebuilt tree in place", final) }
    } catch {
      try? FileWriting.remove(staging)
      try marker.remove()
      throw error
    }
    try marker.remove()
    return tree
  }

  /// Where trees are rebuilt that nobody wants to keep: each ends in a dot and the number of the process that works with it.
  private var folder: String { project.hidden + "/rebuilt" }

  /// Takes the lock by which others see that somebody works with a tree, whatever number his process has for them; nil for one that is
  /// to stay, and where other machines may be at work.
  ///
  /// - Throws: kind `environment` if the file system cannot lock.
  public func hold(_ tree: RebuiltTree) throws(Failure) -> FolderLock? {
    guard parent(of: tree.top).isExactly(folder), project.network == nil else { return nil }
    return try FolderLock.attempt(on: tree.top)
  }

  /// Removes rebuilt trees that a process left when it was killed, but for those in which a command goes on. Where other machines may be
  /// at work, whose processes cannot be asked for, nothing is removed.
  ///
  /// - Throws: kind `environment` if the system refuses.
  public func removeLeft() throws(Failure) {
    guard FileStatus.of(folder) != nil, project.network == nil else { return }
    let running = try RunMarker.all(in: project).compactMap { marker in
      (try? ExperimentRecord.load(project.folder(of: marker.experiment)))?.registration.reproduces?.place
    }
    for name in try FileReading.names(in: folder) {
      guard let process = name.split(separator: ".").last.flatMap({ pid_t($0) }), kill(process, 0) != 0, errno == ESRCH,
        !running.contains(where: { $0.hasPrefix(".xp/rebuilt/" + name) })
      else { continue }
      guard let lock = try FolderLock.attempt(on: folder + "/" + name) else { continue }
      try FileWriting.remove(folder + "/" + name)
      _ = consume lock
    }
  }

  private static func check(_ place: String) throws(Failure) {
    guard let status = FileStatus.of(place) else { return }
    let isEmpty = status.kind == .folder ? try FileReading.names(in: place).isEmpty : false
    guard isEmpty else {
      throw Failure(.input, "is there already, and not an empty folder", file: place, hint: "name a new folder: --into FOLDER")
    }
  }

  private func fill(
    _ staging: String, _ record: ExperimentRecord, _ code: Origin.Code, _ final: String
  ) throws(Failure) -> RebuiltTree {
    guard code != .present else {
      try PresentFiles(of: project, besides: record.registration.data).copy(to: staging)
      return RebuiltTree(top: final, project: final, code: code)
    }
    guard let state = record.registration.code.value, let tree = state.tree.value else {
      throw Failure(.missing, "the record names no captured tree", hint: "xp show \(record.name)")
    }
    let source = try Checkout.locate(project.root, environment: environment)
    let writing = TreeWriting(source: source, folder: staging)
    try writing.write(tree, commit: state.commit.value)
    for (number, submodule) in state.submodules.enumerated() { try writing.write(submodule, number: number) }
    let inside = relativePath(project.root, to: source.top) ?? "."
    // A project of which nothing but ignored files was there has no folder in the tree.
    if inside != "." { try FileWriting.makeFolders(staging + "/" + inside) }
    return RebuiltTree(top: final, project: inside == "." ? final : final + "/" + inside, code: code)
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies files that a run made elsewhere into its attempt's folder, under `collected/` with their path in the project: all or none.
public struct OutputCollection: Sendable {
  /// The folder of the copies, in the folder of the attempt.
  public static let folder = "collected"

  let project: Project
  /// The experiment's folder name.
  let experiment: String

  public init(project: Project, experiment: String) { (self.project, self.experiment) = (project, experiment) }

  /// Copies what is listed, and reads every copy: it must have the digest that the listing says.
  ///
  /// A file without a digest (huge, still being written, unreadable) is not copied; it stays listed where it is, as its finding tells.
  ///
  /// - Parameter attempt: the attempt's folder relative to the experiment's; empty for the first.
  /// - Returns: the listing with the copies in place of what was copied.
  /// - Throws: kind `environment` if there is no room for all or the system refuses, kind `input` if a file changed meanwhile. Nothing
  ///   is copied then, and what is listed is where it was.
  public func copy(
    _ listing: ArtifactScan.Listing, attempt: String = "", progress: @escaping ArtifactScan.Told = { _ in }
  ) throws(Failure) -> ArtifactScan.Listing {
    let wanted = listing.artifacts.filter(Self.isCopied)
    guard !wanted.isEmpty else { return listing }
    let home = project.folder(of: experiment) + (attempt.isEmpty ? "" : "/" + attempt)
    let final = home + "/" + Self.folder
    guard FileStatus.of(final) == nil else {
      throw Failure(.input, "outputs are collected there already", file: final, hint: "an attempt collects once, at its end")
    }
    try checkRoom(for: wanted, at: home)
    let staging = FileWriting.temporary(beside: final)
    let marker = try OpenMarker.place(
      .init(experiment: experiment, staging: [relativePath(staging, to: project.root) ?? staging]), in: project)
    do throws(Failure) {
      try fill(staging, with: wanted, progress)
      try FileWriting.syncAll(at: staging)
      guard rename(staging, final) == 0 else { throw Failure.system("put the collected outputs in place", final) }
    } catch {
      try? FileWriting.remove(staging)
      try marker.remove()
      throw error
    }
    try FileWriting.sync(home)
    try marker.remove()
    return .init(artifacts: Self.collected(listing.artifacts, attempt: attempt), findings: listing.findings)
  }

  static func isCopied(_ artifact: Artifact) -> Bool { artifact.base == .project && artifact.sha256.value != nil }

  /// The artifacts as they are recorded when all that can be copied has been.
  static func collected(_ artifacts: [Artifact], attempt: String = "") -> [Artifact] {
    let prefix = (attempt.isEmpty ? "" : attempt + "/") + folder + "/"
    return artifacts.map { artifact in
      guard isCopied(artifact) else { return artifact }
      var copy = artifact
      (copy.path, copy.base) = (prefix + artifact.path, nil)
      return copy
    }
  }

  /// - Throws: kind `environment` if a folder's file system has no room for copies; holes take none.
  func checkRoom(for artifacts: [Artifact], at folder: String) throws(Failure) {
    let stored = artifacts.reduce(Int64(0)) { sum, artifact in
      let path = project.path(of: artifact, inFolder: folder)
      return sum + min(artifact.size, path.flatMap { FileStatus.allocated($0) } ?? artifact.size)
    }
    do throws(Failure) { try FileWriting.requireRoom(stored, at: folder) } catch {
      throw Failure(
        error.kind, "there is no room for the run's outputs: \(error.message)", file: folder,
        hint: "free some space, or set run.collect = \"list\" in \(PolicyFile.name)")
    }
  }

  /// Copies artifacts into a folder that does not exist yet, and checks every copy.
  func fill(
    _ staging: String, with artifacts: [Artifact], _ progress: @escaping ArtifactScan.Told = { _ in }
  ) throws(Failure) {
    let meter = ProgressMeter(total: artifacts.reduce(0) { $0 + $1.size }, told: progress)
    try FileWriting.makeFolders(staging)
    var made: Set<String> = [staging]
    for artifact in artifacts {
      guard let original = project.path(of: artifact, inFolder: project.workplace) else {
        throw Failure(.input, "leads out of the project", file: artifact.path)
      }
      let copy = staging + "/" + artifact.path
      if made.insert(parent(of: copy)).inserted { try FileWriting.makeFolders(parent(of: copy)) }
      try FileCopy.make(copy, of: original)
      let digest = try FileReading.sha256(of: copy) { meter.add($0) }
      guard artifact.sha256.value == digest else {
        throw Failure(
          .input, "changed while it was collected", file: artifact.path, hint: "collect when nothing writes there any more")
      }
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An experiment's folder in the making: claimed by its name, put together aside, and put in place whole.
///
/// An empty folder of the name is the claim (`mkdir` is exclusive); the finished folder is renamed over it. Whoever looks sees
/// nothing, an empty folder, or all of it.
struct NewFolder: Sendable {
  let name: ExperimentName
  let path: String
  /// Where it is put together, absolute, on the same file system.
  let staging: String

  /// Claims the first free name of its second.
  static func claim(
    _ name: ExperimentName, in project: Project, marker: borrowing OpenMarker, intent: OpenMarker.Intent, staging: String
  ) throws(Failure) -> NewFolder {
    var ordinal = 1
    while true {
      let candidate = Self.ordinal(ordinal, of: name)
      let path = project.folder(of: candidate.text)
      // What somebody else has is never named in a marker: it would be taken for ours.
      if FileStatus.of(path) == nil {
        var claim = intent
        claim.experiment = candidate.text
        try marker.update(claim, durable: true)
        if try FileWriting.claimFolder(path) { return NewFolder(name: candidate, path: path, staging: staging) }
      }
      ordinal += 1
    }
  }

  /// Returns the first name that nobody has, without claiming it.
  static func free(_ name: ExperimentName, in project: Project) -> ExperimentName {
    var ordinal = 1
    while FileStatus.of(project.folder(of: Self.ordinal(ordinal, of: name).text)) != nil { ordinal += 1 }
    return Self.ordinal(ordinal, of: name)
  }

  /// Puts the finished folder in place of the empty one.
  func publish() throws(Failure) {
    guard rename(staging, path) == 0 else { throw .system("put the experiment's folder in place", path) }
    try FileWriting.sync(parent(of: path))
  }

  private static func ordinal(_ ordinal: Int, of name: ExperimentName) -> ExperimentName {
    ExperimentName(stamp: name.stamp, model: name.model, shortTitle: name.shortTitle, ordinal: ordinal)
  }
}

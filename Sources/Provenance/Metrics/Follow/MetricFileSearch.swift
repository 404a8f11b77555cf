#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds the metric files of an attempt, again and again: a folder that did not change is not listed twice.
final class MetricFileSearch {
  private let folder: String
  private let attempt: String
  private let roles: ArtifactRoles
  private let endings: [String]?
  private var folders: [String: Folder] = [:]
  private var next = 0.0

  private struct Folder {
    var status: FileStatus
    var files: [String]
    var folders: [String]
    /// It had rested long enough when it was listed for its time to tell a change.
    var isSettled: Bool
  }

  /// - Parameters:
  ///   - folder: the experiment's folder.
  ///   - attempt: the attempt's folder in it; empty: the first attempt's files, which are all in no other attempt's folder.
  init(folder: String, attempt: String, policy: Policy) {
    (self.folder, self.attempt) = (folder, attempt)
    roles = ArtifactRoles(policy)
    endings = Self.endings(policy.metrics.files)
  }

  /// Returns the files that hold metrics or results, relative to the experiment's folder; nil if it is too early to look again.
  ///
  /// - Parameter isFinal: looks now and everywhere.
  func files(isFinal: Bool) -> [String]? {
    let start = SteadyClock.seconds()
    guard isFinal || start >= next else { return nil }
    if isFinal { folders = [:] }
    var (found, pending) = ([String](), [attempt])
    while let current = pending.popLast() {
      guard let listing = listing(of: current) else { continue }
      found += listing.files
      pending += listing.folders
    }
    // At most a twentieth of the time goes into looking.
    let end = SteadyClock.seconds()
    next = max(start + 1, end + (end - start) * 20)
    return found
  }

  private func listing(of path: String) -> Folder? {
    let whole = path.isEmpty ? folder : folder + "/" + path
    guard let status = FileStatus.of(whole), status.kind == .folder else { return nil }
    if let known = folders[path], known.isSettled, known.status == status { return known }
    guard let names = try? FileReading.names(in: whole) else { return nil }
    var listing = Folder(status: status, files: [], folders: [], isSettled: Self.now() - status.modified > 2_000_000_000)
    for name in names {
      let inner = path.isEmpty ? name : path + "/" + name
      guard !ExperimentFiles.isOwn(inner) else { continue }
      switch FileStatus.of(folder + "/" + inner)?.kind {
      case .file where holdsMetrics(inner): listing.files.append(inner)
      case .folder where !isOtherAttempt(inner): listing.folders.append(inner)
      default: continue
      }
    }
    folders[path] = listing
    return listing
  }

  private func holdsMetrics(_ path: String) -> Bool {
    if let endings, !endings.contains(where: path.hasSuffix) { return false }
    let role = roles.role(of: attempt.isEmpty ? path : String(path.dropFirst(attempt.utf8.count + 1)))
    return role == .metrics || role == .result
  }

  /// The ends of names that alone can fit; nil if a pattern ends in a wildcard.
  private static func endings(_ patterns: [String]) -> [String]? {
    var endings = [".json", ExperimentFiles.metrics]
    for pattern in patterns {
      let ending = pattern.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
      guard ending.utf8.count < pattern.utf8.count, !ending.isEmpty, !ending.contains(where: { "*?[]/".contains($0) }) else {
        return nil
      }
      endings.append("." + ending)
    }
    return endings
  }

  private func isOtherAttempt(_ path: String) -> Bool {
    SelfRecord.number(ofFolder: path) != nil && path != attempt
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

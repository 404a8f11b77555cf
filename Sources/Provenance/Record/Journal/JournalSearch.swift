/// Finds entries by their digests: among some that are at hand, then in the journals that open markers name, then in all of them.
///
/// A journal is synced before the order's line is written: an entry that a line names is in one, unless something was damaged since.
struct JournalSearch {
  private let project: Project
  private var found: [Digest: Entry]

  init(_ project: Project, besides entries: [Entry]) {
    self.project = project
    found = Dictionary(entries.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the entries in the order of their digests; nil if one of them is nowhere.
  func all(_ digests: [Digest]) throws(Failure) -> [Entry]? {
    let found = try some(digests)
    let entries = digests.compactMap { found[$0] }
    return entries.count == digests.count ? entries : nil
  }

  /// Returns those of the entries that are somewhere.
  func some(_ digests: [Digest]) throws(Failure) -> [Digest: Entry] {
    var missing = Set(digests)
    var entries: [Digest: Entry] = [:]
    for digest in digests where found[digest] != nil {
      entries[digest] = found[digest]
      missing.remove(digest)
    }
    var seen: Set<String> = []
    for folders in [marked, everywhere] where !missing.isEmpty {
      for folder in try folders() where !missing.isEmpty && seen.insert(folder).inserted {
        for entry in Self.entries(in: folder) where missing.remove(entry.digest) != nil { entries[entry.digest] = entry }
      }
    }
    return entries
  }

  /// The folders that writers, living or gone, are about.
  private func marked() throws(Failure) -> [String] {
    let markers = (try? OpenMarker.paths(in: project)) ?? []
    let experiments = markers.compactMap { OpenMarker.intent(of: $0)?.experiment }.filter { !$0.isEmpty }
    return [project.hidden] + experiments.map { project.folder(of: $0) }
  }

  private func everywhere() throws(Failure) -> [String] { try project.folders() }

  /// A journal that cannot be read holds nothing that could be taken in.
  private static func entries(in folder: String) -> [Entry] { journals(in: folder).flatMap(\.self) }

  /// The entries of each journal of a folder that can be read.
  static func journals(in folder: String) -> [[Entry]] {
    ((try? Journal.all(in: folder)) ?? []).compactMap { try? $0.read().entries }
  }
}

extension Project {
  /// Returns every folder that may hold journals: `.xp/` and what lies in the experiments' folder.
  func folders() throws(Failure) -> [String] {
    var folders = [hidden]
    if FileStatus.of(experimentsFolder, followingLinks: true)?.kind == .folder {
      folders += try FileReading.names(in: experimentsFolder).map { experimentsFolder + "/" + $0 }
    }
    return folders.filter { FileStatus.of($0)?.kind == .folder }
  }
}

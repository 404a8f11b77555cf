import Provenance

/// What lies in a folder: every path with its kind, mode, time and content, to tell whether anything was touched.
public struct FolderPicture: Sendable, Equatable {
  private let lines: [String: String]

  /// SQLite's lock on a ledger, which readers write too.
  public static let lock = ".xp/ledger.sqlite-shm"

  /// - Parameter ignoring: paths below which nothing is looked at.
  public init(_ folder: String, ignoring: Set<String> = []) throws {
    var lines: [String: String] = [:]
    var pending = [""]
    while let below = pending.popLast() {
      for name in try FileReading.names(in: folder + below) {
        let path = below + "/" + name
        guard !ignoring.contains(String(path.dropFirst())), let status = FileStatus.of(folder + path) else { continue }
        var line = "\(status.kind) \(status.mode)"
        switch status.kind {
        case .folder: pending.append(path)
        // SQLite makes an empty log to read: it says nothing.
        case .file where status.size == 0 && name.hasSuffix(".sqlite-wal"): continue
        // A sparse file of any size is told by its size and time.
        case .file where status.size < 64 << 20:
          line += " \(status.size) \(status.modified) \(try FileReading.sha256(of: folder + path))"
        case .file: line += " \(status.size) \(status.modified)"
        default: break
        }
        lines[path] = line
      }
    }
    self.lines = lines
  }

  /// Returns what differs, a line each: empty if nothing does.
  public func changes(since before: FolderPicture) -> [String] {
    Set(lines.keys).union(before.lines.keys).sorted().compactMap { path in
      let (old, new) = (before.lines[path], lines[path])
      return old == new ? nil : "\(path): \(old ?? "nothing") → \(new ?? "nothing")"
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What git does not tell about the folders of a working directory: which hold a journal, and what is neither file, link nor folder.
struct FolderScan: Sendable {
  /// Folders that hold a `journal.*.jsonl`; never the top.
  private(set) var journals: Set<Bytes> = []
  /// Paths of sockets, pipes and devices.
  private(set) var specials: [Bytes] = []

  private let top: String
  private var seen: Set<Bytes> = [[]]

  /// Looks at the top itself.
  init(top: String) {
    self.top = top
    look(in: [])
  }

  /// Looks into the folders of some files and those above them, each once.
  ///
  /// - Parameter paths: best in order.
  mutating func look(around paths: some Sequence<Bytes>) {
    var last: Bytes?
    for path in paths {
      let folder = path.folder
      if isJournal(path.name), let folder { journals.insert(folder) }
      if folder == last { continue }
      last = folder
      var above = folder
      while let folder = above, seen.insert(folder).inserted {
        look(in: folder)
        above = folder.folder
      }
    }
    specials.sort(by: precedes)
  }

  /// Whether a path is a record of `xp`'s own, or lies in a folder that holds one.
  func isRecord(_ path: Bytes) -> Bool {
    if path.folder == nil { return isJournal(path) || path.elementsEqual(".xp".utf8) }
    if !journals.isEmpty {
      var above = path.folder
      while let folder = above {
        if journals.contains(folder) { return true }
        above = folder.folder
      }
    }
    return isInside(path, ownFolder)
  }

  private mutating func look(in folder: Bytes) {
    var path = Array(top.utf8) + [UInt8(ascii: "/")] + folder + [0]
    guard let stream = path.withUnsafeMutableBytes({ opendir($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }) else {
      return
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let kind = Int32(entry.pointee.d_type)
      let special = kind == Int32(DT_FIFO) || kind == Int32(DT_SOCK) || kind == Int32(DT_CHR) || kind == Int32(DT_BLK)
      withUnsafeBytes(of: &entry.pointee.d_name) { field in
        // Few names begin as a journal does: nothing is copied for the others.
        guard special || field.starts(with: journalStart) else { return }
        let name = Array(field.prefix { $0 != 0 })[...]
        if isJournal(name), !folder.isEmpty { journals.insert(folder) }
        if special { specials.append(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name) }
      }
    }
  }
}

private let ownFolder = Array(".xp".utf8)
private let journalStart = Array("journal.".utf8)
private let journalEnd = Array(".jsonl".utf8)

/// Whether a file's name is `journal.<ledger-id>.jsonl`.
private func isJournal(_ name: Bytes) -> Bool {
  name.count > journalStart.count + journalEnd.count && name.starts(with: journalStart)
    && name.suffix(journalEnd.count).elementsEqual(journalEnd)
}

/// Whether one of a path's components is this name.
private func isInside(_ path: Bytes, _ name: [UInt8]) -> Bool {
  var start = path.startIndex
  while start < path.endIndex {
    let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
    if end - start == name.count, path[start..<end].elementsEqual(name) { return true }
    start = end + 1
  }
  return false
}

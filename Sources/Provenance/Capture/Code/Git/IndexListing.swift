/// The index as `git ls-files -s -v -z` prints it, in git's order.
struct IndexListing: Sendable {
  struct Entry: Sendable {
    /// The working directory is not to have this file (`skip-worktree`).
    let isSkipped: Bool
    /// The user promised not to change this file (`assume-unchanged`).
    let isAssumed: Bool
    /// Not 0: one side of a conflict.
    let stage: UInt8
    let file: TreeFile
  }

  static let question = ["ls-files", "-s", "-v", "-z"]
  let entries: [Entry]

  /// Reads `tag SP mode SP oid SP stage TAB path NUL`. A small tag means assume-unchanged, an `S` skip-worktree.
  init(_ output: [UInt8]) {
    var entries: [Entry] = []
    entries.reserveCapacity(output.count / 80)
    var start = 0
    while start < output.count, let end = output[start...].firstIndex(of: 0) {
      defer { start = end + 1 }
      guard let tab = output[start..<end].firstIndex(of: 0x09), tab - start > 12 else { continue }
      let tag = output[start]
      entries.append(
        Entry(
          isSkipped: tag | 0x20 == UInt8(ascii: "s"), isAssumed: tag & 0x20 != 0, stage: output[tab - 1] & 0xF,
          file: TreeFile(
            blob: Blob(mode: FileMode(output[(start + 2)..<(start + 8)]) ?? .plain, oid: output[(start + 9)..<(tab - 2)]),
            path: output[(tab + 1)..<end])))
    }
    self.entries = entries
  }
}

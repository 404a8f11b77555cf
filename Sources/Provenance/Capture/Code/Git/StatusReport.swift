/// What `git status --porcelain=v2 --branch -z` says.
struct StatusReport: Sendable {
  /// A tracked path that differs somewhere between commit, index and working directory.
  struct Tracked: Sendable {
    let path: Bytes
    let head: Blob?
    let index: Blob?
    /// Nil: there is nothing in the working directory.
    let mode: FileMode?
    /// Whether the working directory's content is what the index has.
    let isStaged: Bool
  }

  static let question = [
    "status", "--porcelain=v2", "--branch", "--ahead-behind", "-z", "--no-renames", "--untracked-files=all",
    "--ignore-submodules=dirty",
  ]

  private(set) var branch: String?
  private(set) var upstream: String?
  private(set) var unpushed: Int?
  private(set) var tracked: [Tracked] = []
  private(set) var untracked: [Bytes] = []
  /// Untracked folders that are repositories of their own.
  private(set) var embedded: [Bytes] = []

  init(_ output: [UInt8]) {
    for item in output.split(separator: 0) {
      switch item.first {
      case UInt8(ascii: "#"): takeHeader(item.text)
      case UInt8(ascii: "1"): takeChange(item)
      case UInt8(ascii: "u"): takeConflict(item)
      case UInt8(ascii: "?"):
        let path = item.dropFirst(2)
        if path.last == UInt8(ascii: "/") { embedded.append(path.dropLast()) } else { untracked.append(path) }
      default: break
      }
    }
  }

  private mutating func takeHeader(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return }
    switch words[1] {
    case "branch.head": branch = words[2] == "(detached)" ? nil : String(words[2])
    case "branch.upstream": upstream = String(words[2])
    case "branch.ab": unpushed = words[2].split(separator: " ").first.flatMap { Int($0.dropFirst()) }
    default: break
    }
  }

  /// `1 XY sub mH mI mW hH hI path`
  private mutating func takeChange(_ item: Bytes) {
    let fields = item.split(separator: 0x20, maxSplits: 8, omittingEmptySubsequences: false)
    guard fields.count == 9, let inIndex = fields[1].last else { return }
    let index = FileMode(fields[4]).map { Blob(mode: $0, oid: fields[7]) }
    tracked.append(
      Tracked(
        path: fields[8], head: FileMode(fields[3]).map { Blob(mode: $0, oid: fields[6]) }, index: index,
        // A path that was taken out of the index is deleted to git, whatever lies there; it comes again as untracked.
        mode: index == nil && inIndex == UInt8(ascii: ".") ? nil : FileMode(fields[5]),
        isStaged: inIndex == UInt8(ascii: ".")))
  }

  /// `u XY sub m1 m2 m3 mW h1 h2 h3 path`; stage 2 is the checked-out side.
  private mutating func takeConflict(_ item: Bytes) {
    let fields = item.split(separator: 0x20, maxSplits: 10, omittingEmptySubsequences: false)
    guard fields.count == 11 else { return }
    let ours = FileMode(fields[4]).map { Blob(mode: $0, oid: fields[8]) }
    tracked.append(Tracked(path: fields[10], head: ours, index: nil, mode: FileMode(fields[6]), isStaged: false))
  }
}

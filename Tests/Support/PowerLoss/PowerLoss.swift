/// Cuts the power after any step of a traced command.
///
/// What may be on the disk then, by what journaling file systems (ext4, XFS, Btrfs, F2FS) promise and no more:
///
/// 1. `fsync` of a file makes its content last, the name under which it was made, and the folders above that.
/// 2. `fsync` of a folder makes its entries last as they are then: what was made, linked, renamed into it or removed from it.
/// 3. Everything else may have reached the disk or not, each step for itself and in any order: a name without its content, content
///    without its name, a later step without an earlier one.
/// 4. `rename` is one step: afterwards there is the old name or the new one, whole.
/// 5. A write that was not synced may be there in part: cut at a sector, with zeros for what is missing.
public struct PowerLoss: Sendable {
  private let trace: DiskTrace
  /// For every step, the first step after which it lasts.
  private let lasting: [Int]

  /// Which of the steps that do not last have reached the disk.
  public enum Luck: Sendable, Equatable {
    case all, none, namesOnly, contentOnly
    /// Each by the toss of a coin of this seed; writes may be cut.
    case chance(UInt64)
  }

  public init(_ trace: DiskTrace) {
    self.trace = trace
    lasting = Self.lasting(trace)
  }

  /// How many instants there are: before the first step, and after every one.
  public var instants: Int { trace.steps.count + 1 }

  /// Whether the command has printed that by then.
  public func hasSaid(_ text: String, by instant: Int) -> Bool {
    let said = trace.steps[..<instant].flatMap { if case .said(let bytes) = $0 { bytes } else { [UInt8]() } }
    return String(decoding: said, as: UTF8.self).contains(text)
  }

  /// What the disk holds if the power goes before that step.
  public func disk(at instant: Int, _ luck: Luck) -> Disk {
    var disk = trace.before
    var coin = if case .chance(let seed) = luck { seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(instant) } else { UInt64(0) }
    func toss() -> UInt64 {
      coin = (coin ^ (coin >> 30)) &* 0xBF58_476D_1CE4_E5B9 &+ 0x94D0_49BB_1331_11EB
      return coin >> 33
    }
    for (index, step) in trace.steps[..<instant].enumerated() {
      if lasting[index] < instant {
        disk.apply(step)
      } else if case .make = step {
        disk.apply(step)
      } else {
        switch luck {
        case .all: disk.apply(step)
        case .none: break
        case .namesOnly: if !step.isContent { disk.apply(step) }
        case .contentOnly: if step.isContent { disk.apply(step) }
        case .chance:
          guard toss() % 2 == 0 else { continue }
          disk.apply(toss() % 4 == 0 ? step.cut(toss()) : step)
        }
      }
    }
    return disk
  }

  private static func lasting(_ trace: DiskTrace) -> [Int] {
    var lasting = [Int](repeating: .max, count: trace.steps.count)
    /// Steps that do not last yet: of a file's content, of a folder's entries; and by which step a node was given its first name.
    var (contents, entries, births) = ([Int: [Int]](), [Int: [Int]](), [Int: (step: Int, folder: Int)]())
    for (index, step) in trace.steps.enumerated() {
      switch step {
      case .make, .said: lasting[index] = index
      case .write(let file, _, _), .truncate(let file, _): contents[file, default: []].append(index)
      case .enter(let folder, _, let node):
        entries[folder, default: []].append(index)
        if births[node] == nil { births[node] = (index, folder) }
      case .leave(let folder, _): entries[folder, default: []].append(index)
      case .move(_, _, let to, _, _): entries[to, default: []].append(index)
      case .sync(let node):
        lasting[index] = index
        for earlier in contents.removeValue(forKey: node) ?? [] { lasting[earlier] = index }
        for earlier in entries.removeValue(forKey: node) ?? [] { lasting[earlier] = index }
        var next = births[node]
        while let birth = next {
          lasting[birth.step] = min(lasting[birth.step], index)
          next = births[birth.folder]
        }
      }
    }
    return lasting
  }
}

extension DiskStep {
  var isContent: Bool {
    switch self {
    case .write, .truncate: true
    default: false
    }
  }

  /// A write of which only the beginning was written, or only the room was made.
  func cut(_ number: UInt64) -> DiskStep {
    guard case .write(let file, let offset, let bytes) = self else { return self }
    let kept = bytes.count > 512 ? Int(number % UInt64(bytes.count / 512)) * 512 : 0
    let zeros = [UInt8](repeating: 0, count: number % 2 == 0 ? bytes.count - kept : 0)
    return .write(file: file, offset: offset, bytes.prefix(kept) + zeros)
  }
}

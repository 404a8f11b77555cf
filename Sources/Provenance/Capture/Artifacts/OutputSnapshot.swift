/// Files that were there before a run, and the state of each: small enough to be kept beside a run's marker, so that whoever settles the
/// run later knows what it made.
public struct OutputSnapshot: Sendable, Equatable {
  /// What changes with a file's content or place.
  struct Status: Sendable, Hashable {
    var size: Int64
    var device: UInt64
    var inode: UInt64
    var modified: Int64
    var changed: Int64

    init(_ status: FileStatus) {
      (size, device, inode) = (status.size, status.device, status.inode)
      (modified, changed) = (status.modified, status.changed)
    }

    fileprivate init?(_ words: [Substring]) {
      guard let size = Int64(words[0]), let device = UInt64(words[1]), let inode = UInt64(words[2]),
        let modified = Int64(words[3]), let changed = Int64(words[4])
      else { return nil }
      (self.size, self.device, self.inode, self.modified, self.changed) = (size, device, inode, modified, changed)
    }

    fileprivate var text: String { "\(size) \(device) \(inode) \(modified) \(changed)" }
  }

  private var files: [ExactString: Status]

  init(files: [(path: String, status: FileStatus)]) {
    self.files = Dictionary(files.map { (ExactString($0.path), Status($0.status)) }) { $1 }
  }

  /// Nothing was there: every file that fits counts as the run's.
  public static let empty = OutputSnapshot(files: [])

  /// How many files were there.
  public var count: Int { files.count }

  func status(of path: String) -> Status? { files[ExactString(path)] }

  // MARK: Kept in a file

  private static let head = "outputs before 1 "

  /// A file's bytes: a head with the number of files, then for each its state, a space and its path, all ended by NUL, which no path can
  /// hold.
  public var bytes: [UInt8] {
    var bytes = Array("\(Self.head)\(files.count)\u{0}".utf8)
    for (path, status) in files {
      bytes.append(contentsOf: status.text.utf8)
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: path.string.utf8)
      bytes.append(0)
    }
    return bytes
  }

  /// Reads what ``bytes`` wrote.
  ///
  /// - Throws: kind `input` if it is cut or something else: nobody can tell then what the run made.
  public init(bytes: [UInt8]) throws(Failure) {
    let odd = Failure(.input, "is no whole list of what was there before the run")
    guard bytes.starts(with: Self.head.utf8), bytes.last == 0 else { throw odd }
    files = [:]
    let records = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
    for record in records.dropFirst() {
      guard let text = String(validating: record, as: UTF8.self) else { throw odd }
      let fields = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: false)
        .map { Substring($0) }
      guard fields.count == 6, let status = Status(fields) else { throw odd }
      files[ExactString(String(fields[5]))] = status
    }
    guard records[0].elementsEqual("\(Self.head)\(files.count)".utf8), records.count == files.count + 1 else { throw odd }
  }
}

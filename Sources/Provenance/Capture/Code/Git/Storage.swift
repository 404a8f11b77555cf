#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What becomes of one path of the copied index.
enum TreeEdit: Sendable, Equatable {
  case remove
  case put(Blob)
}

/// Where a capture writes: a copy of the index, and the repository's objects or, to try, objects of its own.
struct Storage {
  let git: Git
  let top: String
  /// Why the repository cannot take the objects; they are hashed all the same.
  let refusal: String?
  private let commonFolder: String
  /// The repository's objects, if they are written there.
  private let objects: String?

  /// - Parameter write: false leaves the repository's objects as they are.
  init(_ checkout: Checkout, scratch: String, write: Bool) throws(Failure) {
    let index = scratch + "/index"
    try IndexCopy.make(of: checkout.gitFolder + "/index", at: index)
    var variables = ["GIT_INDEX_FILE=" + index]
    let isWritable = access(checkout.objects, W_OK) == 0
    refusal = write && !isWritable ? "git's object folder is not writable" : nil
    if !write || !isWritable {
      variables += try Quarantine(checkout, at: scratch + "/objects").variables()
    }
    git = checkout.git.with(variables: variables)
    (top, commonFolder) = (checkout.top, checkout.commonFolder)
    objects = write && isWritable ? checkout.objects : nil
  }

  /// Changes the copied index and writes its tree.
  ///
  /// - Parameter digits: the length of an object's name; 0 if the index is empty, which leaves nothing to remove.
  func tree(_ edits: [Bytes: TreeEdit], digits: Int) throws(Failure) -> Digest {
    let lines = Self.lines(edits, digits)
    if !lines.isEmpty { _ = try git.output(["update-index", "-z", "--index-info"], input: lines) }
    guard let objects else { return gitDigest(try git.output(["write-tree"]).dropLast()) }
    // Git syncs neither objects nor refs by itself: what a record names must outlive a power cut. Files first, all of them written by
    // now: one commit of the file system holds them all.
    var folders: Set<String> = []
    for case .put(let blob) in edits.values {
      let name = blob.oid.text
      let path = "\(objects)/\(name.prefix(2))/\(name.dropFirst(2))"
      guard FileStatus.of(path) != nil else { continue }
      try FileWriting.sync(path)
      folders.insert(parent(of: path))
    }
    for folder in folders.sorted() { try FileWriting.sync(folder) }
    let before = Self.times(objects)
    let oid = try git.output(["write-tree"], settings: ["core.fsync=loose-object"])
    // Their names: git links them into place after it has synced them.
    for (folder, time) in Self.times(objects) where before[folder] != time { try FileWriting.sync(folder) }
    return gitDigest(oid.dropLast())
  }

  /// When each folder of loose objects was changed.
  private static func times(_ objects: String) -> [String: Int64] {
    var times: [String: Int64] = [:]
    for number in 0..<256 {
      let folder = objects + "/" + hexadecimal([UInt8(number)])
      if let status = FileStatus.of(folder) { times[folder] = status.modified }
    }
    return times
  }

  func ref(_ tree: Digest) -> TreeRef {
    var ref = TreeRef(folder: top, tree: tree, isNew: false)
    if FileStatus.of("\(commonFolder)/\(ref.name)") == nil {
      // It may be packed.
      if case .known(true) = GitRepository(git).refExists(ref.name) { return ref }
      ref.isNew = true
    }
    return ref
  }

  /// Removals first: a file may stand where a folder was.
  private static func lines(_ edits: [Bytes: TreeEdit], _ digits: Int) -> [UInt8] {
    let nothing = Array("0 \(String(repeating: "0", count: digits))\t".utf8)
    var removed: [UInt8] = []
    var put: [UInt8] = []
    for (path, edit) in edits {
      switch edit {
      case .remove: if digits > 0 { removed += nothing + path + [0] }
      case .put(let blob): put += Array(blob.mode.digits.utf8) + [0x20] + blob.oid + [0x09] + path + [0]
      }
    }
    return removed + put
  }
}

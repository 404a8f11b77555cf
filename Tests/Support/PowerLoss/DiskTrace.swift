import Provenance

/// The steps of a command below a folder, by what strace saw of it and of its children.
public struct DiskTrace: Sendable {
  let before: Disk
  private(set) var steps: [DiskStep] = []
  /// The disk as all steps leave it.
  private(set) var disk: Disk
  private let root: String
  private var offsets: [Int: Int] = [:]
  private var appending: Set<Int> = []
  private var folders: [String: String] = [:]

  static let calls =
    "openat,open,creat,write,pwrite64,writev,lseek,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,"
    + "unlinkat,mkdir,mkdirat,rmdir,symlink,symlinkat,copy_file_range,sendfile"

  /// The words before a command that make strace write what this type reads.
  public static func words(output: String) -> String { "strace -f -y -xx -qq -s 100000000 -e trace=\(calls) -o \(output)" }

  /// - Parameters:
  ///   - before: what the folder held when the command began.
  ///   - root: the folder, absolute.
  public init(_ before: Disk, root: String, trace: String) {
    (self.before, disk, self.root) = (before, before, root)
    var unfinished: [Substring: Substring] = [:]
    for line in trace.split(separator: "\n") {
      let process = line.prefix { $0 != " " }
      var rest = line.dropFirst(process.count).drop { $0 == " " }
      if rest.hasSuffix(" <unfinished ...>") {
        unfinished[process] = rest.dropLast(" <unfinished ...>".count)
        continue
      }
      if rest.hasPrefix("<... "), let end = rest.firstRange(of: " resumed>")?.upperBound {
        rest = (unfinished.removeValue(forKey: process) ?? "") + rest[end...]
      }
      // The result stands behind spaces that fill the line up, many of them behind a call that was resumed.
      guard let open = rest.firstIndex(of: "("), let equals = rest.ranges(of: " = ").last,
        let close = rest[..<equals.lowerBound].lastIndex(of: ")"), open < close,
        rest[close..<equals.lowerBound].dropFirst().allSatisfy({ $0 == " " })
      else { continue }
      let result = rest[equals.upperBound...].prefix { $0 == "-" || $0.isNumber }
      guard let value = Int(result), value >= 0 else { continue }
      call(String(rest[..<open]), Self.arguments(rest[rest.index(after: open)..<close]), value, String(process))
    }
  }

  private mutating func add(_ step: DiskStep) {
    steps.append(step)
    disk.apply(step)
  }

  private mutating func call(_ name: String, _ words: [String], _ result: Int, _ process: String) {
    switch name {
    case "openat": open(words, result, process)
    case "write", "pwrite64", "writev": write(name, words, result)
    case "lseek": if let file = file(words[0]) { offsets[file] = result }
    case "ftruncate": if let file = file(words[0]) { add(.truncate(file: file, size: Int(words[1]) ?? 0)) }
    case "truncate": if let file = node(words[0], process) { add(.truncate(file: file, size: Int(words[1]) ?? 0)) }
    case "fsync", "fdatasync": if let file = file(words[0]) { add(.sync(file)) }
    case "mkdir": enter(words[0], .folder([:]), process)
    case "mkdirat": enter(Self.joined(words[0], words[1]), .folder([:]), process)
    case "symlink": enter(words[1], .link(Self.text(words[0])), process)
    case "rename": move(words[0], words[1], process)
    case "renameat", "renameat2": move(Self.joined(words[0], words[1]), Self.joined(words[2], words[3]), process)
    case "link": link(words[0], words[1], process)
    case "linkat": link(Self.joined(words[0], words[1]), Self.joined(words[2], words[3]), process)
    case "unlink", "rmdir": leave(words[0], process)
    case "unlinkat": leave(Self.joined(words[0], words[1]), process)
    case "copy_file_range", "sendfile": preconditionFailure("\(name) is not followed")
    default: break
    }
  }

  private mutating func open(_ words: [String], _ result: Int, _ process: String) {
    if words[0].hasPrefix("AT_FDCWD<") { folders[process] = Self.path(words[0]) }
    let path = Self.joined(words[0], words[1])
    guard let (folder, name) = place(path, process) else { return }
    if let known = disk.entries(of: folder)[name] {
      if words[2].contains("O_TRUNC") { add(.truncate(file: known, size: 0)) }
      opened(known, words[2])
    } else if words[2].contains("O_CREAT") {
      let number = disk.nodes.count
      add(.make(number, .file([], mode: words.count > 3 ? UInt32(words[3], radix: 8) ?? 0o644 : 0o644)))
      add(.enter(folder: folder, name, node: number))
      opened(number, words[2])
    }
  }

  private mutating func opened(_ file: Int, _ flags: String) {
    offsets[file] = 0
    if flags.contains("O_APPEND") { appending.insert(file) } else { appending.remove(file) }
  }

  private mutating func write(_ name: String, _ words: [String], _ result: Int) {
    if words[0].hasPrefix("1<"), file(words[0]) == nil { return add(.said(Self.bytes(words[1]))) }
    guard let file = file(words[0]) else { return }
    var bytes =
      name == "writev" ? words[1].components(of: "iov_base=").dropFirst().flatMap { Self.bytes($0) } : Self.bytes(words[1])
    bytes = Array(bytes.prefix(result))
    var size = 0
    if case .file(let content, _) = disk.nodes[file] { size = content.count }
    let offset = name == "pwrite64" ? Int(words[3]) ?? 0 : appending.contains(file) ? size : offsets[file] ?? 0
    add(.write(file: file, offset: offset, bytes))
    if name != "pwrite64" { offsets[file] = offset + bytes.count }
  }

  private mutating func enter(_ path: String, _ node: Disk.Node, _ process: String) {
    guard let (folder, name) = place(path, process) else { return }
    let number = disk.nodes.count
    add(.make(number, node))
    add(.enter(folder: folder, name, node: number))
  }

  private mutating func link(_ old: String, _ new: String, _ process: String) {
    guard let node = node(old, process), let (folder, name) = place(new, process) else { return }
    add(.enter(folder: folder, name, node: node))
  }

  private mutating func leave(_ path: String, _ process: String) {
    guard let (folder, name) = place(path, process) else { return }
    add(.leave(folder: folder, name))
  }

  private mutating func move(_ old: String, _ new: String, _ process: String) {
    guard let (from, name) = place(old, process), let node = disk.entries(of: from)[name], let (to, place) = place(new, process)
    else {
      return
    }
    add(.move(from: from, name, to: to, place, node: node))
  }

  /// The file that a descriptor leads to; nil if it lies elsewhere or has no name any more.
  private func file(_ word: String) -> Int? { relative(Self.path(word)).flatMap { disk.node($0) } }

  private func node(_ word: String, _ process: String) -> Int? { relative(whole(word, process)).flatMap { disk.node($0) } }

  private func place(_ word: String, _ process: String) -> (folder: Int, name: String)? {
    let path = whole(word, process)
    guard let folder = relative(parent(of: path)).flatMap({ disk.node($0) }) else { return nil }
    return (folder, lastComponent(of: path))
  }

  private func whole(_ word: String, _ process: String) -> String {
    absolutePath(Self.text(word), from: folders[process] ?? root)
  }

  private func relative(_ path: String) -> Substring? {
    path == root ? "" : path.hasPrefix(root + "/") ? path.dropFirst(root.count + 1) : nil
  }
}

/// The words of a line of strace.
extension DiskTrace {
  /// Parts arguments at commas outside of quotes and brackets.
  static func arguments(_ text: Substring) -> [String] {
    var (words, word, depth, isQuoted) = ([String](), "", 0, false)
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "[", "{": depth += isQuoted ? 0 : 1
      case "]", "}": depth -= isQuoted ? 0 : 1
      case "," where !isQuoted && depth == 0:
        words.append(word)
        word = ""
        continue
      case " " where word.isEmpty: continue
      default: break
      }
      word.append(character)
    }
    return words + [word]
  }

  /// The bytes of the first quoted text in a word, all of it hexadecimal.
  static func bytes(_ word: String) -> [UInt8] {
    let parts = word.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count > 1 ? unescaped(parts[1]) : []
  }

  private static func unescaped(_ text: Substring) -> [UInt8] {
    text.split(separator: "\\x").compactMap { UInt8($0, radix: 16) }
  }

  /// The path in a word that is a quoted text, or one that was joined already.
  static func text(_ word: String) -> String { word.hasPrefix("\"") ? String(decoding: bytes(word), as: UTF8.self) : word }

  /// The path of a descriptor: `7<\x2f…>`.
  static func path(_ word: String) -> String {
    guard let open = word.firstIndex(of: "<"), let close = word.lastIndex(of: ">") else { return "" }
    return String(decoding: unescaped(word[word.index(after: open)..<close]), as: UTF8.self)
  }

  /// A path beside a folder's descriptor.
  static func joined(_ folder: String, _ word: String) -> String { absolutePath(text(word), from: path(folder)) }
}

extension String {
  fileprivate func components(of separator: String) -> [String] { split(separator: separator).map(String.init) }
}

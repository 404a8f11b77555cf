import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a disk holds below a folder: files and folders by number, as a file system has them, so that a name that is moved takes its
/// content along.
public struct Disk: Sendable {
  enum Node: Sendable {
    case file([UInt8], mode: UInt32)
    case folder([String: Int])
    case link(String)
  }

  /// Node 0 is the folder itself.
  private(set) var nodes: [Node] = [.folder([:])]

  /// Reads a folder.
  public init(reading folder: String) throws { try read(folder, into: 0) }

  private mutating func read(_ path: String, into number: Int) throws {
    var entries: [String: Int] = [:]
    for name in try FileReading.names(in: path) {
      let whole = path + "/" + name
      guard let status = FileStatus.of(whole) else { continue }
      switch status.kind {
      case .file: entries[name] = add(.file(try FileReading.bytes(of: whole), mode: status.mode))
      case .folder:
        let inner = add(.folder([:]))
        entries[name] = inner
        try read(whole, into: inner)
      case .link:
        var target = [CChar](repeating: 0, count: 4096)
        let count = readlink(whole, &target, 4095)
        entries[name] = add(.link(String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)))
      case .other: continue
      }
    }
    nodes[number] = .folder(entries)
  }

  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  func entries(of folder: Int) -> [String: Int] { if case .folder(let entries) = nodes[folder] { entries } else { [:] } }

  /// Returns the node at a path below the folder; nil if there is none.
  func node(_ path: Substring) -> Int? {
    path.split(separator: "/").reduce(0) { folder, name in folder.flatMap { entries(of: $0)[String(name)] } }
  }

  /// Writes all that can be reached by names to a folder that is emptied first.
  public func write(to folder: String) throws {
    for name in try FileReading.names(in: folder) { try FileWriting.remove(folder + "/" + name) }
    try write(0, to: folder)
  }

  private func write(_ number: Int, to path: String) throws {
    for (name, inner) in entries(of: number) {
      let whole = path + "/" + name
      switch nodes[inner] {
      case .file(let bytes, let mode):
        try FileWriting.create(whole, with: bytes, durable: false)
        chmod(whole, mode)
      case .folder:
        try FileWriting.makeFolders(whole)
        try write(inner, to: whole)
      case .link(let target): symlink(target, whole)
      }
    }
  }

  /// Does a step; what it needs that is not there is passed over.
  mutating func apply(_ step: DiskStep) {
    switch step {
    case .make(let number, let node):
      while nodes.count <= number { nodes.append(.folder([:])) }
      nodes[number] = node
    case .write(let file, let offset, let bytes):
      guard case .file(var content, let mode) = nodes[file] else { return }
      // A hole is zeros.
      if content.count < offset + bytes.count {
        content += [UInt8](repeating: 0, count: offset + bytes.count - content.count)
      }
      content.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
      nodes[file] = .file(content, mode: mode)
    case .truncate(let file, let size):
      guard case .file(let content, let mode) = nodes[file] else { return }
      nodes[file] = .file(content.prefix(size) + [UInt8](repeating: 0, count: max(0, size - content.count)), mode: mode)
    case .enter(let folder, let name, let node): change(folder) { $0[name] = node }
    case .leave(let folder, let name): change(folder) { $0[name] = nil }
    case .move(let from, let old, let to, let name, let node):
      change(from) { $0[old] = nil }
      change(to) { $0[name] = node }
    case .sync, .said: break
    }
  }

  private mutating func change(_ folder: Int, _ body: (inout [String: Int]) -> Void) {
    guard case .folder(var entries) = nodes[folder] else { return }
    body(&entries)
    nodes[folder] = .folder(entries)
  }
}

/// One step of a command that changes, or makes last, what a disk holds.
enum DiskStep: Sendable {
  /// A new file or folder, before it has a name.
  case make(Int, Disk.Node)
  case write(file: Int, offset: Int, [UInt8])
  case truncate(file: Int, size: Int)
  case enter(folder: Int, String, node: Int)
  case leave(folder: Int, String)
  case move(from: Int, String, to: Int, String, node: Int)
  case sync(Int)
  /// What was printed: from here on a person knows of it.
  case said([UInt8])
}

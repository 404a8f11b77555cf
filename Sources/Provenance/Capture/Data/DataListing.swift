/// The files of an input: a file itself, or all files below a folder, sorted by the bytes of their paths.
struct DataListing {
  struct File {
    /// Relative to the input's folder; empty for an input that is a file.
    let name: String
    let path: String
    let status: FileStatus
  }
  private(set) var files: [File] = []
  private(set) var notCaptured: [NotCaptured] = []
  let isFolder: Bool
  /// Links are followed as long as they stay below this folder, all links followed.
  private let boundary: String

  var size: Int64 { files.reduce(0) { $0 + $1.status.size } }

  /// - Parameters:
  ///   - path: absolute; must exist.
  ///   - boundary: usually the input's own folder.
  init(of path: String, status: FileStatus, boundary: String?) {
    isFolder = status.kind == .folder
    self.boundary = boundary ?? realPath(path) ?? path
    guard isFolder else {
      if status.kind == .file {
        files = [File(name: "", path: path, status: status)]
      } else {
        notCaptured = [NotCaptured(path: path, reason: .notAFile)]
      }
      return
    }
    collect(path, "", ancestors: [Identity(status)])
    files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    notCaptured.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
    init(_ status: FileStatus) { (device, inode) = (status.device, status.inode) }
  }

  private mutating func collect(_ folder: String, _ name: String, ancestors: Set<Identity>) {
    let entries: [String]
    do throws(Failure) { entries = try FileReading.names(in: folder) } catch {
      notCaptured.append(NotCaptured(path: name.isEmpty ? "." : name, reason: .unreadable, detail: error.message))
      return
    }
    for entry in entries {
      let (path, inner) = (folder + "/" + entry, name.isEmpty ? entry : name + "/" + entry)
      guard var status = FileStatus.of(path) else {
        let reason: NotCaptured.Reason = entry.unicodeScalars.contains("\u{FFFD}") ? .notAText : .vanished
        notCaptured.append(NotCaptured(path: inner, reason: reason))
        continue
      }
      if status.kind == .link {
        guard let target = followed(path, inner) else { continue }
        status = target
      }
      switch status.kind {
      case .file: files.append(File(name: inner, path: path, status: status))
      case .folder where ancestors.contains(Identity(status)):
        notCaptured.append(NotCaptured(path: inner, reason: .notAFile, detail: "a link to a folder above it"))
      case .folder: collect(path, inner, ancestors: ancestors.union([Identity(status)]))
      default: notCaptured.append(NotCaptured(path: inner, reason: .notAFile))
      }
    }
  }

  private mutating func followed(_ path: String, _ name: String) -> FileStatus? {
    guard let target = realPath(path), let status = FileStatus.of(target) else {
      notCaptured.append(NotCaptured(path: name, reason: .notAFile, detail: "a link that leads nowhere"))
      return nil
    }
    guard relativePath(target, to: boundary) != nil else {
      notCaptured.append(NotCaptured(path: name, reason: .notAFile, detail: "a link that leads outside"))
      return nil
    }
    return status
  }
}

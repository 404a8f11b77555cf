#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that some process has open for writing just now, as far as this system tells of processes of the same user.
struct OpenFiles: Sendable {
  private var writers: [Identity: Int32] = [:]

  private struct Identity: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// Looks at every process that may be looked at, but for this one and some others: one pass, whatever the number of files that are
  /// asked about.
  static func now(besides others: Set<Int32> = [], root: String = "/proc") -> OpenFiles {
    var found = OpenFiles()
    for name in (try? FileReading.names(in: root)) ?? [] {
      guard let process = Int32(name), process != getpid(), !others.contains(process) else { continue }
      let folder = "\(root)/\(name)/fd"
      for number in (try? FileReading.names(in: folder)) ?? [] {
        let link = "\(folder)/\(number)"
        // The permissions of the link are how the file is open.
        guard let mode = FileStatus.of(link)?.mode, mode & 0o200 != 0, let status = FileStatus.of(link, followingLinks: true),
          status.kind == .file
        else { continue }
        found.writers[Identity(device: status.device, inode: status.inode)] = process
      }
    }
    return found
  }

  /// The number of a process that has the file open for writing; nil if none is known to.
  func writer(of status: FileStatus) -> Int32? { writers[Identity(device: status.device, inode: status.inode)] }
}

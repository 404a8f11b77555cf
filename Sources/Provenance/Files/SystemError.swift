#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Failure {
  /// What the operating system said about a path, in words that name the way out where there is one.
  public static func system(_ action: String, _ path: String, code: Int32 = errno) -> Failure {
    let reason = String(cString: strerror(code))
    let kind: Kind = code == ENOENT || code == ENOTDIR ? .missing : .environment
    let hint: String? =
      switch code {
      case ENOSPC, EDQUOT: "free some space, then run the same command again"
      case EACCES, EPERM: "check who owns it: ls -ld \(path)"
      case EROFS: "the file system is read-only: work in a copy"
      case EISDIR: "name a file inside it"
      default: nil
      }
    return Failure(kind, "cannot \(action): \(reason.lowercased())", file: path, hint: hint)
  }
}

/// This process's number.
var currentProcess: pid_t { getpid() }

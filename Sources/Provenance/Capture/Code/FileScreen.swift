#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Decides which changed and untracked files may enter the tree: they are files or links, readable, within the budgets, without secrets.
struct FileScreen: Sendable {
  enum Finding {
    /// The mode that git would give it; a link with its target.
    case accepted(FileMode, target: [UInt8]?)
    case gone
    case refused(NotCaptured.Reason, detail: String?)
  }

  let top: String
  let rules: Policy.CodeRules
  let configuration: RepositoryConfiguration
  let secretIn: @Sendable (_ path: String, _ bytes: [UInt8]) -> String?
  let isSecretName: @Sendable (_ path: String) -> String?
  private(set) var count = 0
  private(set) var size: Int64 = 0

  init(
    top: String, rules: Policy.CodeRules, configuration: RepositoryConfiguration,
    secretIn: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) -> String?,
    isSecretName: @escaping @Sendable (_ path: String) -> String?
  ) {
    (self.top, self.rules, self.configuration) = (top, rules, configuration)
    (self.secretIn, self.isSecretName) = (secretIn, isSecretName)
  }

  /// Looks at one file; what is accepted is counted against the budgets.
  mutating func look(at file: WorkingFile) -> Finding {
    if file.isGone { return .gone }
    guard let name = file.path.exactText else { return .refused(.notAText, detail: nil) }
    if let rule = isSecretName(name) { return .refused(.secret, detail: rule) }
    let path = top + "/" + name
    guard let status = FileStatus.of(path) else {
      return errno == ENOENT || errno == ENOTDIR
        ? .refused(.vanished, detail: nil) : .refused(.unreadable, detail: String(cString: strerror(errno)).lowercased())
    }
    switch status.kind {
    case .folder: return .refused(.embeddedRepository, detail: nil)
    case .other: return .refused(.notAFile, detail: nil)
    case .link: return link(path)
    case .file: return content(path, name, status, file)
    }
  }

  private mutating func link(_ path: String) -> Finding {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) }
    guard length >= 0 else { return .refused(.unreadable, detail: String(cString: strerror(errno)).lowercased()) }
    return admit(Int64(length), .link, Array(buffer.prefix(length)))
  }

  private mutating func content(_ path: String, _ name: String, _ status: FileStatus, _ file: WorkingFile) -> Finding {
    if status.size > rules.maximumFileSize { return .refused(.tooLarge, detail: "\(status.size) bytes") }
    if let refusal = overBudget(status.size) { return refusal }
    let bytes: [UInt8]
    do { bytes = try FileReading.bytes(of: path, limit: rules.maximumFileSize) } catch {
      return .refused(error.kind == .missing ? .vanished : .unreadable, detail: error.message)
    }
    if let rule = secretIn(name, bytes) { return .refused(.secret, detail: rule) }
    // Where the file system has no links, git keeps a link's target in a file.
    if !configuration.hasLinks, file.index?.mode == .link { return admit(status.size, .link, bytes) }
    return admit(status.size, mode(status, file), nil)
  }

  private func mode(_ status: FileStatus, _ file: WorkingFile) -> FileMode {
    if configuration.trustsFileMode { return status.mode & 0o100 != 0 ? .executable : .plain }
    return file.index.map(\.mode).flatMap { $0.isFile ? $0 : nil } ?? .plain
  }

  private mutating func admit(_ bytes: Int64, _ mode: FileMode, _ target: [UInt8]?) -> Finding {
    if let refusal = overBudget(bytes) { return refusal }
    count += 1
    size += bytes
    return .accepted(mode, target: target)
  }

  private func overBudget(_ bytes: Int64) -> Finding? {
    if count >= rules.maximumFiles { return .refused(.tooMany, detail: nil) }
    guard size + bytes > rules.maximumTotalSize else { return nil }
    return .refused(.tooLarge, detail: "\(bytes) bytes, over the \(rules.maximumTotalSize) bytes for all together")
  }
}

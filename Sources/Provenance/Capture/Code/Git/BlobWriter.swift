/// Hands files to git, which filters and stores them; one failing filter costs nothing but its own file.
struct BlobWriter {
  enum Result: Sendable {
    case stored(Bytes)
    /// The filter failed as told, and the file's bytes were stored as they are.
    case raw(Bytes, reason: String)
    case failed(String)
  }

  /// After so many single failures the rest goes through at once: git then takes raw bytes by itself wherever a filter fails.
  static let patience = 16

  /// What a tree names must be on disk before a ref names the tree; what git has already is not written again.
  static let durable = ["core.fsync=loose-object"]

  let git: Git
  let configuration: RepositoryConfiguration
  /// Whether some filter was allowed to fail without its file being named.
  private(set) var lostPatience = false

  init(_ git: Git, _ configuration: RepositoryConfiguration) { (self.git, self.configuration) = (git, configuration) }

  /// Stores regular files as `git add` would.
  mutating func store(_ paths: [Bytes]) throws(Failure) -> [Result] {
    var results: [Result] = []
    var broken: [(index: Int, reason: String)] = []
    while results.count < paths.count {
      let impatient = broken.count >= Self.patience
      let outcome = try git.run(
        ["hash-object", "-w", "--stdin-paths"],
        settings: (impatient ? configuration.filtersOptional : configuration.filtersRequired) + Self.durable,
        input: Self.lines(paths[results.count...]))
      results += Self.oids(outcome.output).map { .stored($0) }
      if impatient, outcome.errorText.contains("filter") { lostPatience = true }
      guard results.count < paths.count else { break }
      broken.append((results.count, outcome.gitReason))
      results.append(.failed(outcome.gitReason))
    }
    let raw = try storeRaw(broken.map { paths[$0.index] })
    for (broken, raw) in zip(broken, raw) {
      results[broken.index] = if case .stored(let oid) = raw { .raw(oid, reason: broken.reason) } else { raw }
    }
    return results
  }

  /// Stores files' bytes as they are.
  func storeRaw(_ paths: [Bytes]) throws(Failure) -> [Result] {
    var results: [Result] = []
    while results.count < paths.count {
      let outcome = try git.run(
        ["hash-object", "-w", "--no-filters", "--stdin-paths"], settings: Self.durable, input: Self.lines(paths[results.count...])
      )
      results += Self.oids(outcome.output).map { .stored($0) }
      if results.count < paths.count { results.append(.failed(outcome.gitReason)) }
    }
    return results
  }

  private static func oids(_ output: [UInt8]) -> [Bytes] { output.split(separator: 0x0A) }

  /// A path a line; git unquotes a line that begins with a quotation mark, and drops a carriage return at its end.
  private static func lines(_ paths: ArraySlice<Bytes>) -> [UInt8] {
    var lines: [UInt8] = []
    for path in paths {
      if path.first == UInt8(ascii: "\"") || path.contains(where: { $0 < 0x20 }) {
        lines.append(UInt8(ascii: "\""))
        for byte in path {
          if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            lines += [UInt8(ascii: "\\"), 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
          } else {
            lines.append(byte)
          }
        }
        lines.append(UInt8(ascii: "\""))
      } else {
        lines += path
      }
      lines.append(0x0A)
    }
    return lines
  }
}

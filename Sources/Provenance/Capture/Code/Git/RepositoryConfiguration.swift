/// What the capture must know of a repository's configuration.
struct RepositoryConfiguration: Sendable, Equatable {
  static let question = [
    "config", "-z", "--get-regexp", #"^(remote\..*\.url|filter\..*\.(clean|process)|core\.(filemode|symlinks))$"#,
  ]

  private(set) var remotes: [CodeState.Remote] = []
  /// The names of the filters that do something to a file on its way into git.
  private(set) var filters: [String] = []
  /// Whether the permission bits of a file mean something here.
  private(set) var trustsFileMode = true
  private(set) var hasLinks = true

  /// Reads the output of ``question``: `key LF value NUL`, or `key NUL` for a bare key, the last one wins.
  init(_ output: [UInt8]) {
    for item in output.split(separator: 0) {
      let parts = item.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(decoding: parts[0], as: UTF8.self)
      take(key, parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil)
    }
    remotes.sort { ($0.name, $0.url) < ($1.name, $1.url) }
  }

  private mutating func take(_ key: String, _ value: String?) {
    switch key {
    case "core.filemode": trustsFileMode = Self.isTrue(value)
    case "core.symlinks": hasLinks = Self.isTrue(value)
    case let key where key.hasPrefix("remote."):
      remotes.append(CodeState.Remote(name: String(key.dropFirst(7).dropLast(4)), url: publicAddress(value ?? "")))
    default:
      let name = String(key.dropFirst(7).prefix(upTo: key.dropFirst(7).lastIndex(of: ".") ?? key.endIndex))
      // An equals sign in a filter's name cannot be said in `-c`.
      guard !(value ?? "").isEmpty, !name.contains("="), !filters.contains(name) else { return }
      filters.append(name)
    }
  }

  private static func isTrue(_ value: String?) -> Bool {
    guard let value = value?.lowercased() else { return true }
    return !["false", "no", "off", "0", ""].contains(value)
  }

  /// Git must not give up on a listing because one file's filter is broken; every file is hashed singly later.
  var filtersOptional: [String] { filters.map { "filter.\($0).required=false" } }
  /// A filter that fails is an error, never silently skipped: the remark needs its file.
  var filtersRequired: [String] { filters.map { "filter.\($0).required=true" } }
}

/// Returns a remote's address without user, password, query and fragment; a path on this machine stays as it is.
func publicAddress(_ address: String) -> String {
  if let helper = address.firstRange(of: "::") {
    let name = address[..<helper.lowerBound]
    if !name.isEmpty, name.utf8.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D }) {
      // `ext::` is followed by a command, which may hold anything.
      return name == "ext" ? "ext::…" : name + "::" + publicAddress(String(address[helper.upperBound...]))
    }
  }
  if let scheme = address.firstRange(of: "://") {
    var rest = address[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let port = authority.split(separator: ":", maxSplits: 1).dropFirst().first ?? ""
    // A password with an unescaped slash ends the authority too early: `u:a/b@host`.
    let torn = !authority.contains("@") && !port.allSatisfy(\.isNumber) && !authority.hasPrefix("[")
    if let at = (torn ? rest : authority).lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    return String(address[..<scheme.upperBound] + rest.prefix { !"?#".contains($0) })
  }
  guard let colon = address.firstIndex(of: ":"), !address[..<colon].contains("/") else { return address }
  let host = address[..<colon]
  let bare = host.lastIndex(of: "@").map { host[host.index(after: $0)...] } ?? host
  return String(bare + address[colon...].prefix { !"?#".contains($0) })
}

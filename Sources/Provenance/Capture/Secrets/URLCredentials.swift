/// A text that may be a URL, taken apart where credentials stand: before the host, and in the query's parameters.
public struct URLCredentials: Sendable {
  private let text: String
  /// Up to and with `://`; nil if the text is no URL.
  private let scheme: String?
  private let credentials: String?
  /// From the host up to the query.
  private let address: String
  /// After `?`, without it.
  private let query: String?

  /// Takes a text apart; what is no URL has no credentials.
  public init(_ text: String) {
    self.text = text
    guard let scheme = Self.schemeEnd(text) else {
      (self.scheme, credentials, address, query) = (nil, nil, text, nil)
      return
    }
    self.scheme = String(text[..<scheme])
    let rest = text[scheme...]
    let authorityEnd = rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    let at = rest[..<authorityEnd].utf8.lastIndex(of: UInt8(ascii: "@"))
    credentials = at.map { String(rest[..<$0]) }
    let host = at.map { rest.utf8.index(after: $0) } ?? rest.startIndex
    let mark = rest[host...].utf8.firstIndex(of: UInt8(ascii: "?"))
    address = String(rest[host..<(mark ?? rest.endIndex)])
    query = mark.map { String(rest[rest.utf8.index(after: $0)...]) }
  }

  /// The URL without user, password and query; any other text as it is.
  public var stripped: String { scheme.map { $0 + address } ?? text }

  /// The URL with a password, a user that is a token, and secret parameters replaced.
  ///
  /// - Parameter isSecret: judges a parameter's name and value.
  func replaced(where isSecret: (String, String) -> Bool, by digest: (String) -> String) -> String {
    guard let scheme else { return text }
    var result = scheme
    if let credentials {
      result += (holdsSecret(credentials) ? digest(credentials) : credentials) + "@"
    }
    result += address
    guard let query else { return result }
    let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map { parameter -> String in
      guard let sign = parameter.utf8.firstIndex(of: UInt8(ascii: "=")) else { return String(parameter) }
      let name = String(parameter[..<sign])
      let value = String(parameter[parameter.utf8.index(after: sign)...])
      guard !value.isEmpty, !value.hasPrefix(SecretKey.prefix) else { return String(parameter) }
      return isSecret(name, value) || Self.isSignature(name) ? name + "=" + digest(value) : String(parameter)
    }
    return result + "?" + parameters.joined(separator: "&")
  }

  /// `user:password`, or a long user without password, which is how tokens are given; `git@host` is none.
  private func holdsSecret(_ credentials: String) -> Bool {
    if credentials.hasPrefix(SecretKey.prefix) { return false }
    let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? !parts[1].isEmpty && !parts[1].hasPrefix("$") : credentials.utf8.count >= 20
  }

  /// The signatures of presigned object-store URLs.
  private static func isSignature(_ name: String) -> Bool {
    ["sig", "signature", "x-amz-signature", "x-goog-signature", "x-amz-security-token"].contains(name.lowercased())
  }

  private static func schemeEnd(_ text: String) -> String.Index? {
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon != bytes.startIndex,
      bytes[..<colon].allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) }),
      bytes[colon...].starts(with: "://".utf8)
    else { return nil }
    return bytes.index(colon, offsetBy: 3)
  }
}

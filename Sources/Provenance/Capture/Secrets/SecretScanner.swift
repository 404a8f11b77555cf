/// Tells what is secret: by the name of a value, by the name of a file, and by what bytes look like.
public struct SecretScanner: Sendable {
  private let named: [Glob]
  private let allowed: [Glob]

  /// The policy's names are secret beside the usual ones; what it allows is not, whatever it looks like.
  public init(rules: Policy.SecretRules) {
    named = rules.names.map(Glob.key)
    allowed = rules.allow.map(Glob.key)
  }

  /// Whether values of that name are secret: a dotted config key, a variable, a flag. The policy's own patterns go first.
  public func isSecretName(_ name: String) -> Bool {
    switch policyRule(name) {
    case let decided?: decided
    case nil: SecretName.isPossible(name) && SecretName(name).isSecret
    }
  }

  /// Whether a text of that name is a secret: numbers, booleans, placeholders and references to variables are not.
  public func isSecret(_ text: String, named name: String) -> Bool {
    guard isSecretName(name), !isPlaceholder(text) else { return false }
    return policyRule(name) == true || SecretName(name).isPassword || Double(text) == nil
  }

  /// The rule by which a file is secret whatever it holds, such as `private SSH key`; nil if its name says nothing.
  public func secretFileRule(_ path: String) -> String? { secretFileRuleName(path) }

  /// The first rule that the bytes of a file meet, such as `AWS access key`; nil if nothing in them looks like a secret.
  ///
  /// One pass; what documents use as an example (`AKIA…EXAMPLE`, `user:password@`) is let through.
  public func rule(in bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { SecretScan($0).firstRule() }
  }

  private func policyRule(_ name: String) -> Bool? {
    if named.isEmpty && allowed.isEmpty { return nil }
    let bare = name.drop { $0 == "-" }
    let leaf = bare.split(separator: ".").last ?? bare
    func met(_ patterns: [Glob]) -> Bool { patterns.contains { $0.matches(String(bare)) || $0.matches(String(leaf)) } }
    if met(named) { return true }
    return met(allowed) ? false : nil
  }

  private func isPlaceholder(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return true }
    if text.hasPrefix(SecretKey.prefix) { return true }
    // `<pad>`, `[MASK]`, `${oc.env:TOKEN}`, `{{ token }}`, `$TOKEN`, `***`.
    switch (first, last) {
    case (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "["), UInt8(ascii: "]")): return true
    case (UInt8(ascii: "{"), UInt8(ascii: "}")) where bytes.starts(with: "{{".utf8): return true
    case (UInt8(ascii: "$"), UInt8(ascii: "}")) where bytes.starts(with: "${".utf8): return true
    default: break
    }
    if first == UInt8(ascii: "$"), bytes.dropFirst().allSatisfy({ isCapital($0) || isDigit($0) || $0 == 0x5F }) { return true }
    if bytes.allSatisfy({ $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }) { return true }
    return ["true", "false", "yes", "no", "on", "off", "none", "null", "~"].contains(text.lowercased())
  }
}

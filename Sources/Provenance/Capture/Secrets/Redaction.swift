/// Takes secrets out of what is recorded: each is replaced by its keyed digest, so that equality can still be compared.
///
/// No output holds an original value. Redacting what is redacted changes nothing.
public struct Redaction: Sendable {
  private let scanner: SecretScanner
  private let digest: @Sendable (String) -> String

  /// - Parameter digest: usually ``SecretKey/keyedDigest(_:)``.
  public init(scanner: SecretScanner, digest: @escaping @Sendable (String) -> String) {
    self.scanner = scanner
    self.digest = digest
  }

  // MARK: Config

  /// Returns the config without secrets, and a finding for every one.
  ///
  /// - Parameter file: the config's file, for the findings' places.
  public func redact(_ config: Object, file: String? = nil) -> (Object, [Finding]) {
    var findings: [Finding] = []
    let clean = redact(config, below: "", file, &findings)
    return (clean, findings)
  }

  private func redact(_ object: Object, below path: String, _ file: String?, _ findings: inout [Finding]) -> Object {
    var members: [Object.Member] = []
    members.reserveCapacity(object.count)
    for member in object.members {
      let name = path.isEmpty ? member.key : path + "." + member.key
      let place = zip(file, member.valuePosition).map { "\($0):\($1.line):\($1.column)" }
      let value = redact(member.value, named: name, place: place, file, &findings)
      members.append(
        Object.Member(member.key, value, keyPosition: member.keyPosition, valuePosition: member.valuePosition))
    }
    return Object(members: members)
  }

  private func redact(
    _ value: Value, named name: String, place: String?, _ file: String?, _ findings: inout [Finding]
  ) -> Value {
    switch value {
    case .string(let text):
      guard let (clean, rule) = redact(text, named: name) else { return value }
      findings.append(finding(name, rule, place))
      return .string(clean)
    case .number(let number) where SecretName(name).isPassword && scanner.isSecretName(name):
      findings.append(finding(name, Self.byName, place))
      return .string(digest(number.spelling))
    case .array(let elements):
      return .array(elements.map { redact($0, named: name, place: place, file, &findings) })
    case .object(let object): return .object(redact(object, below: name, file, &findings))
    default: return value
    }
  }

  // MARK: Variables

  /// Returns the variables without secrets, and a finding for every one.
  public func redact(
    _ variables: [EnvironmentState.Variable]
  ) -> ([EnvironmentState.Variable], [Finding]) {
    var findings: [Finding] = []
    let clean = variables.map { variable in
      guard let (text, rule) = redact(variable.value, named: variable.name) else { return variable }
      findings.append(finding(variable.name, rule, nil))
      return EnvironmentState.Variable(name: variable.name, value: text)
    }
    return (clean, findings)
  }

  // MARK: Texts

  /// Returns a text without its secret and the rule by which it is one; nil if there is none.
  ///
  /// Of a URL only the credentials go; of any other text all of it.
  public func redact(_ text: String, named name: String = "") -> (text: String, rule: String)? {
    if text.hasPrefix(SecretKey.prefix) { return nil }
    if scanner.isSecret(text, named: name) { return (digest(text), Self.byName) }
    // The shortest thing that a rule finds is `auth=` and eight characters.
    guard text.utf8.count >= 12 else { return nil }
    let url = URLCredentials(text)
    let clean = url.replaced(where: { scanner.isSecret($1, named: $0) }, by: digest)
    if scanner.rule(in: Array(clean.utf8)) != nil, let rule = scanner.rule(in: Array(text.utf8)) { return (digest(text), rule) }
    return clean.isExactly(text) ? nil : (clean, "URL with credentials")
  }

  static let byName = "named like a secret"

  private func finding(_ subject: String, _ rule: String, _ place: String?) -> Finding {
    Finding(subject: subject, message: "a secret (\(rule)) is recorded as a keyed digest", place: place)
  }

  // MARK: The command

  /// A command without secrets.
  public struct Words: Sendable, Equatable {
    /// In a word that held a secret, the digest stands in the secret's place: `--api-key=secret:hmac-sha256:…`.
    public var argv: [String]
    /// Which words; the variable holds what the digest stands for, not the flag before it.
    public var secrets: [Command.SecretWord]
    /// One a word that held a secret: which, and by what rule.
    public var findings: [Finding]
  }

  /// Returns the command's words without secrets.
  ///
  /// - Parameter config: the config as it was given; a word that holds one of its secrets is redacted too.
  public func redact(argv: [String], config: Object = Object()) -> Words {
    var known: [String] = []
    collect(.object(config), named: "", into: &known)
    var words = Words(argv: [], secrets: [], findings: [])
    var variables: [ExactString: String] = [:]
    var flag: String?
    for (index, word) in argv.enumerated() {
      let found = secret(in: word, after: flag, known: known)
      flag = word.hasPrefix("-") && !word.utf8.contains(UInt8(ascii: "=")) ? word : nil
      guard let (prefix, value, rule) = found else {
        words.argv.append(word)
        continue
      }
      let variable = variables[ExactString(value)] ?? "XP_SECRET_\(variables.count + 1)"
      variables[ExactString(value)] = variable
      words.argv.append(prefix + digest(value))
      words.secrets.append(Command.SecretWord(index: index, variable: variable))
      words.findings.append(finding("word \(index + 1) of the command", rule, nil))
    }
    return words
  }

  /// Splits a word into what may be said and the secret after it.
  private func secret(
    in word: String, after flag: String?, known: [String]
  ) -> (prefix: String, value: String, rule: String)? {
    if let flag, !word.hasPrefix("--"), scanner.isSecret(word, named: flag) { return ("", word, Self.byName) }
    var (prefix, name, value) = ("", "", word)
    if let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")) {
      let left = word[..<sign]
      if !left.isEmpty, left.utf8.allSatisfy({ SecretScan.isTokenByte($0) || "+~.@/:".utf8.contains($0) }) {
        name = String(left)
        value = String(word[word.utf8.index(after: sign)...])
        prefix = name + "="
      }
    }
    if let (_, rule) = redact(value, named: name) { return (prefix, value, rule) }
    if let rule = scanner.rule(in: Array(word.utf8)) { return (prefix, value, rule) }
    let text = value
    return known.contains { text.contains($0) } ? (prefix, value, "secret of the config") : nil
  }

  /// Collects the config's own secrets; a very short one would be found everywhere.
  private func collect(_ value: Value, named name: String, into known: inout [String]) {
    switch value {
    case .string(let text):
      if text.utf8.count >= 6, redact(text, named: name) != nil { known.append(text) }
    case .array(let elements): elements.forEach { collect($0, named: name, into: &known) }
    case .object(let object):
      for member in object.members {
        collect(member.value, named: name.isEmpty ? member.key : name + "." + member.key, into: &known)
      }
    default: break
    }
  }
}

private func zip(_ file: String?, _ position: Position?) -> (String, Position)? {
  if let file, let position { (file, position) } else { nil }
}

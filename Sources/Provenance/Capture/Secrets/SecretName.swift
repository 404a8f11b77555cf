/// The words of a name that stands for a value: `hub_token`, `apiKey`, `--api-key`, `WANDB_API_KEY`, `auth.password`.
///
/// Configs of experiments are full of words that only look like secrets (`max_tokens`, `pad_token`, `key_dim`), so words are
/// judged whole and in their company.
struct SecretName {
  /// The lower-case words of the last dotted component, digits at their ends taken off.
  let words: [String]
  /// The words of the component before it.
  let parentWords: [String]

  init(_ name: String) {
    var components = name.split(separator: ".").makeIterator()
    var (last, before): (Substring?, Substring?) = (nil, nil)
    while let component = components.next() { (before, last) = (last, component) }
    words = last.map { Self.words(of: $0.utf8) } ?? []
    parentWords = before.map { Self.words(of: $0.utf8) } ?? []
  }

  /// Whether a value of that name is secret, unless it is a number, a boolean or a placeholder.
  var isSecret: Bool {
    guard let last = words.last else { return false }
    if words == ["key"], let parent = parentWords.last, Self.keyOwners.contains(parent) { return true }
    if parentWords.count == 1, ["secrets", "credentials", "passwords"].contains(parentWords[0]) { return true }
    if Self.describing.contains(last) && words.count > 1 { return false }
    return isPassword || words.contains(where: Self.alone.contains) || isKey || isToken || Self.closing.contains(last)
  }

  /// Passwords may be all digits; nothing else that is secret is.
  var isPassword: Bool {
    words.contains { word in Self.passwords.contains { word.hasSuffix($0) } } || (words.count > 1 && words.last == "pwd")
  }

  private var isKey: Bool {
    zip(words, words.dropFirst()).contains { qualifier, word in
      (word == "key" || word == "keys") && Self.keyQualifiers.contains(qualifier)
    }
  }

  private var isToken: Bool {
    guard let last = words.last else { return false }
    let before = words.dropLast().last
    if last == "token" { return words.dropLast().allSatisfy { !Self.modelWords.contains($0) } }
    return last == "tokens" && before.map(Self.tokenQualifiers.contains) == true
  }

  private static let passwords = ["password", "passwd", "passphrase", "passwords"]
  private static let alone: Set<String> = [
    "secret", "secrets", "credential", "credentials", "apikey", "apikeys", "secretkey", "privatekey", "accesskey", "authtoken",
    "accesstoken", "apitoken", "bearer",
  ]
  private static let closing: Set<String> = ["auth", "authorization", "cookie"]
  private static let keyQualifiers: Set<String> = [
    "api", "access", "private", "secret", "auth", "encryption", "signing", "ssh", "account", "storage", "master",
    "subscription", "deploy", "service",
  ]
  /// Sections of configs whose `key` is a secret.
  private static let keyOwners: Set<String> = ["api", "wandb", "openai", "anthropic", "comet", "neptune", "clearml", "mlflow"]
  private static let tokenQualifiers: Set<String> = ["access", "auth", "api", "bearer", "refresh", "session", "personal"]
  /// Words that say the value is about a secret, not one.
  private static let describing: Set<String> = [
    "name", "path", "file", "files", "dir", "folder", "type", "mode", "method", "enabled", "required", "url", "uri", "length",
    "len", "size", "count", "field", "policy", "hint", "ttl", "expiry", "timeout", "scope", "scheme", "provider", "sock",
    "class", "prompt", "manager", "backend", "env", "var", "header", "format", "version", "dim", "loss", "rate",
  ]
  /// What stands before `token` in the configs of models.
  private static let modelWords: Set<String> = [
    "pad", "padding", "eos", "bos", "unk", "unknown", "cls", "sep", "mask", "masked", "special", "max", "min", "num", "n",
    "start", "end", "begin", "stop", "prefix", "suffix", "additional", "image", "img", "audio", "video", "vision", "text",
    "speech", "vocab", "decoder", "encoder", "forced", "next", "prev", "previous", "per", "first", "last", "new", "extra",
    "task", "lang", "language", "class", "register", "patch", "sink", "prompt", "blank", "sot", "eot", "pool", "pooled",
    "boi", "eoi", "boa", "eoa", "use", "add", "skip", "keep", "drop", "by", "each", "every", "single", "distill",
    "distillation", "question", "answer", "user_start", "word", "subword", "char", "byte", "time", "learnable", "latent",
    "query", "memory", "state", "action", "return", "reward", "summary", "null", "empty", "placeholder", "dummy", "oov",
    "delimiter", "newline", "space", "is", "no", "with", "without", "public",
  ]

  /// What every secret's name holds, in lower case; most names hold none of it, and are not looked at further.
  private static let stems: [[UInt8]] = ["pass", "pwd", "secret", "cred", "key", "token", "auth", "bearer", "cookie"].map {
    Array($0.utf8)
  }

  /// Whether a name can be one of a secret at all.
  static func isPossible(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { bytes in
      for index in bytes.indices {
        let first = bytes[index] | 0x20
        for stem in stems where stem[0] == first && index + stem.count <= bytes.count {
          if stem.indices.allSatisfy({ bytes[index + $0] | 0x20 == stem[$0] }) { return true }
        }
      }
      return false
    }
  }

  /// Splits at everything that is no letter or digit, and where camel case begins a word: `APIKey` → `api`, `key`.
  private static func words(of name: some Collection<UInt8>) -> [String] {
    let bytes = Array(name)
    var words: [String] = []
    var word: [UInt8] = []
    func finish() {
      while let last = word.last, isDigit(last) { word.removeLast() }
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for (index, byte) in bytes.enumerated() {
      guard isAlphanumeric(byte) || byte >= 0x80 else {
        finish()
        continue
      }
      let capital = isCapital(byte)
      if capital, index > 0 {
        let afterSmall = isSmall(bytes[index - 1]) || isDigit(bytes[index - 1])
        let beginsWord = isCapital(bytes[index - 1]) && index + 1 < bytes.count && isSmall(bytes[index + 1])
        if afterSmall || beginsWord { finish() }
      }
      word.append(capital ? byte | 0x20 : byte)
    }
    finish()
    return words
  }
}

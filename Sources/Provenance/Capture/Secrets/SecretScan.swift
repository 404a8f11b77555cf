/// One pass over bytes for what looks like a secret. Rare bytes trigger a closer look; the rest is skipped by a table.
struct SecretScan {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private static let triggers: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in "AJ_-:=".utf8 { table[Int(byte)] = true }
    return table
  }()

  func firstRule() -> String? {
    Self.triggers.withUnsafeBufferPointer { triggers in
      var index = 0
      while true {
        while index < bytes.count, !triggers[Int(bytes[index])] { index += 1 }
        guard index < bytes.count else { return nil }
        if let rule = rule(at: index) { return rule }
        index += 1
      }
    }
  }

  private func rule(at index: Int) -> String? {
    switch bytes[index] {
    case UInt8(ascii: "A"): cloudKey(at: index)
    case UInt8(ascii: "J"): webToken(at: index)
    case UInt8(ascii: "_"): underscoredToken(at: index)
    case UInt8(ascii: "-"): dashedToken(at: index)
    default: assignment(at: index)
    }
  }

  // MARK: Tokens with a known beginning

  private func cloudKey(at index: Int) -> String? {
    if has("KIA", at: index + 1) || has("SIA", at: index + 1) {
      let end = run(from: index, while: { isCapital($0) || isDigit($0) })
      let wellKnownExample = has("EXAMPLE", at: end - 7)
      return end - index == 20 && begins(at: index) && ends(at: end) && !wellKnownExample ? "AWS access key" : nil
    }
    guard has("Iza", at: index + 1) else { return nil }
    let end = run(from: index, while: Self.isTokenByte)
    return end - index == 39 && begins(at: index) && mixes(index + 4, end) ? "Google API key" : nil
  }

  private func webToken(at index: Int) -> String? {
    guard index >= 2, has("ey", at: index - 2), begins(at: index - 2) else { return nil }
    let header = run(from: index, while: Self.isTokenByte)
    guard header - index >= 12, has(".eyJ", at: header) else { return nil }
    let payload = run(from: header + 1, while: Self.isTokenByte)
    guard payload - header >= 12, payload < bytes.count, bytes[payload] == UInt8(ascii: ".") else { return nil }
    return run(from: payload + 1, while: Self.isTokenByte) - payload > 16 ? "JSON web token" : nil
  }

  private func underscoredToken(at index: Int) -> String? {
    guard index >= 2, index + 1 < bytes.count, isAlphanumeric(bytes[index + 1]) else { return nil }
    func token(_ beginning: StaticString, _ least: Int) -> Bool {
      let start = index - beginning.utf8CodeUnitCount
      guard has(beginning, at: start), begins(at: start) else { return false }
      let end = run(from: index + 1, while: isAlphanumeric)
      return end - index > least && ends(at: end) && mixes(index + 1, end)
    }
    switch bytes[index - 1] {
    case UInt8(ascii: "f"): return token("hf", 30) ? "Hugging Face token" : nil
    case UInt8(ascii: "p"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "s"), UInt8(ascii: "r"):
      guard has("gh", at: index - 3), begins(at: index - 3) else { return nil }
      return run(from: index + 1, while: isAlphanumeric) - index > 35 ? "GitHub token" : nil
    case UInt8(ascii: "t"):
      guard has("github_pat", at: index - 10) else { return nil }
      return run(from: index + 1, while: { isAlphanumeric($0) || $0 == 0x5F }) - index > 40 ? "GitHub token" : nil
    case UInt8(ascii: "m"): return token("npm", 30) ? "npm token" : nil
    case UInt8(ascii: "e") where token("sk_live", 20) || token("rk_live", 20): return "payment service key"
    default: return nil
    }
  }

  private func dashedToken(at index: Int) -> String? {
    guard index >= 1, index + 1 < bytes.count else { return nil }
    switch bytes[index - 1] {
    case UInt8(ascii: "-") where has("----BEGIN ", at: index): return privateKey(at: index + 10)
    case UInt8(ascii: "k") where has("s", at: index - 2) && begins(at: index - 2):
      let end = run(from: index + 1, while: Self.isTokenByte)
      if has("ant-", at: index + 1), end - index > 24, mixes(index + 5, end) { return "Anthropic key" }
      return end - index > 32 && mixes(index + 1, end) ? "OpenAI key" : nil
    case UInt8(ascii: "t") where has("glpat", at: index - 5):
      return run(from: index + 1, while: Self.isTokenByte) - index > 20 ? "GitLab token" : nil
    default:
      guard index >= 4, has("xox", at: index - 4), begins(at: index - 4) else { return nil }
      let end = run(from: index + 1, while: Self.isTokenByte)
      return end - index > 20 && bytes[index..<end].contains(where: isDigit) ? "Slack token" : nil
    }
  }

  /// A header alone is what programs look for; a key has a body.
  private func privateKey(at start: Int) -> String? {
    let label = run(from: start, while: { isCapital($0) || isDigit($0) || $0 == 0x20 })
    guard label - start >= 11, has("PRIVATE KEY-----", at: label - 11) else { return nil }
    var index = label + 5
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] | 0x20 >= 0x61 { index += 2; continue }
      guard byte <= 0x20 || "\"'+\\".utf8.contains(byte) else { break }
      index += 1
    }
    if has("Proc-Type:", at: index) { return "private key" }
    return run(from: index, while: { isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2F }) - index >= 24 ? "private key" : nil
  }

  // MARK: Bytes

  func has(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  func run(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < bytes.count, belongs(bytes[index]) { index += 1 }
    return index
  }

  /// Whether no word goes on into `start`.
  private func begins(at start: Int) -> Bool {
    start == 0 || !(isAlphanumeric(bytes[start - 1]) || bytes[start - 1] == 0x5F)
  }

  /// Whether no word goes on at `end`.
  private func ends(at end: Int) -> Bool { end == bytes.count || !Self.isTokenByte(bytes[end]) }

  /// Random tokens have small letters, capitals and digits; words that a person wrote seldom have all three.
  private func mixes(_ start: Int, _ end: Int) -> Bool {
    let token = bytes[start..<end]
    return token.contains(where: isSmall) && token.contains(where: isCapital) && token.contains(where: isDigit)
  }

  static func isTokenByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D }

  private func assignment(at index: Int) -> String? { SecretAssignment(bytes: bytes, sign: index).rule }
}

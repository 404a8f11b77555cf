/// What stands around a `=` or `:` in a text: a value given to a name, or the credentials of a URL.
struct SecretAssignment {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the `=` or `:` is.
  let sign: Int

  var rule: String? {
    guard sign > 0, sign + 1 < bytes.count else { return nil }
    let next = bytes[sign + 1]
    if bytes[sign] == UInt8(ascii: ":") {
      if next == UInt8(ascii: "/") { return urlRule }
      if next == UInt8(ascii: "=") || next == UInt8(ascii: ":") { return nil }
    } else if next == UInt8(ascii: "=") || "=!<>".utf8.contains(bytes[sign - 1]) {
      return nil
    }
    guard let value = value, value.count >= 8 else { return nil }
    let name = self.name
    guard !name.isEmpty else { return nil }
    if name == "key", value.count == 40, value.allSatisfy(Self.isHexadecimal), isNear("wandb") { return "Weights & Biases key" }
    return SecretName(name).isSecret ? "value of a secret's name" : nil
  }

  // MARK: The value

  /// The bytes of a random-looking value; nil if none follows.
  private var value: UnsafeBufferPointer<UInt8>.SubSequence? {
    var index = sign + 1
    if bytes[index] == UInt8(ascii: ">") { index += 1 }
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index + 8 < bytes.count || index + 8 == bytes.count else { return nil }
    let isPrefixed = "rbufRBUF".utf8.contains(bytes[index]) && Self.isQuote(bytes[index + 1])
    if isPrefixed { index += 1 }
    return Self.isQuote(bytes[index]) ? quoted(from: index + 1, by: bytes[index]) : bare(from: index)
  }

  private func quoted(from start: Int, by quote: UInt8) -> UnsafeBufferPointer<UInt8>.SubSequence? {
    let start = afterScheme(start)
    var end = start
    while end < bytes.count, end - start <= 512, bytes[end] > 0x20, bytes[end] != quote { end += 1 }
    guard end < bytes.count, bytes[end] == quote else { return nil }
    let value = bytes[start..<end]
    return isRandom(value, digits: 2, entropy: 2.75) ? value : nil
  }

  private func bare(from start: Int) -> UnsafeBufferPointer<UInt8>.SubSequence? {
    let start = afterScheme(start)
    var end = start
    while end < bytes.count, SecretScan.isTokenByte(bytes[end]) || "+/=.~".utf8.contains(bytes[end]) { end += 1 }
    let value = bytes[start..<end]
    guard value.count >= 16, end == bytes.count || bytes[end] <= 0x20 || "&,;\"'".utf8.contains(bytes[end]) else { return nil }
    return isRandom(value, digits: 3, entropy: 3.3) ? value : nil
  }

  /// `Authorization: Bearer …`.
  private func afterScheme(_ start: Int) -> Int {
    let scan = SecretScan(bytes)
    if scan.has("Bearer ", at: start) { return start + 7 }
    if scan.has("Basic ", at: start) || scan.has("Token ", at: start) || scan.has("token ", at: start) { return start + 6 }
    return start
  }

  private func isRandom(_ value: UnsafeBufferPointer<UInt8>.SubSequence, digits: Int, entropy least: Double) -> Bool {
    guard value.count >= 8 else { return false }
    var counts = [Int](repeating: 0, count: 256)
    var (letters, capitals, numbers) = (0, 0, 0)
    for byte in value {
      // Templates: `{token}`, `<token>`, `$(cat token)`, `%(token)s`.
      if "{}<>()[]|".utf8.contains(byte) || byte == UInt8(ascii: "$") && value.first == byte { return false }
      counts[Int(byte)] += 1
      if isDigit(byte) { numbers += 1 } else if isAlphanumeric(byte) { letters += 1 }
      if isCapital(byte) { capitals += 1 }
    }
    guard letters > 0, numbers >= (capitals == 0 ? max(digits, 3) : digits) else { return false }
    guard Self.entropy(counts, value.count) >= least else { return false }
    let text = String(decoding: value, as: UTF8.self).lowercased()
    return !text.hasPrefix("/") && !text.hasPrefix("./") && !text.contains("://")
      && !Self.placeholders.contains { text.contains($0) }
  }

  private static let placeholders = [
    "example", "your", "xxx", "test", "dummy", "change", "placeholder", "sample", "fake", "secret", "passw", "1234", "abcd",
    "foo", "redacted", "0000", "demo", "token",
  ]

  /// Bits a byte.
  private static func entropy(_ counts: [Int], _ total: Int) -> Double {
    var bits = 0.0
    for count in counts where count > 0 {
      let share = Double(count) / Double(total)
      bits -= share * Self.binaryLogarithm(share)
    }
    return bits
  }

  /// By the exponent and one term of a series: good to a hundredth, which is all that a threshold needs.
  private static func binaryLogarithm(_ value: Double) -> Double {
    let significand = value.significand - 1
    return Double(value.exponent) + significand * (1.4427 - significand * (0.6746 - significand * 0.2319))
  }

  // MARK: The name

  private var name: String {
    var end = sign
    if end > 0, bytes[end - 1] == UInt8(ascii: "+") || bytes[end - 1] == UInt8(ascii: "?") { end -= 1 }
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    while end > 0, Self.isQuote(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "]") { end -= 1 }
    var start = end
    while start > 0, end - start < 64, SecretScan.isTokenByte(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") {
      start -= 1
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func isNear(_ text: StaticString) -> Bool {
    let scan = SecretScan(bytes)
    return (max(0, sign - 64)..<sign).contains { scan.has(text, at: $0) }
  }

  // MARK: A URL

  /// `scheme://user:password@host`, unless it is what documents use as an example.
  private var urlRule: String? {
    guard sign + 3 < bytes.count, bytes[sign + 2] == UInt8(ascii: "/"), isAlphanumeric(bytes[sign - 1]) else { return nil }
    var colon: Int?
    var index = sign + 3
    while index < bytes.count, index - sign < 512 {
      let byte = bytes[index]
      if byte <= 0x20 || "/?#\"'<>{}$%()[]\\`*,|".utf8.contains(byte) { return nil }
      if byte == UInt8(ascii: "@") { break }
      if byte == UInt8(ascii: ":"), colon == nil { colon = index }
      index += 1
    }
    guard let colon, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "@"), index - colon > 3 else { return nil }
    let password = String(decoding: bytes[(colon + 1)..<index], as: UTF8.self).lowercased()
    let isExample = ["pass", "pwd", "secret", "xxx", "foo", "bar", "token", "pw", "hmac-sha256:"].contains {
      password.hasPrefix($0)
    }
    return isExample ? nil : "URL with a password"
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
  private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || byte >= 0x61 && byte <= 0x66 }
}

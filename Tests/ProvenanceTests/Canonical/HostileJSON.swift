import Foundation

/// JSON texts that are hard on a reader, by a seed: all shapes of numbers, escapes and keys, in source order and spacing of their own.
struct HostileJSON {
  private var random: Generated

  init(seed: UInt64) { random = Generated(seed: seed) }

  mutating func document(depth: Int = 4) -> String { space() + value(depth) + space() }

  mutating func value(_ depth: Int) -> String {
    switch pick(10) {
    case 0 where depth > 0, 1 where depth > 0, 2 where depth > 0: object(depth)
    case 3 where depth > 0: array(depth)
    case 4: one(of: ["true", "false", "null", "NaN", "Infinity", "-Infinity"])
    case 5, 6, 7: number()
    default: string()
    }
  }

  private mutating func object(_ depth: Int) -> String {
    let count = one(of: [0, 1, 1, 2, 3, 7, 30])
    var members: [String] = []
    // Once in a while a key comes twice.
    let mark = pick(8) == 0 ? nil : UInt64(0)
    for number in 0..<count {
      let unique = mark == nil ? "" : String(random.next() % 100_000 + UInt64(number) * 100_000, radix: 36)
      let key = pick(4) == 0 ? string() : "\"" + one(of: Self.prefixes) + text() + unique + "\""
      members.append(space() + key + space() + ":" + space() + value(depth - 1) + space())
    }
    return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
  }

  private mutating func array(_ depth: Int) -> String {
    let elements = (0..<pick(5)).map { _ in space() + value(depth - 1) + space() }
    return "[" + elements.joined(separator: ",") + "]"
  }

  private mutating func string() -> String { "\"" + (0..<pick(4)).map { _ in text() }.joined() + "\"" }

  private mutating func text() -> String {
    switch pick(4) {
    case 0: one(of: Self.texts)
    case 1: String(format: one(of: ["\\u%04x", "\\u%04X"]), pick(0xD800))
    case 2: String(repeating: one(of: ["k", "é", "\u{E000}", "𝛼"]), count: pick(20))
    default: String(random.next() % 1000, radix: 36)
    }
  }

  /// A number as people and programs write it.
  mutating func number() -> String {
    switch pick(8) {
    case 0: one(of: Self.numbers)
    case 1: "\(Double(bitPattern: random.next() & 0xBFFF_FFFF_FFFF_FFFF))"
    case 2: "\(Double.random(in: -2...2, using: &random) * Double(sign: .plus, exponent: pick(80) - 60, significand: 1))"
    case 3: neighbour()
    case 4: String(format: "%.\(pick(19))f", Double.random(in: -1000...1000, using: &random))
    case 5: String(format: "%.\(pick(19))e", Double(bitPattern: random.next() & 0xBFFF_FFFF_FFFF_FFFF))
    case 6: sign() + digits(1...20) + "." + digits(1...20, leadingZeros: true)
    default:
      sign() + digits(1...18) + one(of: ["", "." + digits(1...18, leadingZeros: true)]) + one(of: ["e", "E", "e-", "E+", "e-0"])
        + "\(pick(340))"
    }
  }

  /// A short double's spelling, made one digit longer or off by a little in the last one.
  private mutating func neighbour() -> String {
    let value = "\(Double.random(in: 0.0001...1000, using: &random))"
    return pick(2) == 0 ? value + "\(pick(10))" : value.dropLast() + "\(pick(10))"
  }

  private mutating func digits(_ lengths: ClosedRange<Int>, leadingZeros: Bool = false) -> String {
    let count = Int.random(in: lengths, using: &random)
    let zeros = leadingZeros ? min(pick(9), count - 1) : 0
    let rest = (0..<(count - zeros)).map { "\($0 == 0 && !leadingZeros ? 1 + pick(9) : pick(10))" }
    return String(repeating: "0", count: zeros) + rest.joined()
  }

  private mutating func sign() -> String { pick(2) == 0 ? "-" : "" }
  private mutating func space() -> String { one(of: ["", "", " ", "\n", "\t", "\r\n", "  "]) }
  private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
  private mutating func one<T>(of choices: [T]) -> T { choices[pick(choices.count)] }

  static let numbers = [
    "0", "-0", "-0.0", "0.0", "0e0", "-0E-400", "1e400", "-1e400", "1e-400", "5e-324", "4.9e-324", "2.4e-324", "2.5e-324",
    "2.2250738585072014e-308", "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623159e308", "1e21", "1e20",
    "123456789012345678901.0", "999999999999999999999.5", "1e-6", "1e-7", "1e-07", "0.000001", "0.0000001", "9.5e-7", "100.0",
    "1.10", "9007199254740993", "9007199254740993.0", "9007199254740992.5", "123456789012345678901234567890", "0.1",
    "0.30000000000000004",
    "0.3000000000000000", "0.30000000000000002", "4.35", "4.349999999999999", "4.3499999999999996", "1.0000000000000002",
    "1.0000000000000001", "0.9999999999999999", "0.99999999999999994", "0.99999999999999997", "333333333.33333329", "1E30",
    "4.50", "2e-3",
    "0.000000000000000000000000001", "1e23", "9.999999999999999e22", "5e-7", "1.5e300", "8.5", "0.5000000000000001",
    "0.49999999999999994",
    "2.0000000000000004", "1e1000000000000000000000", "1e-1000000000000000000000", "72057594037927936.0", "179769313486231570.5",
  ]
  private static let prefixes = [
    "", "", "$", "$$", "layer_", "encoder.layers.weights.", "größe", "\u{FFFD}", "😀", "\\u0000", "\\\"", "\\t",
  ]
  private static let texts = [
    "", "a", "ab", "b", "é", "e\u{301}", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FEFF}", "\u{FFFF}",
    "😀",
    "\u{10000}", "\u{10FFFF}", "\\n", "\\r", "\\t", "\\b", "\\f", "\\\"", "\\\\", "\\/", "/", "\\u0000", "\\u001f", "\\u001F",
    "\\u0022",
    "\\u005c", "\\u005C", "\\u002f", "\\u0008", "\\u000a", "\\u00e9", "\\uD83D\\uDE00", "\\ud83d\\ude00", "\\uE000", "\\uFFFF",
    "$float", "$",
    "a longer text of only ASCII", "seven77", "eight888", "nine99999", "\\u0001\\u0002",
  ]
}

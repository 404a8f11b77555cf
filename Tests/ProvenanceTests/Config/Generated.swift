import Provenance

/// Configs made from a seed, with every kind of value and the texts that formats stumble over.
struct Generated: RandomNumberGenerator {
  enum Extra { case null, date }

  private var state: UInt64
  private let extras: Set<Extra>

  init(seed: UInt64, _ extras: Set<Extra> = []) {
    state = seed
    self.extras = extras
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func config() -> Value { .object(object(depth: 4)) }

  private mutating func object(depth: Int) -> Object {
    var object = Object()
    for _ in 0..<Int.random(in: 0...6, using: &self) { object[text()] = value(depth: depth - 1) }
    return object
  }

  private mutating func value(depth: Int) -> Value {
    switch Int.random(in: 0..<10, using: &self) {
    case 0 where depth > 0, 1 where depth > 0, 2 where depth > 0: return .object(object(depth: depth))
    case 3 where depth > 0:
      var elements: [Value] = []
      for _ in 0..<Int.random(in: 0...4, using: &self) { elements.append(value(depth: depth - 1)) }
      return .array(elements)
    case 4: return .bool(Bool.random(using: &self))
    case 5: return .number(Number(Int.random(in: -1_000_000...1_000_000, using: &self)))
    case 6: return .number(float())
    case 7: return .string(text())
    case 8 where extras.contains(.null): return .null
    case 8 where extras.contains(.date):
      return .date(["2026-11-20", "2026-11-20T07:32:00Z", "2026-11-20 07:32:00.5"].randomElement(using: &self)!)
    default: return .number(spelled())
    }
  }

  private mutating func float() -> Number {
    let special: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, 1.7976931348623157e308, 1e22, 1e21, 1e-7,
    ]
    if Int.random(in: 0..<4, using: &self) == 0 { return Number(special.randomElement(using: &self)!) }
    return Number(Double(bitPattern: next()))
  }

  private mutating func spelled() -> Number {
    [
      Number(spelling: "1e-4", meaning: .float(1e-4)), Number(spelling: "1_000.5", meaning: .float(1000.5)),
      Number(spelling: "0x1F", meaning: .written(digits: "31")), Number(spelling: "017", meaning: .written(digits: "15")),
      Number(spelling: "+5", meaning: .written(digits: "5")), Number(spelling: "3.", meaning: .float(3)),
      Number(spelling: "123456789012345678901234567890", meaning: .integer),
      Number(spelling: "1:30", meaning: .written(digits: "90")), Number(spelling: "-0", meaning: .integer),
    ].randomElement(using: &self)!
  }

  private mutating func text() -> String {
    let hard = [
      "", " ", "no", "Yes", "null", "~", "1e-4", "0o17", "017", "1_000", "12:30", "2026-11-20", "<<", "=", "- a", "a: b", "# x",
      "a #b", "&a", "*a", "!t", "|", ">", "%", "@", "`", "'", "\"", "\\", "a\nb", "a\r\nb", "\t", "\u{7F}", "\u{85}", "\u{2028}",
      "\u{FEFF}", "\u{FFFE}", "\u{0}", "é", "e\u{301}", "𝛼", "$date", "$$x", "...", "---", "[a]", "{a}", "a,b", "?", "? a", "-",
      ".",
      ".5", "a.b", "0x", "nan", ".nan", "inf", "True", "y", String(repeating: "k", count: 1100), "\u{D7FF}\u{E000}",
    ]
    if Bool.random(using: &self) { return hard.randomElement(using: &self)! }
    return String(next() % 100_000, radix: 36)
  }
}

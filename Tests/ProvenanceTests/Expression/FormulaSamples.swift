import Provenance

/// Expressions made at random, the same for the same seed.
struct FormulaSamples {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % bound
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Any expression that can be written.
  mutating func any(depth: Int) -> Node {
    guard depth > 0 else { return leaf() }
    switch below(8) {
    case 0: return .any((0...1 + below(2)).map { _ in any(depth: depth - 1) })
    case 1: return .all((0...1 + below(2)).map { _ in any(depth: depth - 1) })
    case 2: return .not(any(depth: depth - 1))
    case 3:
      let rest = (0...below(2)).map { _ in Node.Comparand(pick(Node.Relation.allCases), any(depth: depth - 1)) }
      return .comparison(any(depth: depth - 1), rest)
    case 4: return .negative(any(depth: depth - 1))
    case 5:
      let function = pick(Function.allCases)
      let several = [Function.min, .max, .mean, .median, .stdev].contains(function)
      return .call(function, (0...(several ? below(3) : 0)).map { _ in any(depth: depth - 1) })
    case 6: return leaf()
    default: return .arithmetic(pick(Node.Arithmetic.allCases), any(depth: depth - 1), any(depth: depth - 1))
    }
  }

  private mutating func leaf() -> Node {
    switch below(6) {
    case 0: .number(magnitude(), pick(Node.Unit.allCases))
    case 1: .text(pick(["", "failed", "a \"quoted\" one", "back\\slash", "two\nlines", "tab\t", "é `x`"]))
    case 2: .truth(below(2) == 0)
    case 3: .date(pick([.now, .today, .yesterday, .weekday(below(7)), .calendar("2026-11-20"), .calendar("2026-02-03T04:05")]))
    default:
      .name(
        pick([
          "val_auc", "best.val_auc", "training.learning_rate", "hit@10", "layers.0.size", "β", "val/auc", "and", "true", "friday",
          "a`b", "two words", "x.", "a..b", "2x", "-", "é", "\"",
        ]))
    }
  }

  private mutating func magnitude() -> Double {
    pick([
      0, 1, 0.5, 1e-7, 1e21, 123_456_789, 3.02, 1e6, .leastNonzeroMagnitude, .greatestFiniteMagnitude, Double(below(1000)) / 8,
    ])
  }

  /// Arithmetic that Python can judge, with its text for Python.
  mutating func arithmetic(depth: Int) -> (node: Node, python: String) {
    guard depth > 0 else {
      let magnitude = Double(1 + below(400)) / 16
      return (.number(magnitude, .none), "\(magnitude)")
    }
    switch below(9) {
    case 0:
      let inner = arithmetic(depth: depth - 1)
      return (.negative(inner.node), "(-\(inner.python))")
    case 1:
      let base = arithmetic(depth: depth - 1)
      let exponent = 1 + below(3)
      return (.arithmetic(.power, base.node, .number(Double(exponent), .none)), "power(\(base.python), \(exponent))")
    case 2:
      let function = pick([Function.abs, .log, .sqrt, .exp, .round])
      let inner = arithmetic(depth: depth - 1)
      return (.call(function, [inner.node]), "f_\(function.rawValue)(\(inner.python))")
    case 3:
      let function = pick([Function.min, .max, .mean, .median, .stdev])
      let inner = (0...1 + below(3)).map { _ in arithmetic(depth: depth - 1) }
      return (
        .call(function, inner.map(\.node)), "f_\(function.rawValue)([\(inner.map(\.python).joined(separator: ", "))])"
      )
    default:
      let sign = pick([Node.Arithmetic.add, .subtract, .multiply, .divide])
      let (left, right) = (arithmetic(depth: depth - 1), arithmetic(depth: depth - 1))
      let name = sign == .divide ? "divide(\(left.python), \(right.python))" : "(\(left.python) \(sign.rawValue) \(right.python))"
      return (.arithmetic(sign, left.node, right.node), name)
    }
  }
}

/// Reads an expression by recursive descent. What can recurse is counted: parentheses and signs by depth, operators in all.
struct FormulaParser {
  /// Nesting beyond this is refused.
  static let maximumDepth = 100
  /// Arithmetic operators beyond this are refused, since each may make the tree one deeper.
  static let maximumOperators = 500

  private var lexer: FormulaLexer
  private let isFilter: Bool
  private var token = Token.end
  /// The offset of the token.
  private var start = 0
  private var depth = 0
  private var operators = 0

  init(_ text: String, mode: Formula.Mode) throws(Failure) {
    guard text.utf8.count <= Formula.maximumLength else {
      throw Failure(.input, "the expression is longer than \(Formula.maximumLength) bytes")
    }
    lexer = FormulaLexer(text)
    isFilter = mode == .filter
    try advance()
  }

  mutating func whole() throws(Failure) -> Node {
    guard token != .end else { throw failure("the expression is empty") }
    let node = try disjunction()
    switch token {
    case .end: return node
    case .close: throw failure("')' closes nothing")
    default: throw failure("an operator was expected before \(shown)", hint: joinHint(after: node))
    }
  }

  private mutating func advance() throws(Failure) {
    lexer.skipSpace()
    start = lexer.index
    token = try lexer.next()
  }

  private mutating func take(_ wanted: Token) throws(Failure) -> Bool {
    guard token == wanted else { return false }
    try advance()
    return true
  }

  // MARK: Conditions

  private mutating func disjunction() throws(Failure) -> Node {
    var nodes = [try conjunction()]
    while try take(.word(.or)) { nodes.append(try conjunction()) }
    return nodes.count == 1 ? nodes[0] : .any(nodes)
  }

  private mutating func conjunction() throws(Failure) -> Node {
    var nodes = [try negation()]
    while try take(.word(.and)) { nodes.append(try negation()) }
    return nodes.count == 1 ? nodes[0] : .all(nodes)
  }

  private mutating func negation() throws(Failure) -> Node {
    guard token == .word(.not) else { return try comparison() }
    try descend()
    try advance()
    let node = try negation()
    depth -= 1
    return .not(node)
  }

  private mutating func comparison() throws(Failure) -> Node {
    let isBackticked = lexer.isBackticked(start)
    let first = try sum()
    var rest: [Node.Comparand] = []
    while true {
      if token == .assignment, !isFilter {
        throw failure("'=' does not compare", hint: "write ==")
      }
      let relation: Node.Relation
      switch token {
      case .relation(let known): relation = known
      case .assignment: relation = .equal
      default: return rest.isEmpty ? first : .comparison(first, rest)
      }
      let asked = token == .assignment && rest.isEmpty && !isBackticked ? first : nil
      let operand = try comparand(isEquality: relation == .equal || relation == .unequal)
      if let asked, let question = timeQuestion(asked, operand) { return question }
      rest.append(Node.Comparand(relation, operand))
    }
  }

  /// The right side of a relation, whose sign is the current token.
  private mutating func comparand(isEquality: Bool) throws(Failure) -> Node {
    guard isFilter, isEquality else {
      try advance()
      return try sum()
    }
    lexer.skipSpace()
    start = lexer.index
    guard let word = lexer.bareWord() else {
      try advance()
      return try sum()
    }
    try advance()
    if case .arithmetic = token {
      throw failure("\(word) is a text here, with which \(shown) cannot reckon", hint: "put the right side in parentheses")
    }
    return .text(word)
  }

  /// `on=tuesday`, `since=2d` and `until=…` ask when something started; a duration counts back from now.
  private func timeQuestion(_ left: Node, _ right: Node) -> Node? {
    guard case .name(let name) = left else { return nil }
    let relation: Node.Relation
    switch name {
    case "on": relation = .equal
    case "since": relation = .atLeast
    case "until": relation = .atMost
    default: return nil
    }
    var limit = right
    if case .number(_, let unit) = right, unit.isDuration { limit = .arithmetic(.subtract, .date(.now), right) }
    return .comparison(.name("started"), [Node.Comparand(relation, limit)])
  }

  // MARK: Arithmetic

  private mutating func sum() throws(Failure) -> Node {
    var node = try product()
    while case .arithmetic(let sign) = token, sign == .add || sign == .subtract {
      try count()
      node = .arithmetic(sign, node, try product())
    }
    return node
  }

  private mutating func product() throws(Failure) -> Node {
    var node = try signed()
    while case .arithmetic(let sign) = token, sign == .multiply || sign == .divide {
      try count()
      node = .arithmetic(sign, node, try signed())
    }
    return node
  }

  private mutating func signed() throws(Failure) -> Node {
    let isNegative = token == .arithmetic(.subtract)
    guard isNegative || token == .arithmetic(.add) else { return try power() }
    try descend()
    try advance()
    let node = try signed()
    depth -= 1
    return isNegative ? .negative(node) : node
  }

  private mutating func power() throws(Failure) -> Node {
    let base = try atom()
    guard token == .arithmetic(.power) else { return base }
    try descend()
    try count()
    let exponent = try signed()
    depth -= 1
    return .arithmetic(.power, base, exponent)
  }

  private mutating func count() throws(Failure) {
    operators += 1
    guard operators <= Self.maximumOperators else { throw failure("more than \(Self.maximumOperators) operators") }
    try advance()
  }

  // MARK: Atoms

  private mutating func atom() throws(Failure) -> Node {
    let node: Node
    switch token {
    case .number(let magnitude, let unit): node = .number(magnitude, unit)
    case .text(let text): node = .text(text)
    case .name(let name): node = .name(name)
    case .date(let date): node = .date(date)
    case .word(.yes): node = .truth(true)
    case .word(.no): node = .truth(false)
    case .function(let name): return try call(name)
    case .open: return try parenthesis()
    case .word(.not): throw failure("'not' is in the wrong place", hint: "put it in parentheses: (not a) == b")
    default: throw failure("a value was expected, not \(shown)")
    }
    try advance()
    return node
  }

  private mutating func parenthesis() throws(Failure) -> Node {
    let opening = start
    try descend()
    try advance()
    let node = try disjunction()
    try close(opening)
    return node
  }

  private mutating func call(_ name: String) throws(Failure) -> Node {
    guard let function = Function(rawValue: name) else {
      let near = nearNames(to: name, in: Function.allCases.map(\.rawValue), limit: 1).first
      let known = Function.allCases.map(\.rawValue).joined(separator: " ")
      throw failure(
        "there is no function \(name)", hint: near.map { "did you mean \($0)?" } ?? "there are \(known)")
    }
    let place = start
    try advance()
    let opening = start
    try descend()
    try advance()
    var arguments: [Node] = []
    if token != .close {
      repeat { arguments.append(try disjunction()) } while try take(.comma)
    }
    try close(opening)
    guard function.takesSeveral ? !arguments.isEmpty : arguments.count == 1 else {
      let expected = function.takesSeveral ? "at least one value" : "one value"
      throw Failure(.input, "\(name) takes \(expected), not \(arguments.count)", at: lexer.position(place))
    }
    return .call(function, arguments)
  }

  private mutating func close(_ opening: Int) throws(Failure) {
    if token == .end {
      throw Failure(.input, "'(' is not closed", at: lexer.position(opening))
    }
    guard try take(.close) else { throw failure("')' was expected, not \(shown)") }
    depth -= 1
  }

  private mutating func descend() throws(Failure) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth) levels") }
  }

  // MARK: Messages

  private func failure(_ message: String, hint: String? = nil) -> Failure {
    Failure(.input, message, at: lexer.position(start), hint: hint)
  }

  private func joinHint(after node: Node) -> String? {
    if case .assignment = token { return "write ==" }
    if case .name = node, case .name = token { return "put a name with spaces in backticks, a text in quotes" }
    if isFilter, case .name = token { return "put a text with spaces in quotes, or join two conditions by and" }
    return "join two conditions by and or or"
  }

  private var shown: String {
    switch token {
    case .number(let magnitude, let unit): ecmaScriptRepresentation(of: magnitude) + unit.rawValue
    case .text: "a text"
    case .name(let name), .function(let name): "`\(name.prefix(60))`"
    case .date(let date): date.description
    case .word(let word): "'\(word.rawValue)'"
    case .arithmetic(let sign): "'\(sign.rawValue)'"
    case .relation(let relation): "'\(relation.rawValue)'"
    case .assignment: "'='"
    case .open: "'('"
    case .close: "')'"
    case .comma: "','"
    case .end: "the end"
    }
  }
}

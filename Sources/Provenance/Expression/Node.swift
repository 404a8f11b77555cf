/// A part of an expression.
public indirect enum Node: Sendable, Equatable {
  /// A magnitude that is never negative, and its unit.
  case number(Double, Unit)
  case text(String)
  case truth(Bool)
  case date(DateWord)
  case name(String)
  case negative(Node)
  case arithmetic(Arithmetic, Node, Node)
  /// A chain: every neighbouring pair must hold.
  case comparison(Node, [Comparand])
  case not(Node)
  case all([Node])
  case any([Node])
  case call(Function, [Node])

  public struct Comparand: Sendable, Equatable {
    public let relation: Relation
    public let node: Node
    public init(_ relation: Relation, _ node: Node) { (self.relation, self.node) = (relation, node) }
  }

  public enum Arithmetic: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
  }

  public enum Relation: String, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case equal = "=="
    case unequal = "!="
    case atLeast = ">="
    case greater = ">"
  }

  /// What follows a number; durations come to seconds.
  public enum Unit: String, Sendable, CaseIterable {
    case none = ""
    case percent = "%"
    case seconds = "s"
    case minutes = "m"
    case hours = "h"
    case days = "d"
    case weeks = "w"

    func apply(to magnitude: Double) -> Double {
      switch self {
      case .none, .seconds: magnitude
      case .percent: magnitude / 100
      case .minutes: magnitude * 60
      case .hours: magnitude * 3600
      case .days: magnitude * 86_400
      case .weeks: magnitude * 604_800
      }
    }

    var isDuration: Bool { self != .none && self != .percent }
  }

  /// The names in it, in the order in which they stand, repeated ones too.
  var names: [String] {
    switch self {
    case .number, .text, .truth, .date: []
    case .name(let name): [name]
    case .negative(let node), .not(let node): node.names
    case .arithmetic(_, let left, let right): left.names + right.names
    case .comparison(let first, let rest): first.names + rest.flatMap(\.node.names)
    case .all(let nodes), .any(let nodes), .call(_, let nodes): nodes.flatMap(\.names)
    }
  }
}

/// A function of the language. Logarithms are natural, `round` goes to the nearest integer and halves away from zero, `stdev` is the
/// sample's (n − 1).
public enum Function: String, Sendable, CaseIterable {
  case min, max, mean, median, stdev, count
  case abs, log, exp, sqrt, round

  /// Whether it makes one value of many.
  public var isAggregate: Bool {
    switch self {
    case .min, .max, .mean, .median, .stdev, .count: true
    case .abs, .log, .exp, .sqrt, .round: false
    }
  }

  var takesSeveral: Bool { isAggregate && self != .count }
}

/// A part of an expression.
public indirect enum Node: Sendable, Equatable {
  /// A magnitude that is never negative, and its unit.
  case number(Double, Unit)
  /// A text in quotes.
  case text(String)
  /// `true` or `false`.
  case truth(Bool)
  /// A date or a word for one.
  case date(DateWord)
  /// What the evaluation looks up.
  case name(String)
  /// A sign before it.
  case negative(Node)
  /// Two operands: numbers, or a time and a duration.
  case arithmetic(Arithmetic, Node, Node)
  /// A chain: every neighbouring pair must hold.
  case comparison(Node, [Comparand])
  /// Turns a condition round; unknown stays unknown.
  case not(Node)
  /// Joined by `and`: one that fails decides, else one that is unknown (Kleene's logic).
  case all([Node])
  /// Joined by `or`: one that holds decides, else one that is unknown (Kleene's logic).
  case any([Node])
  /// A function and its arguments.
  case call(Function, [Node])

  /// A later part of a chain of comparisons, and how the one before it must stand to it.
  public struct Comparand: Sendable, Equatable {
    /// How the part before must stand to ``node``.
    public let relation: Relation
    /// What is compared with.
    public let node: Node
    public init(_ relation: Relation, _ node: Node) { (self.relation, self.node) = (relation, node) }
  }

  /// The operators between numbers; the raw value is how they are written.
  public enum Arithmetic: String, Sendable, CaseIterable {
    /// Of numbers; or a duration to a time.
    case add = "+"
    /// Of numbers; a duration from a time; or of two times, which gives seconds.
    case subtract = "-"
    /// Of numbers only.
    case multiply = "*"
    /// Of numbers only, as IEEE 754 has it: by zero it is infinite or NaN, which satisfies no comparison.
    case divide = "/"
    /// Of numbers only; binds to the right.
    case power = "^"
  }

  /// How two values of one kind stand to each other: numbers, texts by their bytes, times by the spans they cover. The raw value
  /// is how it is written. What is not finite satisfies none.
  public enum Relation: String, Sendable, CaseIterable {
    /// Of two times: the left span ends before the right one begins.
    case less = "<"
    /// Less or equal.
    case atMost = "<="
    /// The same value; two times are equal where their spans overlap.
    case equal = "=="
    /// Whatever is not equal.
    case unequal = "!="
    /// Greater or equal.
    case atLeast = ">="
    /// Of two times: the left span begins after the right one has ended.
    case greater = ">"
  }

  /// What follows a number; durations come to seconds.
  public enum Unit: String, Sendable, CaseIterable {
    /// A plain number.
    case none = ""
    /// A hundredth.
    case percent = "%"
    /// A second, to which durations come.
    case seconds = "s"
    /// 60 seconds.
    case minutes = "m"
    /// 3600 seconds.
    case hours = "h"
    /// 86 400 seconds, whatever the calendar says.
    case days = "d"
    /// Seven days.
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
  /// Aggregates: one value of many, over steps, seeds or runs. `count` counts where a condition holds.
  case min, max, mean, median, stdev, count
  /// Of one number each.
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

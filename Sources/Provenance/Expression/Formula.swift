/// An expression of the one small language in which filters, criteria, objectives and decision rules are written.
///
///     val_auc >= 0.7 and not diverged
///     3.02 < beta < 3.18
///     count(val_auc > best.val_auc - 1 %) >= 3
///     started > now - 2d
///
/// In order of binding, weakest first: `or`, `and`, `not`, comparisons (which chain), `+ -`, `* /`, sign, `^` (to the right).
/// Numbers may carry `%` or a unit of time (`s m h d w`, in seconds). Dates are `2026-11-20`, `2026-11-20T14:30`, a weekday, `today`,
/// `yesterday` and `now`. Double or single quotes make a text; backticks make a name of anything: `` `val/auc` ``.
/// It runs no code, and a hostile text can make it neither deep nor slow.
public struct Formula: Sendable, Equatable, CustomStringConvertible {
  /// Who writes the expression: a file that is kept, or a person on a command line.
  public enum Mode: Sendable {
    /// `=` is refused: a criterion means `==`.
    case formula
    /// `=` is `==`, a bare word on its right is a text, and `on=`, `since=`, `until=` ask about `started`.
    case filter
  }

  /// A longer text is refused. Bytes.
  public static let maximumLength = 65_536

  /// The outermost part.
  public let root: Node

  /// An expression that was put together, not parsed.
  public init(_ root: Node) { self.root = root }

  /// Reads an expression.
  ///
  /// - Throws: kind `input` with the place in the text; columns count UTF-8 bytes from 1.
  public static func parse(_ text: String, mode: Mode = .formula) throws(Failure) -> Formula {
    var parser = try FormulaParser(text, mode: mode)
    return Formula(try parser.whole())
  }

  /// The conjunction of several, such as the filter words of one command; of none, what is always true.
  public static func all(_ formulas: [Formula]) -> Formula {
    formulas.count == 1 ? formulas[0] : Formula(formulas.isEmpty ? .truth(true) : .all(formulas.map(\.root)))
  }

  /// The text in formula mode; parsed again it gives the same expression.
  public var description: String { root.description }

  /// The names it asks for, each once, in the order in which they stand.
  public var names: [String] {
    var seen: Set<ExactString> = []
    return root.names.filter { seen.insert(ExactString($0)).inserted }
  }

  /// Returns the value, or why there is none.
  ///
  /// - Parameter now: what dates are relative to; its offset is the local time in which a day begins.
  public func evaluate(_ names: some Names, now: Moment) -> Outcome {
    FormulaEvaluator(names: names, now: now).outcome(of: root)
  }

  /// Returns whether the condition holds. What is not a condition, has no value or is not finite is unknown.
  public func truth(_ names: some Names, now: Moment) -> Truth {
    switch evaluate(names, now: now) {
    case .value(.truth(let holds)): holds ? .yes : .no
    case .value(let scalar): .unknown("\(root.quoted) is \(scalar.kind), not a condition")
    case .missing(let reason): .unknown(reason)
    }
  }
}

/// Whether a condition holds.
public enum Truth: Sendable, Hashable {
  /// It holds.
  case yes
  /// It does not hold.
  case no
  /// It cannot be told, for this reason.
  case unknown(String)
}

/// What an expression comes to.
public enum Outcome: Sendable, Equatable {
  /// A number, text, truth value or time.
  case value(Scalar)
  /// There is no value, for this reason.
  case missing(String)
}

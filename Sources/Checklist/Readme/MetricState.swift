import Provenance

/// What a README tells of metrics: rows with their sources, or why there are none.
public enum MetricState: Sendable, Encodable {
  /// The last row, and the best one if it can be told.
  case rows(MetricRows)
  /// There are none, for this reason.
  case none(String)

  /// The rows themselves, or the reason as a string.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .rows(let rows): try rows.encode(to: encoder)
    case .none(let reason): try reason.encode(to: encoder)
    }
  }
}

/// The best row and the last row of a run's metrics. They are two things (F10).
public struct MetricRows: Sendable, Encodable {
  /// A row of a metric file.
  public struct Row: Sendable, Encodable {
    /// The epoch or step as the source has it.
    public var step: String?
    /// `file:line`.
    public var place: String
    /// In the source's order.
    public var values: [ReadmeReport.Line]

    public init(step: String?, place: String, values: [ReadmeReport.Line]) {
      (self.step, self.place, self.values) = (step, place, values)
    }

    /// A row of typed values, written as the policy asks.
    public init(step: Value?, place: String, values: [(name: String, value: Value)], literals: Policy.Literals) {
      let literal = Literal(style: literals)
      self.init(
        step: step.map(literal.text), place: place,
        values: values.map { ReadmeReport.Line($0.name, literal.text($0.value)) })
    }
  }

  /// The declared metric; nil if the policy declares none, and then there is no best.
  public var primary: String?
  /// `max` or `min`: which value of ``primary`` is the better one.
  public var direction: String
  /// The best row by ``primary``: the first of equal ones; nil if there is none.
  public var best: Row?
  /// Why there is no best row although there is a last one.
  public var noBest: String?
  /// The last row of the file.
  public var last: Row

  public init(primary: String?, direction: Policy.Direction, best: Row?, noBest: String? = nil, last: Row) {
    self.primary = primary
    self.direction = direction.rawValue
    self.best = best
    self.noBest = noBest
    self.last = last
  }
}

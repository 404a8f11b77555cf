/// One value of the language. Numbers are binary64, durations are numbers of seconds.
public enum Scalar: Sendable, Hashable {
  /// Finite or not; a duration in seconds.
  case number(Double)
  /// Compared byte for byte.
  case text(String)
  /// A config's boolean, or what a condition comes to.
  case truth(Bool)
  /// A moment or a whole day.
  case time(TimeSpan)

  /// A moment, one millisecond long.
  public static func time(_ moment: Moment) -> Scalar { .time(TimeSpan(moment)) }

  /// Nil for null, arrays and objects, which are not one value.
  public init?(_ value: Value) {
    switch value {
    case .bool(let bool): self = .truth(bool)
    case .number(let number): self = .number(number.double)
    case .string(let text): self = .text(text)
    case .date(let text): self = .text(text)
    case .null, .array, .object: return nil
    }
  }

  /// With its article, for messages.
  var kind: String {
    switch self {
    case .number: "a number"
    case .text: "a text"
    case .truth: "true or false"
    case .time: "a time"
    }
  }

  /// Whether the relation holds; nil if the two cannot be compared or one is not finite.
  func satisfies(_ relation: Node.Relation, _ other: Scalar) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      guard left.isFinite, right.isFinite else { return nil }
      return relation.holds(isLess: left < right, isEqual: left == right)
    case (.text(let left), .text(let right)):
      return relation.holds(
        isLess: left.utf8.lexicographicallyPrecedes(right.utf8), isEqual: left.isExactly(right))
    case (.truth(let left), .truth(let right)):
      return relation.holds(isLess: !left && right, isEqual: left == right)
    case (.time(let left), .time(let right)):
      return relation.holds(isLess: left.isBefore(right), isEqual: !left.isBefore(right) && !right.isBefore(left))
    default: return nil
    }
  }
}

extension Node.Relation {
  fileprivate func holds(isLess: Bool, isEqual: Bool) -> Bool {
    switch self {
    case .less: isLess
    case .atMost: isLess || isEqual
    case .equal: isEqual
    case .unequal: !isEqual
    case .atLeast: !isLess
    case .greater: !isLess && !isEqual
    }
  }
}

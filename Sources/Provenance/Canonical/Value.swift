/// A typed tree as JSON, YAML and TOML know it: order, spelling and place are kept.
///
/// Two values are equal when they would have the same canonical bytes: `1.0` equals `1`, key order does not matter.
public enum Value: Sendable {
  /// JSON's and YAML's null; TOML has none.
  case null
  /// A truth value.
  case bool(Bool)
  /// An integer or a float, in its author's spelling.
  case number(Number)
  /// A text, kept code point by code point: nothing is normalised.
  case string(String)
  /// A date, time or both, as TOML and YAML have them, in the author's spelling.
  case date(String)
  /// Elements in their order.
  case array([Value])
  /// Members in their author's order; equality does not look at it.
  case object(Object)
}

extension Value {
  /// The members; nil for what is not an object.
  public var object: Object? { if case .object(let object) = self { object } else { nil } }
  /// The elements; nil for what is not an array.
  public var array: [Value]? { if case .array(let array) = self { array } else { nil } }
  /// The text; nil for what is not a string. A date is none.
  public var string: String? { if case .string(let string) = self { string } else { nil } }
  /// The truth value; nil for what is not a boolean. `0` and `"true"` are none.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  /// The number with its spelling; nil for what is not a number.
  public var number: Number? { if case .number(let number) = self { number } else { nil } }
  /// The value of an integer that fits; nil for anything else, `1.0` too.
  public var int: Int? { number?.int }
  /// The numeric value, finite or not; nil for what is not a number.
  public var double: Double? { number?.double }

  /// The type's name in messages: null, boolean, integer, float, string, date, array or object.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number(let number): number.integerDigits == nil ? "float" : "integer"
    case .string: "string"
    case .date: "date"
    case .array: "array"
    case .object: "object"
    }
  }

  /// The member of that name, if this is an object that has one.
  public subscript(key: String) -> Value? { object?[key] }
}

extension Value: Hashable {
  public static func == (left: Value, right: Value) -> Bool { left.canonicalBytes == right.canonicalBytes }
  public func hash(into hasher: inout Hasher) { hasher.combine(canonicalBytes) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .number(Number(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(floatLiteral value: Double) { self = .number(Number(value)) }
  public init(arrayLiteral elements: Value...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, Value)...) { self = .object(Object(elements)) }
  public init(nilLiteral: ()) { self = .null }
}

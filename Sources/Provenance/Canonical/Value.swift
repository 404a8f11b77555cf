/// A typed tree as JSON, YAML and TOML know it: order, spelling and place are kept.
///
/// Two values are equal when they would have the same canonical bytes: `1.0` equals `1`, key order does not matter.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  /// A date, time or both, as TOML and YAML have them, in the author's spelling.
  case date(String)
  case array([Value])
  case object(Object)
}

extension Value {
  public var object: Object? { if case .object(let object) = self { object } else { nil } }
  public var array: [Value]? { if case .array(let array) = self { array } else { nil } }
  public var string: String? { if case .string(let string) = self { string } else { nil } }
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  public var number: Number? { if case .number(let number) = self { number } else { nil } }
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

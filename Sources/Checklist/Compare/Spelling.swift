import Provenance

extension Value {
  /// The value on one line as JSON, numbers as their author spelled them: `1e-4` stays `1e-4`.
  public var spelling: String {
    switch self {
    case .number(let number): number.spelling
    case .date(let text): text
    case .array(let elements): "[" + elements.map(\.spelling).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.members.map { Value.string($0.key).canonicalText + ": " + $0.value.spelling }.joined(separator: ", ") + "}"
    case .null, .bool, .string: canonicalText
    }
  }
}

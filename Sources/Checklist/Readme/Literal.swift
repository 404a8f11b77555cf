import Provenance

/// A config's value as a reader of JSON or of Python expects it.
///
/// A string stands bare where it cannot be taken for anything else, and in quotes where it can: `assist2015`, but `"600"`.
struct Literal {
  let style: Policy.Literals

  func text(_ value: Value) -> String {
    guard case .string(let string) = value else { return nested(value) }
    return isBare(string) ? string : nested(value)
  }

  private func nested(_ value: Value) -> String {
    switch value {
    case .null: style == .python ? "None" : "null"
    case .bool(let bool): style == .python ? (bool ? "True" : "False") : (bool ? "true" : "false")
    case .number(let number): text(number)
    case .string(let string): style == .python ? pythonQuoted(string) : value.canonicalText
    case .date(let text): text
    case .array(let elements): "[" + elements.map(nested).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.members.map { nested(.string($0.key)) + ": " + nested($0.value) }.joined(separator: ", ") + "}"
    }
  }

  /// JSON keeps the author's spelling; Python's is `repr`, as a script that prints its own config would show it.
  private func text(_ number: Number) -> String {
    guard style == .python else { return number.spelling }
    if let digits = number.integerDigits { return digits }
    return number.double.isFinite ? Number(number.double).spelling : nonFinite(number.double)
  }

  private func nonFinite(_ value: Double) -> String { value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }

  private func isBare(_ string: String) -> Bool {
    guard let first = string.unicodeScalars.first, let last = string.unicodeScalars.last else { return false }
    let words = ["true", "false", "null", "none", "nan", "inf", "-inf", "infinity", "-infinity", "yes", "no", "on", "off", "~"]
    return !words.contains(string.lowercased()) && Double(string) == nil && !first.properties.isWhitespace
      && !last.properties.isWhitespace && !"\"'[{".unicodeScalars.contains(first)
  }

  /// Python's `repr`: single quotes, unless only double ones need no escape.
  private func pythonQuoted(_ string: String) -> String {
    let scalars = string.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in scalars {
      switch scalar {
      case "\\": result += "\\\\"
      case quote: result += "\\\(quote)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}

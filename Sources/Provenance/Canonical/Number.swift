/// A number as its author wrote it, and what it means.
public struct Number: Sendable {
  /// What a spelling stands for.
  public enum Meaning: Sendable {
    /// An integer whose spelling is already plain decimal digits.
    case integer
    /// An integer that was written otherwise (`0x1F`, `1_000`, `+5`), with its plain decimal digits.
    case written(digits: String)
    /// A binary64 value, the infinities and NaN included.
    case float(Double)
  }

  /// The author's characters: `1e-4` stays `1e-4`.
  public let spelling: String
  /// What the spelling stands for; `1` is an integer and `1.0` a float, whose canonical bytes agree.
  public let meaning: Meaning

  /// Taken as it is: the reader has made sure that the meaning is the spelling's.
  public init(spelling: String, meaning: Meaning) {
    self.spelling = spelling
    self.meaning = meaning
  }

  /// Spelled in plain decimal digits.
  public init(_ value: Int) { self.init(spelling: String(value), meaning: .integer) }

  /// Spelled as Python would: the shortest digits that read back as the same value, always recognisable as a float.
  public init(_ value: Double) { self.init(spelling: pythonRepresentation(of: value), meaning: .float(value)) }

  /// The plain decimal digits of an integer, of any length; nil for a float.
  public var integerDigits: String? {
    switch meaning {
    case .integer: spelling
    case .written(let digits): digits
    case .float: nil
    }
  }

  /// The nearest binary64 value; an integer beyond its range becomes an infinity.
  public var double: Double {
    if case .float(let value) = meaning { return value }
    return Double(integerDigits ?? spelling) ?? .nan
  }

  /// The value if it is an integer that fits.
  public var int: Int? { integerDigits.flatMap { Int($0) } }
}

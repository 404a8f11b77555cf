/// How far two values of one metric may lie apart and still count as the same. Any of the three that is declared is enough.
public struct Tolerance: Sendable, Equatable {
  /// In the metric's own unit.
  public var absolute: Double?
  /// Of the larger of the two magnitudes.
  public var relative: Double?
  /// Representable numbers from one value to the other, in the precision they were stored with; text holds binary64.
  public var ulps: Int?

  public init(absolute: Double? = nil, relative: Double? = nil, ulps: Int? = nil) {
    (self.absolute, self.relative, self.ulps) = (absolute, relative, ulps)
  }
}

extension Policy {
  /// The tolerance of metrics whose names fit a pattern.
  public struct ToleranceRule: Sendable, Equatable {
    /// Over metrics' names, columns and keys of artifacts, and paths of arrays; `*` is any text.
    public var pattern: String
    /// What is accepted.
    public var tolerance: Tolerance
    public init(pattern: String, tolerance: Tolerance) { (self.pattern, self.tolerance) = (pattern, tolerance) }
  }
}

extension PolicyKey {
  /// What decides whether two runs had the same results.
  static let compared = [
    PolicyKey(
      "metrics.tolerance", \.metrics.tolerances, .tolerances,
      "Name pattern → how far values may lie apart: { absolute, relative, ulps }, any is enough. Of several, the longest pattern holds."
    ),
    PolicyKey(
      "metrics.ignored", \.metrics.ignored, .texts,
      "Name patterns of metrics, fields and files that tell of time or place, not of results: not compared, and said so."),
  ]
}

extension PolicyType where Content == [Policy.ToleranceRule] {
  private static var amount: Value { ["type": "number", "minimum": 0] }

  private static var schema: Value {
    let fields = [
      PolicyField("absolute", amount, "The largest difference."),
      PolicyField("relative", amount, "The largest difference, in parts of the larger magnitude."),
      PolicyField("ulps", PolicyType<Int>.count.schema, "The most representable numbers from one value to the other."),
    ]
    var inner = PolicyField.schema(of: fields).object ?? Object()
    inner["required"] = nil
    inner["anyOf"] = .array(fields.map { ["required": [.string($0.name)]] })
    return ["type": "object", "additionalProperties": .object(inner)]
  }

  /// A table of patterns.
  static let tolerances = PolicyType(schema: schema) { (value, place) throws(Failure) in
    guard let object = value.object else {
      throw place.mismatch("a table", value, hint: "write tolerance = { \"val_*\" = { absolute = 1e-6 } }")
    }
    var rules: [Policy.ToleranceRule] = []
    for member in object.members {
      let inner = PolicyPlace(name: "\(place.name).\(member.key)", position: member.valuePosition ?? place.position)
      rules.append(Policy.ToleranceRule(pattern: member.key, tolerance: try Tolerance(member.value, inner)))
    }
    return rules
  } write: {
    .object(Object($0.map { ($0.pattern, $0.tolerance.value) }))
  }
}

extension Tolerance {
  fileprivate init(_ value: Value, _ place: PolicyPlace) throws(Failure) {
    guard let object = value.object else {
      throw place.mismatch("a table", value, hint: "write { absolute = 1e-6 }, { relative = 1e-6 } or { ulps = 4 }")
    }
    self.init()
    for member in object.members {
      let inner = PolicyPlace(name: "\(member.key) of \(place.name)", position: member.valuePosition ?? place.position)
      switch member.key {
      case "absolute": absolute = try Self.amount(member.value, inner)
      case "relative": relative = try Self.amount(member.value, inner)
      case "ulps": ulps = try PolicyType<Int>.count.read(member.value, inner)
      default: throw unknownKey(member, in: place.name, known: ["absolute", "relative", "ulps"])
      }
    }
    guard self != Tolerance() else {
      throw place.failure("\(place.name) needs one of absolute, relative and ulps", hint: "write { absolute = 1e-6 }")
    }
  }

  private static func amount(_ value: Value, _ place: PolicyPlace) throws(Failure) -> Double {
    guard let amount = value.double, amount >= 0, amount.isFinite else { throw place.mismatch("a number, 0 or more", value) }
    return amount
  }

  /// As `xp.toml` has it.
  public var value: Value {
    var object = Object()
    object["absolute"] = absolute.map { .number(Number($0)) }
    object["relative"] = relative.map { .number(Number($0)) }
    object["ulps"] = ulps.map { .number(Number($0)) }
    return .object(object)
  }
}

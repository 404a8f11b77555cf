/// A fact that was looked at, or the reason why it could not be.
///
/// In records: the fact itself, or `{"unknown": "reason"}`.
public enum Known<Fact: Codable & Sendable>: Codable, Sendable {
  /// It was looked at.
  case known(Fact)
  /// It could not be looked at, for this reason.
  case unknown(String)

  /// The fact; nil if it is unknown.
  public var value: Fact? { if case .known(let fact) = self { fact } else { nil } }
  /// Why it is unknown; nil if it is known.
  public var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }

  private enum Keys: String, CodingKey { case unknown }

  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Keys.self), container.contains(.unknown) {
      self = .unknown(try container.decode(String.self, forKey: .unknown))
    } else {
      self = .known(try Fact(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .known(let fact): try fact.encode(to: encoder)
    case .unknown(let reason):
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(reason, forKey: .unknown)
    }
  }
}

extension Known: Equatable where Fact: Equatable {}

extension Known {
  /// Runs a look at the world; a failure becomes the reason.
  public static func look(_ look: () throws(Failure) -> Fact) -> Known {
    do { return .known(try look()) } catch { return .unknown((error.file.map { "\($0): " } ?? "") + error.message) }
  }
}

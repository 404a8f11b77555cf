import Provenance

/// Whether results may be held against each other: the policy's class keys must agree (F14).
public struct Comparability: Sendable, Equatable {
  /// A class key that has two values.
  public struct Difference: Sendable, Equatable {
    public var key: String
    /// As its author spelled it; nil: the config does not have the key.
    public var left, right: String?

    public init(key: String, left: String?, right: String?) { (self.key, self.left, self.right) = (key, left, right) }

    /// `data.fold is 0 on the left and 1 on the right`.
    public var words: String {
      "\(key) is \(left ?? "not there") on the left and \(right ?? "not there") on the right"
    }
  }

  /// In the policy's order; empty: they are comparable.
  public var differences: [Difference]

  public init(differences: [Difference]) { self.differences = differences }

  /// Compares the class keys of two configs; a config that cannot be read has none of them.
  public init(keys: [String], _ left: Config?, _ right: Config?) {
    let (here, there) = (Self.values(keys, left), Self.values(keys, right))
    differences = keys.indices.compactMap { index in
      guard here[index] != there[index] else { return nil }
      return Difference(key: keys[index], left: here[index]?.spelling, right: there[index]?.spelling)
    }
  }

  private static func values(_ keys: [String], _ config: Config?) -> [Value?] {
    let parameters = config.map { Parameter.all(in: .object($0.root)) } ?? []
    return keys.map { key in
      let exact = parameters.first { $0.key.isExactly(key) }
      // As everywhere, the unique end of a longer name will do.
      let ends = parameters.filter { $0.key.hasSuffix("." + key) }
      return (exact ?? (ends.count == 1 ? ends[0] : nil))?.value
    }
  }

  /// The failure for a comparison that nobody asked for across classes.
  ///
  /// - Parameter hint: what compares them all the same.
  public func refusal(of left: String, _ right: String, hint: String) -> Failure? {
    guard !differences.isEmpty else { return nil }
    let words = differences.map(\.words).joined(separator: "; ")
    return Failure(.input, "\(left) and \(right) are not comparable: \(words)", hint: hint)
  }
}

/// The seeds of an experiment and the places that name them.
public struct Seeds: Codable, Sendable, Equatable {
  /// A place that names a seed.
  public struct Place: Codable, Sendable, Equatable {
    /// A config key such as `seeds.primary`, or a flag of the command such as `--seed`.
    public var name: String
    /// The value's canonical text, such as `42` or `[1,2,3]`.
    public var value: String
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }
  /// The first of: the policy's primary place, `seeds.primary`, a flag, `*.seed`. Nil if no place names one.
  public var primary: Place?
  /// Every place that names one, the config's before the command's. Empty if none does.
  public var places: [Place]
  /// SHA-256 over the canonical form of the places.
  public var digest: Digest

  public init(primary: Place?, places: [Place], digest: Digest) {
    (self.primary, self.places, self.digest) = (primary, places, digest)
  }

  /// The digest of experiments that no place names a seed for.
  public static let unnamed = SeedCapture.digest([])
}

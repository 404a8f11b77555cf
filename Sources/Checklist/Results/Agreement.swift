/// What a comparison of results comes to, from the best to the worst.
public enum Agreement: String, Sendable, CaseIterable {
  /// Every value has the same bits.
  case bitwise
  /// Some values differ, none by more than its declared tolerance.
  case withinTolerance = "within tolerance"
  /// Something differs that no tolerance allows.
  case drift
  /// There was nothing to compare, or it could not be looked at.
  case unverifiable

  /// Of parts: any drift is one; else what could not be told leaves the whole untold. Nothing at all is unverifiable.
  public init(of parts: some Sequence<Agreement>) {
    let found = Set(parts)
    self = [.drift, .unverifiable, .withinTolerance, .bitwise].first(where: found.contains) ?? .unverifiable
  }
}

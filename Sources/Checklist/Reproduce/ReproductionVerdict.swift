/// What a rerun comes to, from the best to the worst.
public enum ReproductionVerdict: String, Codable, Sendable, CaseIterable {
  /// It ended well, and every result has the same bits.
  case bitwise
  /// It ended well, and no result differs by more than its declared tolerance.
  case withinTolerance = "within tolerance"
  /// It ended well, and some result differs by more.
  case drift
  /// It did not end well, whatever it left (F2).
  case failed
  /// It could not be told: something of the record is not here, or there was nothing to compare.
  case unverifiable

  /// Whether the result came out again.
  public var isReproduced: Bool { self == .bitwise || self == .withinTolerance }

  /// Of several reruns: the worst, where what could not be told is worse than a success only.
  public init(of verdicts: some Sequence<ReproductionVerdict>) {
    let found = Set(verdicts)
    self = [.failed, .drift, .unverifiable, .withinTolerance, .bitwise].first(where: found.contains) ?? .unverifiable
  }
}

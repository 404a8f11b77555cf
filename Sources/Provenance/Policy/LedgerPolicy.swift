extension Policy {
  /// Where the ledger is written.
  public struct LedgerRules: Sendable, Equatable {
    /// What the project's file system counts as.
    public enum Place: String, Sendable, CaseIterable { case auto, local, network }
    /// `auto`: as the file system is; the others override that.
    public var filesystem = Place.auto
    public init() {}
  }
}

extension PolicyKey {
  static let placed = [
    PolicyKey(
      "ledger.filesystem", \.ledger.filesystem, .choice(of: Policy.LedgerRules.Place.allCases),
      "auto, local, or network: there commands write journals only, and xp sync the ledger.")
  ]
}

/// What a crash left of a journal's last line: the body of a `recovered` entry.
public struct TornLine: Codable, Sendable, Equatable {
  /// The journal's file name; what was cut is kept beside it, in `<journal>.torn`.
  public var journal: String
  public var bytes: Int
  /// SHA-256 of what was cut.
  public var digest: Digest

  /// Moves it out of the journal, so that appending may go on behind whole lines. The caller holds the folder's lock.
  static func setAside(_ journal: Journal) throws(Failure) -> TornLine? {
    guard journal.exists else { return nil }
    let torn = try journal.setAsideTornLine()
    guard !torn.isEmpty else { return nil }
    return TornLine(journal: lastComponent(of: journal.path), bytes: torn.count, digest: .sha256(torn))
  }
}

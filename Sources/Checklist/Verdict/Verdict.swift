/// A judgment's word. Skipped is never fail, absent is never pass.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// It was looked at and is as it should be.
  case pass
  /// It was looked at and is not as it should be.
  case fail
  /// It could not be told, for the reason that stands beside it.
  case unknown
  /// The question does not arise: the policy does not declare it and the project does not have it.
  case notApplicable = "not applicable"
}

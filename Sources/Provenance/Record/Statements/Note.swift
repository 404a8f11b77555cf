/// Something that a person wrote about an experiment: the body of a `noted` entry.
public struct Note: Codable, Sendable, Equatable {
  /// In its author's words; lines stay.
  public var text: String
  /// Who wrote it; nil if nobody said.
  public var by: String?
  public init(text: String, by: String? = nil) { (self.text, self.by) = (text, by) }
}

/// Words that an experiment is found by, put on or taken off: the body of a `tagged` entry.
public struct Tagging: Codable, Sendable, Equatable {
  /// In the order in which they were given.
  public var added: [String]
  /// In the order in which they were given.
  public var removed: [String]
  public init(added: [String], removed: [String] = []) { (self.added, self.removed) = (added, removed) }
}

/// A person's word on an item that no tool can answer: the body of an `attested` entry. It is never a pass.
public struct Attestation: Codable, Sendable, Equatable {
  /// The item's id.
  public var item: String
  /// Who answers for it.
  public var by: String
  /// Why, in their words.
  public var because: String
  public init(item: String, by: String, because: String) { (self.item, self.by, self.because) = (item, by, because) }

  /// A person's word as it may be recorded: somebody, for some reason, without a secret.
  ///
  /// - Throws: kind `input` if name or reason is empty, or one of them holds what looks like a secret.
  public static func checked(
    item: String, by: String, because: String, rules: Policy.SecretRules
  ) throws(Failure) -> Attestation {
    for (flag, text) in [("--by", by), ("--because", because)] {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw Failure(.input, "\(flag) says nothing", hint: "somebody answers for it: --by NAME --because \"…\"")
      }
      if let rule = SecretScanner(rules: rules).rule(in: Array(text.utf8)) {
        throw Failure(.input, "\(flag) holds what looks like a secret (\(rule)): nothing is recorded", hint: "say it without")
      }
    }
    return Attestation(item: item, by: by, because: because)
  }
}

/// Whether an experiment is hidden from lists: the body of an `archived` entry.
public struct Archival: Codable, Sendable, Equatable {
  /// False shows it again.
  public var archived: Bool
  /// Why; nil if nobody said.
  public var because: String?
  public init(archived: Bool, because: String? = nil) { (self.archived, self.because) = (archived, because) }
}

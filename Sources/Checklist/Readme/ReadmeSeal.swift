import Provenance

/// The last line of a README: what it was made from, and what came out.
public struct ReadmeSeal: Sendable, Equatable {
  /// ``ReadmeReport/inputs()``.
  public var inputs: Digest
  /// ``ReadmePage/output``.
  public var output: Digest

  public init(inputs: Digest, output: Digest) { (self.inputs, self.output) = (inputs, output) }

  /// The line as it stands in the file: an HTML comment, which no renderer shows.
  public var line: String { "<!-- xp readme inputs \(inputs) output \(output) -->" }

  /// Reads ``line``; nil for anything else.
  public init?(line: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 8, words[0] == "<!--", words[1...3] == ["xp", "readme", "inputs"], words[5] == "output",
      words[7] == "-->", let inputs = Digest(words[4]), let output = Digest(words[6])
    else { return nil }
    self.init(inputs: inputs, output: output)
  }

  /// Whether a README is what would be rendered now.
  public enum State: Sendable, Equatable {
    /// It is.
    case current
    /// What it was made from has changed since.
    case stale(String)
    /// Not what was rendered: somebody changed it outside the notes, or it was never rendered.
    case edited(String)
  }

  /// Judges a README by its seal, without rendering it.
  ///
  /// - Parameter inputs: ``ReadmeReport/inputs()`` of what would be rendered now.
  public static func check(_ text: String, inputs: Digest) -> State {
    let page = ReadmePage(text)
    guard let seal = page.seal else { return .edited("it has no seal: xp did not render it") }
    guard page.isUntouched else { return .edited("it was changed outside the notes") }
    guard page.notes != nil else { return .edited("the notes' markers are gone") }
    guard seal.inputs == inputs else { return .stale("the record, the policy or the judgment has changed since") }
    return .current
  }
}

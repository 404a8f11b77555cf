import Foundation

/// Where a file of a bundle belongs. Whatever is none of these has no place in a project and is refused.
enum BundlePath: Hashable, Sendable {
  /// `code.bundle`: the captured trees, as git bundles them.
  case code
  /// `order/<ledger-id>`: the order of a ledger; `<ledger-id>-<8 digits>` for one that went another way than its namesake.
  case order(String)
  /// `checkpoints/…`, as the ledger that signed them named them.
  case checkpoint(String)
  /// `project/journal.<ledger-id>.jsonl`: entries of a project itself.
  case projectJournal(ledger: String)
  /// `experiments/<folder>/<path>`.
  case experiment(String, path: String)

  /// Reads a path as a manifest has it.
  ///
  /// - Throws: kind `input` for anything that could lead elsewhere, act on a terminal, or be no file of a bundle.
  init(_ text: String) throws(Failure) {
    let parts = try Self.components(of: text)
    let rest = parts.dropFirst().joined(separator: "/")
    switch (parts[0], parts.count) {
    case ("code.bundle", 1): self = .code
    case ("order", 2) where Self.isWriter(parts[1]): self = .order(parts[1])
    case ("checkpoints", 2...) where parts.count <= 4: self = .checkpoint(rest)
    case ("project", 2):
      guard let ledger = Self.ledger(ofJournal: parts[1]) else { throw Self.misplaced(text) }
      self = .projectJournal(ledger: ledger)
    case ("experiments", 3...): self = .experiment(parts[1], path: parts.dropFirst(2).joined(separator: "/"))
    default: throw Self.misplaced(text)
    }
  }

  /// As a manifest has it.
  var text: String {
    switch self {
    case .code: "code.bundle"
    case .order(let ledger): "order/\(ledger)"
    case .checkpoint(let name): "checkpoints/\(name)"
    case .projectJournal(let ledger): "project/journal.\(ledger).jsonl"
    case .experiment(let folder, let path): "experiments/\(folder)/\(path)"
    }
  }

  /// The writer in the name of a journal; nil if the name is not one of a journal.
  static func ledger(ofJournal name: String) -> String? {
    guard name.hasPrefix("journal."), name.hasSuffix(".jsonl") else { return nil }
    let id = String(name.dropFirst("journal.".count).dropLast(".jsonl".count))
    return isWriter(id) ? id : nil
  }

  /// Whether a text is a ledger id, or that of a branch: `<ledger-id>-<8 digits>`.
  static func isWriter(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count <= 2 && Project.isLedgerID(String(parts[0])) && (parts.count == 1 || isHexadecimal(parts[1], 8))
  }

  private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  // MARK: Names that may be written

  /// Bytes; file systems end at 255 a name and 4096 a path, and the project's own folders come before.
  private static let (longestName, longestPath, deepest) = (255, 2048, 32)

  /// Returns a path's names.
  ///
  /// - Throws: kind `input` with the rule that a name breaks.
  static func components(of text: String) throws(Failure) -> [String] {
    if let reason = refusal(of: text) { throw Failure(.input, "\(reason): \(text.prefix(200))") }
    return text.split(separator: "/").map(String.init)
  }

  /// Why a relative path cannot be written on every machine without surprise; nil if it can.
  static func refusal(of text: String) -> String? {
    let names = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard !text.isEmpty, text.utf8.count <= longestPath, names.count <= deepest else { return "a path is empty or too long" }
    guard !text.utf8.starts(with: "/".utf8) else { return "an absolute path" }
    for name in names {
      guard !name.isEmpty, !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else {
        return "a path leads elsewhere"
      }
      guard name.count <= longestName else { return "a name is too long" }
    }
    guard text.unicodeScalars.allSatisfy({ !acts($0) }) else { return "a name holds a character that acts or hides" }
    let folded = Self.folded(text).split(separator: "/")
    guard !folded.contains(".git"), !folded.contains(".xp") else { return "a path leads into .git or .xp" }
    return nil
  }

  /// The form under which file systems that ignore case or composition hold two paths for one.
  static func folded(_ path: String) -> String {
    path.precomposedStringWithCompatibilityMapping.folding(options: .caseInsensitive, locale: nil)
      .decomposedStringWithCanonicalMapping
  }

  /// Controls, marks that reorder or show nothing, noncharacters, and what HFS+ ignores in names.
  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
    // The joiners that emoji and some scripts need are as invisible as the others.
    case .format: return true
    default: return scalar.value == 0x5C
    }
  }

  private static func misplaced(_ text: String) -> Failure {
    Failure(.input, "no file of a bundle has this place: \(text.prefix(200))")
  }
}

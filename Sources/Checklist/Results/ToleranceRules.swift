import Provenance

/// How values are compared, by their names.
public struct ToleranceRules: Sendable {
  /// What holds for one name.
  public enum Rule: Sendable, Equatable {
    /// Same bits, or a difference.
    case bitwise
    case tolerance(Tolerance)
    /// Not compared: the policy's pattern that says so.
    case ignored(String)
  }

  private struct Pattern: Sendable {
    let name: Glob
    let path: Glob
    let rule: Rule

    init(_ pattern: String, _ rule: Rule) {
      (name, path, self.rule) = (.key(pattern), .path(pattern), rule)
    }
  }

  private let ignored: [Pattern]
  private let tolerances: [Pattern]

  public init(_ metrics: Policy.MetricRules) {
    ignored = metrics.ignored.map { Pattern($0, .ignored($0)) }
    // The order of keys is no part of a policy: of several that fit, the pattern with most letters holds.
    tolerances = metrics.tolerances.sorted { left, right in
      let (first, second) = (Self.letters(left.pattern), Self.letters(right.pattern))
      return first == second ? ExactString(left.pattern) < ExactString(right.pattern) : first > second
    }.map { Pattern($0.pattern, .tolerance($0.tolerance)) }
  }

  /// Bytes of a pattern that stand for themselves.
  private static func letters(_ pattern: String) -> Int { pattern.utf8.count { $0 != UInt8(ascii: "*") } }

  /// The rule of a metric, a column or a dotted key.
  public func rule(named name: String) -> Rule {
    (ignored + tolerances).first { $0.name.matches(name) }?.rule ?? .bitwise
  }

  /// The rule of a file; a pattern without `/` is about its name.
  public func rule(ofFile path: String) -> Rule {
    (ignored + tolerances).first { $0.path.matches(path) }?.rule ?? .bitwise
  }

  /// The rule of a field in a file: its own, or else the file's.
  func rule(ofField name: String, inFile path: String) -> Rule {
    let own = rule(named: name)
    return own == .bitwise ? rule(ofFile: path) : own
  }
}

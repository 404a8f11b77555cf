import Provenance

/// One file of two runs.
public struct FileComparison: Sendable, Equatable {
  /// On each side; nil where that side has none.
  public var left, right: String?
  public var role: Artifact.Role
  public var agreement: Agreement
  /// Why it is no better; nil where fields tell, or there is nothing to tell.
  public var reason: String?
  /// Fields that were compared by value; empty where digests decide.
  public var fields: [FieldComparison] = []
  /// The policy's pattern by which it does not count; nil: none.
  public var ignored: String?

  /// Whether it is a result: logs and configs that the script wrote tell of times and places.
  public var isResult: Bool { ignored == nil && role != .log && role != .config }

  /// Whether nothing but its bytes could be compared.
  public var isOpaque: Bool { agreement == .drift && fields.isEmpty && left != nil && right != nil }

  /// As it is called: by the left path where there is one.
  public var path: String { left ?? right ?? "" }

  init(left: ResultFile?, right: ResultFile?, rules: ToleranceRules) {
    (self.left, self.right) = (left?.path, right?.path)
    role = left?.role ?? right?.role ?? .other
    agreement = .drift
    if case .ignored(let pattern) = rules.rule(ofFile: path) { ignored = pattern }
    if let left, let right {
      compare(left, right, rules)
    } else {
      reason = left == nil ? "only on the right" : "only on the left"
    }
  }

  private mutating func compare(_ left: ResultFile, _ right: ResultFile, _ rules: ToleranceRules) {
    guard let digest = left.digest.value, let other = right.digest.value else {
      (agreement, reason) = (.unverifiable, left.digest.reason ?? right.digest.reason)
      return
    }
    if digest == other { agreement = .bitwise } else { compareContents(left, right, rules) }
  }

  private mutating func compareContents(_ left: ResultFile, _ right: ResultFile, _ rules: ToleranceRules) {
    for (side, content) in [("left", left.content), ("right", right.content)] {
      if case .unreadable(let why) = content {
        (agreement, reason) = (.unverifiable, "cannot be read on the \(side): \(why)")
        return
      }
    }
    let content = ContentComparison(rules: rules, path: path)
    guard let (fields, reason) = content.compare(left.content, right.content) else {
      reason = "the bytes differ: \(Self.size(left.size, right.size))"
      return
    }
    self.fields = fields
    self.reason = reason
    let counted = fields.filter { $0.ignored == nil }.map(\.agreement)
    // A file of which nothing but what is ignored differs is the same.
    agreement = reason != nil ? .drift : counted.isEmpty ? .bitwise : Agreement(of: counted)
  }

  private static func size(_ left: Int64, _ right: Int64) -> String {
    left == right ? "size \(left) on both sides" : "size \(left) on the left, \(right) on the right"
  }
}

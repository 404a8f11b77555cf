/// What the names in an expression stand for.
public protocol Names {
  /// Returns what the name stands for. A name that nobody knows is missing, with a reason that lists near ones.
  func lookup(_ name: String) -> NameResult
}

/// What a look-up gave.
public enum NameResult: Sendable, Equatable {
  /// One value.
  case value(Scalar)
  /// One after another: over steps, seeds or runs. Only an aggregate makes one of them.
  case values([Scalar])
  /// Together, such as tags: a comparison holds if it does for one of them; `!=` holds if it does for all.
  case set([Scalar])
  /// There is none, for this reason.
  case missing(String)
  /// The name is the end of several.
  case ambiguous([String])

  /// What a config's value is to an expression: an array of scalars is several values.
  public init(_ value: Value) {
    if let scalar = Scalar(value) {
      self = .value(scalar)
    } else if let scalars = value.array.map({ $0.compactMap(Scalar.init) }), scalars.count == value.array?.count {
      self = .values(scalars)
    } else {
      self = .missing(value.typeName == "null" ? "it is null" : "it is an \(value.typeName), not one value")
    }
  }
}

/// Names that are all known beforehand. A short name that is the end of a single longer one, after a point, stands for it; a name
/// that is there whole is itself.
public struct NameTable: Names, Sendable {
  private let entries: [(name: String, result: NameResult)]
  private let whole: [ExactString: Int]
  private let ends: [ExactString: [Int]]

  /// Of two entries with one name the first holds.
  public init(_ entries: [(name: String, result: NameResult)]) {
    var whole: [ExactString: Int] = [:]
    var ends: [ExactString: [Int]] = [:]
    for (index, entry) in entries.enumerated() where whole[ExactString(entry.name)] == nil {
      whole[ExactString(entry.name)] = index
      var rest = entry.name[...]
      while let point = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
        rest = rest[rest.utf8.index(after: point)...]
        ends[ExactString(String(rest)), default: []].append(index)
      }
    }
    (self.entries, self.whole, self.ends) = (entries, whole, ends)
  }

  /// Returns the entry of that name, or the one whose end it is alone.
  public func lookup(_ name: String) -> NameResult {
    if let index = whole[ExactString(name)] { return entries[index].result }
    let found = ends[ExactString(name)] ?? []
    if found.count == 1 { return entries[found[0]].result }
    if found.count > 1 { return .ambiguous(found.map { entries[$0].name }) }
    let near = nearNames(to: name, in: entries.map(\.name))
    let hint = near.isEmpty ? "" : ": did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"
    return .missing("there is no `\(name)`" + hint)
  }
}

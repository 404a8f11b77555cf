import Provenance

/// What differs between the inputs of two experiments or configs.
public struct InputDifference: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case added, removed, changed
    /// A value of another type: `"1"` became `1`. Integer and float are one type, number, as RFC 8785 has it.
    case typeChanged = "type changed"
    /// The same canonical value, spelled otherwise: `1e-3` became `0.001`.
    case spellingChanged = "spelling changed"
  }

  public struct Key: Sendable {
    /// The dotted name.
    public var name: String
    public var kind: Kind
    public var left: Value?
    public var right: Value?
    /// The policy says that this key does not matter to results.
    public var ignored: Bool

    /// Whether this makes the configs two.
    public var matters: Bool { !ignored && kind != .spellingChanged }
  }

  public struct Group: Sendable {
    /// Empty for keys outside any group.
    public var name: String
    public var keys: [Key]
    /// Keys that both have with the same value and spelling.
    public var equal: Int
    /// The keys that both have stand in another order, which is no difference.
    public var reordered: Bool
  }

  /// One fact about seeds, code, environment or data that is not the same on both sides.
  public struct Fact: Sendable, Equatable {
    public var subject: String
    public var kind: Kind
    public var left: String?
    public var right: String?
    /// Known not to matter to results, such as the host's name.
    public var ignored: Bool
    public init(_ subject: String, left: String?, right: String?, ignored: Bool = false) {
      (self.subject, self.left, self.right, self.ignored) = (subject, left, right, ignored)
      kind = left == nil ? .added : right == nil ? .removed : .changed
    }
  }

  public enum State: Sendable, Equatable {
    case same, different
    /// It could not be told, for the reason.
    case unknown(String)
    /// Nobody asked, or one side does not have it by its nature.
    case notCompared(String)
  }

  public struct Aspect: Sendable, Equatable {
    public var state: State
    public var facts: [Fact]
    /// What a reader should know beside the facts.
    public var remarks: [String]
    public init(_ state: State, facts: [Fact] = [], remarks: [String] = []) {
      (self.state, self.facts, self.remarks) = (state, facts, remarks)
    }
  }

  public var left: String
  public var right: String
  /// Unknown if a config could not be read.
  public var config: State
  public var groups: [Group]
  /// The groups that both have stand in another order, which is no difference.
  public var groupsReordered: Bool
  public var seeds: Aspect
  public var code: Aspect
  /// Nil where no repository could tell.
  public var distance: CodeDistance?
  public var environment: Aspect
  public var data: Aspect
  /// What could not be read on either side.
  public var remarks: [String]

  /// Every aspect with its name, in the order in which they are told.
  public var aspects: [(name: String, aspect: Aspect)] {
    [("seeds", seeds), ("code", code), ("environment", environment), ("data", data)]
  }

  private var states: [State] { [config] + aspects.map(\.aspect.state) }

  /// Nothing that is known differs; what is unknown is in ``unknowns``.
  public var same: Bool { !states.contains(.different) }

  /// What could not be told, with the reason.
  public var unknowns: [(name: String, reason: String)] {
    ([("config", config)] + aspects.map { ($0.name, $0.aspect.state) }).compactMap { name, state in
      if case .unknown(let reason) = state { (name, reason) } else { nil }
    }
  }

  /// Why nothing but configs was compared; nil if more was.
  public var onlyConfigs: String? {
    guard case .notCompared(let reason) = code.state else { return nil }
    return aspects.contains { $0.aspect.state != code.state } ? nil : reason
  }

  /// The result in a few words: `same config, different code` (F7).
  public var headline: String {
    func words(_ names: [String]) -> String {
      names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    }
    let named = [("config", config)] + aspects.map { ($0.name, $0.aspect.state) }
    let different = named.filter { $0.1 == .different }.map(\.0)
    let same = named.filter { $0.1 == .same }.map(\.0)
    let unknown = unknowns.map(\.name)
    let parts = [
      same.isEmpty ? "" : "same \(words(same))", different.isEmpty ? "" : "different \(words(different))",
      unknown.isEmpty ? "" : "unknown \(words(unknown))",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

import Provenance

/// What differs between the inputs of two experiments or configs.
public struct InputDifference: Sendable {
  /// How the two sides of a key or a fact differ.
  public enum Kind: String, Sendable, CaseIterable {
    /// Only the right side has it; only the left side has it; both have it with different values.
    case added, removed, changed
    /// A value of another type: `"1"` became `1`. Integer and float are one type, number, as RFC 8785 has it.
    case typeChanged = "type changed"
    /// The same canonical value, spelled otherwise: `1e-3` became `0.001`.
    case spellingChanged = "spelling changed"
  }

  /// A key of the configs that is not the same on both sides.
  public struct Key: Sendable {
    /// The dotted name.
    public var name: String
    /// How the sides differ.
    public var kind: Kind
    /// Nil if the left side does not have it.
    public var left: Value?
    /// Nil if the right side does not have it.
    public var right: Value?
    /// The policy says that this key does not matter to results.
    public var ignored: Bool

    /// Whether this makes the configs two.
    public var matters: Bool { !ignored && kind != .spellingChanged }
  }

  /// A group that at least one of the configs has.
  public struct Group: Sendable {
    /// Empty for keys outside any group.
    public var name: String
    /// The keys that differ; empty if all are the same.
    public var keys: [Key]
    /// Keys that both have with the same value and spelling.
    public var equal: Int
    /// The keys that both have stand in another order, which is no difference.
    public var reordered: Bool
  }

  /// One fact about seeds, code, environment or data that is not the same on both sides.
  public struct Fact: Sendable, Equatable {
    /// What the fact is about, such as `commit` or a package's name.
    public var subject: String
    /// How the sides differ.
    public var kind: Kind
    /// Nil if the left side does not have it.
    public var left: String?
    /// Nil if the right side does not have it.
    public var right: String?
    /// Known not to matter to results, such as the host's name.
    public var ignored: Bool
    /// `added` without a left value, `removed` without a right one, else `changed`.
    public init(_ subject: String, left: String?, right: String?, ignored: Bool = false) {
      (self.subject, self.left, self.right, self.ignored) = (subject, left, right, ignored)
      kind = left == nil ? .added : right == nil ? .removed : .changed
    }
  }

  /// What a comparison comes to.
  public enum State: Sendable, Equatable {
    /// Nothing that matters differs; something does.
    case same, different
    /// It could not be told, for the reason.
    case unknown(String)
    /// Nobody asked, or one side does not have it by its nature.
    case notCompared(String)
  }

  /// What a comparison of seeds, code, environment or data comes to.
  public struct Aspect: Sendable, Equatable {
    /// What it comes to.
    public var state: State
    /// What is not the same; ignored facts are among them.
    public var facts: [Fact]
    /// What a reader should know beside the facts.
    public var remarks: [String]
    public init(_ state: State, facts: [Fact] = [], remarks: [String] = []) {
      (self.state, self.facts, self.remarks) = (state, facts, remarks)
    }
  }

  /// What the left side is called.
  public var left: String
  /// What the right side is called.
  public var right: String
  /// Unknown if a config could not be read.
  public var config: State
  /// The groups in canonical order, equal ones included.
  public var groups: [Group]
  /// The groups that both have stand in another order, which is no difference.
  public var groupsReordered: Bool
  /// Seeds by place and value.
  public var seeds: Aspect
  /// Commit, captured tree and what the policy calls code.
  public var code: Aspect
  /// Nil where no repository could tell.
  public var distance: CodeDistance?
  /// Interpreter, packages, libraries, machine.
  public var environment: Aspect
  /// Data inputs by path and digest.
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

/// Members in their author's order. No two keys have the same bytes.
public struct Object: Sendable {
  /// A key with its value, and where both stand.
  public struct Member: Sendable {
    /// As it was written; compared by bytes, never by Swift's canonical equivalence.
    public let key: String
    /// What stands under the key.
    public var value: Value
    /// Where the key and the value stand in the text they were read from, if they were.
    public let keyPosition: Position?
    /// Where the value begins; nil if it was not read from a text.
    public let valuePosition: Position?

    public init(_ key: String, _ value: Value, keyPosition: Position? = nil, valuePosition: Position? = nil) {
      self.key = key
      self.value = value
      self.keyPosition = keyPosition
      self.valuePosition = valuePosition
    }
  }

  /// In their author's order.
  public private(set) var members: [Member]

  /// Takes members whose keys are known to differ.
  public init(members: [Member] = []) { self.members = members }

  /// Members without places; the keys must differ.
  public init(_ pairs: [(String, Value)]) { members = pairs.map { Member($0.0, $0.1) } }

  /// Whether it has no member.
  public var isEmpty: Bool { members.isEmpty }
  /// How many members it has, not counting those of members.
  public var count: Int { members.count }
  /// In their author's order.
  public var keys: [String] { members.map(\.key) }

  /// Returns the member whose key has exactly these bytes; nil if there is none.
  public func member(_ key: String) -> Member? { members.first { $0.key.isExactly(key) } }

  /// Reading gives the member's value. Setting replaces in place, appends, or with nil removes.
  public subscript(key: String) -> Value? {
    get { member(key)?.value }
    set {
      let index = members.firstIndex { $0.key.isExactly(key) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
    }
  }
}

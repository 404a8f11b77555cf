/// Members in their author's order. No two keys have the same bytes.
public struct Object: Sendable {
  public struct Member: Sendable {
    public let key: String
    public var value: Value
    /// Where the key and the value stand in the text they were read from, if they were.
    public let keyPosition: Position?
    public let valuePosition: Position?

    public init(_ key: String, _ value: Value, keyPosition: Position? = nil, valuePosition: Position? = nil) {
      self.key = key
      self.value = value
      self.keyPosition = keyPosition
      self.valuePosition = valuePosition
    }
  }

  public private(set) var members: [Member]

  /// Takes members whose keys are known to differ.
  public init(members: [Member] = []) { self.members = members }

  public init(_ pairs: [(String, Value)]) { members = pairs.map { Member($0.0, $0.1) } }

  public var isEmpty: Bool { members.isEmpty }
  public var count: Int { members.count }
  public var keys: [String] { members.map(\.key) }

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
